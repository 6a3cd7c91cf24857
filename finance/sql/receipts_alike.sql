-- Lines that another bank or counter told before: the same references, sum and minute under another bank's number.
select distinct on (r.line) r.line, b.txn_id, f.name
  from jsonb_to_recordset(%(rows)s::jsonb) as r(
    line int, bank_code text, txn_id text, paid_at timestamptz, ref1 text, ref2 text, amount numeric(18, 2))
  join finance_bankreceipt b on b.ref1 = r.ref1 and b.ref2 = r.ref2 and b.amount = r.amount
                            and date_trunc('minute', b.paid_at) = date_trunc('minute', r.paid_at)
                            and b.bank_code <> r.bank_code
  join finance_bankfile f on f.id = b.file_id
 where not exists (select from finance_bankreceipt k where k.bank_code = r.bank_code and k.txn_id = r.txn_id)
 order by r.line, b.id
