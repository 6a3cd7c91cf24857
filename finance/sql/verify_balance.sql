-- Entries that do not balance in a fund.
select e.id, e.event_key, l.fund, sum(l.debit) as debit, sum(l.credit) as credit
  from finance_ledgerline l join finance_ledgerentry e on e.id = l.entry_id
 group by e.id, e.event_key, l.fund having sum(l.debit) <> sum(l.credit)
 order by e.id limit 100
