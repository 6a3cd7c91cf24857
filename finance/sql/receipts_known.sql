-- The lines that the bank told in an earlier file, and whether it told the same then.
select r.line, r.txn_id, f.name, (b.amount, b.ref1, b.ref2) <> (r.amount, r.ref1, r.ref2) as differs
  from jsonb_to_recordset(%(rows)s::jsonb) as r(
    line int, bank_code text, txn_id text, ref1 text, ref2 text, amount numeric(18, 2))
  join finance_bankreceipt b using (bank_code, txn_id) join finance_bankfile f on f.id = b.file_id
 where b.file_id <> %(file)s
 order by r.line
