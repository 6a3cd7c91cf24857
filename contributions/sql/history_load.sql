-- One month of a load into the accounts. A month of a person that is there already stays as it is.
insert into contributions_account (period, person_id, origin, origin_id, section, account_no, branch_no, wage, base,
    employee, employer, government, paid_on, receipt_id)
select h.period, n.person_id, 'history', h.load_id, h.section, h.account_no, h.branch_no, h.wage, h.base,
       h.employee, h.employer, h.government, h.paid_on, null
  from contributions_history h
  join registration_number n on n.national_id = h.national_id
 where h.load_id = %(load)s and h.period = %(period)s
   and not exists (select from contributions_historyfinding f
                    where f.load_id = h.load_id and f.file = h.file and f.line = h.line
                      and f.code in ('twice', 'already_there'))
 order by n.person_id
on conflict do nothing
