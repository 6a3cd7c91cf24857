insert into contributions_moneyin (bank_line_id, ref1, ref2, amount, paid_at, bank, channel, txn_id, payer, bill_id, status,
    received_at)
select bank_line_id, left(ref1, 40), left(ref2, 40), amount, paid_at, bank, channel, txn_id, left(payer, 200), bill_id, 'applied', %(now)s
  from bulk_paid where bill_id is not null order by place
