-- What was posted about a paper, line by line, for set-based reconciliation of the apps above. Part of the door.
create view finance_posted as
select e.ref, e.rule, e.posted_on, l.account, l.fund, l.debit, l.credit
  from finance_ledgerentry e join finance_ledgerline l on l.entry_id = e.id
 where e.ref <> '';

comment on view finance_posted is 'Ledger lines by the paper that they are about';
