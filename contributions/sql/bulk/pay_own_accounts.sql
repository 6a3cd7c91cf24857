-- The paid months into their people's accounts.
insert into contributions_account (period, person_id, origin, origin_id, section, account_no, branch_no, wage, base,
    employee, employer, government, paid_on, receipt_id)
select v.period, v.person_id, v.kind, v.bill_id, v.section, '', '', null, v.base, v.contribution, 0, v.government, v.paid_on,
       r.id
  from (/*voluntary*/) v
  join contributions_receipt r on r.bill_id = v.bill_id
 order by v.person_id
on conflict do nothing
