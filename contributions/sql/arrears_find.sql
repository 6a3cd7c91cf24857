-- What employers of a range owe: bills past their day, and months with people on the roll that nobody filed.
-- One open case an employer; its months join it. A month that is not loaded is not known, and is no debt.
with employer as (
    select account_no, name, office
      from registration_account where account_no between %(low)s and %(high)s
), due as (
    select * from unnest(%(months)s::date[], %(provinces)s::text[], %(dues)s::date[]) as d(month, province, due_on)
     where due_on < %(today)s
), unpaid as (
    select e.account_no, b.period, b.id as bill_id, b.due_on
      from employer e
      join contributions_bill b on b.subject = 'employer:' || e.account_no
     where b.status = 'unpaid' and b.due_on < %(today)s and b.kind not in ('instalment', 'reclaim')
), candidate as (
    select e.account_no, d.month as period
      from employer e cross join (select distinct month from due) d
     where not exists (select from contributions_filing f where f.account_no = e.account_no
                          and f.period = d.month and f.status in ('submitting', 'submitted'))
       and not exists (select from contributions_collectionmonth m where m.account_no = e.account_no
                          and m.period = d.month and m.kind = 'not_filed' and m.settled_on is null)
       and not exists (select from contributions_officeassessment s where s.account_no = e.account_no
                          and s.period = d.month and s.replaced_on is null)
), expected as (
    select r.account_no, x.period, min(d.due_on) as due_on, count(distinct r.person_id) as people,
           array_agg(distinct r.person_id) as whom
      from candidate x
      join registration_roll r on r.account_no = x.account_no
                              and r.starts_on < x.period + interval '1 month'
                              and coalesce(r.ends_on, 'infinity') >= x.period
      join due d on d.month = x.period and d.province = r.province
     group by 1, 2
), missing as (
    select x.account_no, x.period, x.due_on, x.people
      from expected x
     where not exists (select from contributions_account a where a.person_id = any(x.whom) and a.period = x.period
                          and a.origin = 'history' and a.account_no in (x.account_no, ''))
       and not exists (select from contributions_gap g where g.person_id = any(x.whom) and g.months @> x.period)
), found as (
    select account_no from unpaid union select account_no from missing
), opened as (
    insert into contributions_collectioncase
        (account_no, employer_name, office, stage, owed, not_filed, score, opened_on, worked_on)
    select e.account_no, e.name, e.office, 'detected', 0, 0, 0, %(today)s, %(today)s
      from employer e join found using (account_no)
     where not exists (select from contributions_collectioncase c
                        where c.account_no = e.account_no and c.stage <> 'settled')
        on conflict do nothing
    returning id, account_no
), told as (
    insert into contributions_collectionevent (case_id, verb, before, after, params, by_name, at)
    select id, 'detected', '', 'detected', '{}', %(by)s, %(now)s from opened
), open_case as (
    select id, account_no from opened
    union all
    select c.id, c.account_no from contributions_collectioncase c join found using (account_no)
     where c.stage <> 'settled'
), bills as (
    insert into contributions_collectionmonth as m (case_id, account_no, period, kind, bill_id, due_on, found_on)
    select c.id, u.account_no, u.period, 'unpaid', u.bill_id, u.due_on, %(today)s
      from unpaid u join open_case c using (account_no)
        on conflict (bill_id) do update set settled_on = null, case_id = excluded.case_id
     where m.settled_on is not null
    returning 1
), months as (
    insert into contributions_collectionmonth (case_id, account_no, period, kind, people, due_on, found_on)
    select c.id, x.account_no, x.period, 'not_filed', x.people, x.due_on, %(today)s
      from missing x join open_case c using (account_no)
        on conflict do nothing
    returning 1
)
select (select count(*) from employer), (select count(*) from opened),
       (select count(*) from bills) + (select count(*) from months)
