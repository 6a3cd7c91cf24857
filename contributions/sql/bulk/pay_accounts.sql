-- The paid lines into their people's accounts, month by month.
insert into contributions_account (period, person_id, origin, origin_id, section, account_no, branch_no, wage, base,
    employee, employer, government, paid_on, receipt_id)
select l.period, l.person_id, 'filing', l.filing_id, 33, l.account_no, l.branch_no, l.wage, l.base,
       l.employee, l.employer, l.government, p.paid_on, r.id
  from bulk_paid p
  join contributions_receipt r on r.bill_id = p.bill_id
  join contributions_line l on l.period = %(month)s and l.filing_id = p.filing_id
 where p.period = %(month)s and l.person_id is not null and l.base > 0
 order by l.person_id
on conflict do nothing
