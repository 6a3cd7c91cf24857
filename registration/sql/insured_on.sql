-- Every ground on which anybody is insured on a day. Says what rules/insurance.py says of one person.
-- The branches of a section come as parameters, null where the law of the day has none: a join with so small a
-- table would mislead the planner.
with lasting as (
    select ended_since, ended_until, months
      from unnest(%(ended_since)s::date[], %(ended_until)s::date[], %(months)s::int[])
           as t(ended_since, ended_until, months)
), ended as (
    select distinct on (c.person_id)
           c.person_id, c.section, c.option, c.starts_on,
           (c.ends_on + make_interval(months => l.months))::date as until
      from registration_coverage c
      join lasting l on c.ends_on between l.ended_since and l.ended_until
     where c.section = any(%(keeping)s)
       and c.ends_on < %(day)s
       and c.ends_on >= (%(day)s::date - make_interval(months => %(most)s))::date - 3  -- months differ in length
       and (c.ends_on + make_interval(months => l.months))::date >= %(day)s
       and not exists (select from registration_coverage h
                        where h.person_id = c.person_id and h.section = any(%(keeping)s)
                          and h.starts_on <= %(day)s and (h.ends_on is null or h.ends_on >= %(day)s))
     order by c.person_id, until desc, c.ends_on desc
), grounds as (
    select c.person_id, c.section, c.option, c.starts_on as since, c.ends_on as until, false as after,
           case c.section when 33 then %(s33)s::text[] when 39 then %(s39)s::text[]
                when 40 then case c.option when 1 then %(s40_1)s::text[] when 2 then %(s40_2)s::text[]
                                           when 3 then %(s40_3)s::text[] end end as branches
      from registration_coverage c
     where c.starts_on <= %(day)s and (c.ends_on is null or c.ends_on >= %(day)s)
    union all
    select e.person_id, e.section, e.option, e.starts_on, e.until, true, %(after)s::text[] from ended e
)
select g.person_id, g.section, g.option, g.since, g.until, g.after, g.branches
  from grounds g
 where g.branches is not null
   and not exists (select from registration_person p where p.id = g.person_id and p.died_on < %(day)s)
   and not exists (select from registration_coverage d
                    where d.person_id = g.person_id and d.end_reason = 'died' and d.ends_on < %(day)s)
