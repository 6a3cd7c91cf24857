-- The figures of each open case, by the tables of rules/collection_score.py; and the end of those that owe nothing.
with employer as (
    select account_no from registration_account where account_no between %(low)s and %(high)s
), figures as (
    select c.id,
           coalesce(sum(b.contribution) filter (where b.status = 'unpaid'), 0) as owed,
           count(*) filter (where m.id is not null and m.bill_id is null) as not_filed,
           min(m.due_on) as oldest_due,
           count(m.id) as months
      from contributions_collectioncase c
      join employer using (account_no)
      left join contributions_collectionmonth m on m.case_id = c.id and m.settled_on is null
      left join contributions_bill b on b.id = m.bill_id
     where c.stage <> 'settled'
     group by c.id
), scored as (
    select f.*,
           (select coalesce(max(points), 0)
              from unnest(%(amounts)s::numeric[], %(amount_points)s::int[]) t(floor, points) where floor <= f.owed)
         + (select coalesce(max(points), 0)
              from unnest(%(ages)s::int[], %(age_points)s::int[]) t(floor, points)
             where floor <= %(today)s::date - f.oldest_due)
         + %(not_filed_points)s * least(f.not_filed, %(most_not_filed)s) as score
      from figures f
), written as (
    update contributions_collectioncase c
       set owed = s.owed, not_filed = s.not_filed, oldest_due = s.oldest_due, score = s.score, worked_on = %(today)s,
           stage = case when s.months = 0 then 'settled' else c.stage end,
           settled_on = case when s.months = 0 then %(today)s::date end,
           answer_by = case when s.months = 0 then null else c.answer_by end
      from scored s
     where c.id = s.id
       and not (s.months = 0 and exists (select from contributions_instalmentplan p
                                          where p.case_id = c.id and p.state = 'active'))
    returning c.id, c.stage
), told as (
    insert into contributions_collectionevent (case_id, verb, before, after, params, by_name, at)
    select w.id, 'settled', c.stage, 'settled', '{}', %(by)s, %(now)s
      from written w join contributions_collectioncase c using (id)
     where w.stage = 'settled'
)
select count(*), count(*) filter (where stage = 'settled') from written
