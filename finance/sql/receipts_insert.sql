-- The lines of a bill payment file that the bank has not told before.
insert into finance_bankreceipt (file_id, line, bank_code, txn_id, paid_at, payer, ref1, ref2, channel, amount)
select %(file)s, r.line, r.bank_code, r.txn_id, r.paid_at, r.payer, r.ref1, r.ref2, r.channel, r.amount
  from jsonb_to_recordset(%(rows)s::jsonb) as r(
    line int, bank_code text, txn_id text, paid_at timestamptz, payer text, ref1 text, ref2 text, channel text,
    amount numeric(18, 2))
 order by r.line
on conflict (bank_code, txn_id) do nothing
returning id, bank_code, txn_id, amount
