-- Months of a population that count, and months that are not known. One row a person, nobody left out.
-- {population}: person_id, since, until (first days of months). {bounds}: what lets the plan use index and partitions.
with population(person_id, since, until) as materialized ({population}),
counted as (
    select distinct m.person_id, m.period
      from population p
      join contributions_month m on m.person_id = p.person_id and m.period between p.since and p.until
     where m.section = any(%(sections)s) and {bounds}
),
unknown as (
    select distinct g.person_id, month::date as period
      from population p join contributions_gap g on g.person_id = p.person_id
     cross join lateral generate_series(greatest(date_trunc('month', lower(g.months)), p.since),
                                        least(upper(g.months) - 1, p.until), interval '1 month') month
)
select p.person_id, coalesce(c.n, 0) as counted, coalesce(u.n, 0) as unknown
  from population p
  left join (select person_id, count(*) as n from counted group by person_id) c using (person_id)
  left join (select u.person_id, count(*) as n
               from unknown u left join counted c using (person_id, period)
              where c.person_id is null group by u.person_id) u using (person_id)
