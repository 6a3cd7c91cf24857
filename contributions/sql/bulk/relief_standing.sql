select a.id as filing_id, s.branch_no, 0 as line, sum(s.employee) as employee, sum(s.employer) as employer,
       sum(s.government) as government
  from contributions_standing s
  join contributions_adjustment a on a.account_no = s.account_no and a.id = any(%(ids)s)
 where s.period = %(period)s and s.account_no = any(%(accounts)s::bpchar[])
   and exists (select from contributions_delta d where d.account_no = s.account_no and d.branch_no = s.branch_no)
 group by a.id, s.branch_no
