-- Employers of a range that had staff in the wage month. Looked at again, what the register says now counts.
with due as materialized (
    select * from unnest(%(provinces)s::text[], %(days)s::date[]) as due(province, due_on)
), had as (
    select r.account_no, count(distinct r.person_id) as staff, min(coalesce(d.due_on, %(due)s::date)) as due_on
      from registration_roll r
      left join due d using (province)
     where r.account_no between %(low)s and %(high)s
       and r.starts_on <= %(last)s and (r.ends_on is null or r.ends_on >= %(first)s)
     group by r.account_no
), gone as (
    delete from contributions_expectedfiling e
     where e.period = %(first)s and e.account_no between %(low)s and %(high)s
       and not exists (select from had where had.account_no = e.account_no)
)
insert into contributions_expectedfiling (period, account_no, name, office, staff, due_on)
select %(first)s, had.account_no, a.name, a.office, had.staff, had.due_on
  from had join registration_account a using (account_no)
 order by had.account_no
on conflict (period, account_no) do update
   set name = excluded.name, office = excluded.office, staff = excluded.staff, due_on = excluded.due_on
