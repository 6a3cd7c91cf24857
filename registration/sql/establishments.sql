-- Employers by account, with each of their branches and the province that it stood in on a day.
select e.account_no, e.name, b.branch_no, coalesce(former.province, b.province)
  from unnest(%(accounts)s::text[]) as asked(account_no)
  join registration_employer e using (account_no)
  left join registration_branch b on b.employer_id = e.id
  left join lateral (
       select f.province from registration_formerplace f
        where f.branch_id = b.id and f.last_day >= %(day)s order by f.last_day limit 1) former on true
