-- Every ground on which anybody is insured on a day. Says what rules/insurance.py says of one person.
with terms as (
    select section, nullif(option, 0) as option, string_to_array(branches, ' ') as branches
      from unnest(%(sections)s::int[], %(options)s::int[], %(branches)s::text[]) as t(section, option, branches)
), lasting as (
    select ended_since, ended_until, months
      from unnest(%(ended_since)s::date[], %(ended_until)s::date[], %(months)s::int[])
           as t(ended_since, ended_until, months)
), dead as (
    select id as person_id from registration_person where died_on < %(day)s
    union
    select person_id from registration_coverage where end_reason = 'died' and ends_on < %(day)s
), holding as (
    select c.person_id, c.section, c.option, c.starts_on, c.ends_on
      from registration_coverage c
     where c.starts_on <= %(day)s and (c.ends_on is null or c.ends_on >= %(day)s)
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
     order by c.person_id, until desc, c.ends_on desc
)
select h.person_id, h.section, h.option, h.starts_on as since, h.ends_on as until, false as after, t.branches
  from holding h
  join terms t on t.section = h.section and t.option is not distinct from h.option
 where not exists (select from dead d where d.person_id = h.person_id)
union all
select e.person_id, e.section, e.option, e.starts_on, e.until, true, %(after)s::text[]
  from ended e
 where not exists (select from dead d where d.person_id = e.person_id)
   and not exists (select from holding h where h.person_id = e.person_id and h.section = any(%(keeping)s))
