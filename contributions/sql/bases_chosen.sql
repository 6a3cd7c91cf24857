-- The bases of the months that a benefit is worked on, added up: the last %(most)s months that count, or the %(most)s
-- highest ({order}). Employers of one month are summed to the ceiling of the month (s.46, s.57). One row a person.
-- ``unknown`` are months not loaded that could change the sum; ``total`` is null where a month has no ceiling in law.
with population(person_id, since, until) as materialized ({population}),
ceilings(since, until, ceiling) as (values {ceilings}),
monthly as (
    select m.person_id, m.period, case when max(c.ceiling) is not null then least(sum(m.base), max(c.ceiling)) end as base
      from population p
      join contributions_month m on m.person_id = p.person_id and m.period between p.since and p.until
      left join ceilings c on m.period between c.since and c.until
     where m.section = any(%(sections)s) and {bounds}
     group by m.person_id, m.period
),
ranked as (
    select person_id, period, base, row_number() over (partition by person_id order by {order}) as place from monthly
),
chosen as (
    select person_id, count(*) as months, min(period) as first_month,
           case when bool_and(base is not null) then sum(base) end as total
      from ranked where place <= %(most)s group by person_id
),
unknown as (
    select distinct g.person_id, month::date as period
      from population p join contributions_gap g on g.person_id = p.person_id
     cross join lateral generate_series(greatest(date_trunc('month', lower(g.months)), p.since),
                                        least(upper(g.months) - 1, p.until), interval '1 month') month
)
select p.person_id, c.total, coalesce(c.months, 0) as months, c.first_month, coalesce(u.n, 0) as unknown
  from population p
  left join chosen c using (person_id)
  left join (select u.person_id, count(*) as n
               from unknown u
               left join monthly m using (person_id, period)
               left join chosen c using (person_id)
              where m.person_id is null
                and (not {latest} or c.months is null or c.months < %(most)s or u.period > c.first_month)
              group by u.person_id) u using (person_id)
