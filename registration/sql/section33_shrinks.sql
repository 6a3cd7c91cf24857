-- Section 33 of many people after work of theirs has ended: the union of the employments, as rules.coverage says.
-- Only what becomes shorter is written here; the last statement names whose days would grow, to be settled one by one.
create temp table registration_wanted on commit drop as
select w.person_id, w.starts_on, w.ends_on,
       case when w.ends_on is null then ''
            when exists (select from registration_employment e
                          where e.person_id = w.person_id and e.ends_on = w.ends_on and e.reason = %(died)s)
            then %(by_death)s else %(left)s end as end_reason,
       exists (select from registration_coverage c
                where c.person_id = w.person_id and c.section = 33
                  and daterange(c.starts_on, c.ends_on, '[]') @> daterange(w.starts_on, w.ends_on, '[]')) as is_within
  from (select person_id, lower(days) as starts_on, upper(days) - 1 as ends_on
          from (select person_id, unnest(range_agg(daterange(starts_on, ends_on, '[]'))) as days
                  from registration_employment where person_id = any(%(people)s) group by person_id) t) w;

-- next
create temp table registration_settled on commit drop as
select person_id from registration_wanted w
 where not exists (select from registration_coverage c
                    where c.person_id = w.person_id and c.section = 33
                      and not exists (select from registration_wanted o
                                       where o.person_id = c.person_id and o.starts_on = c.starts_on))
 group by person_id having bool_and(is_within);

-- next
create temp table registration_shrunk (person_id bigint) on commit drop;

-- next
with changed as (
    update registration_coverage c
       set ends_on = w.ends_on, end_reason = w.end_reason
      from registration_wanted w join registration_settled using (person_id)
     where c.person_id = w.person_id and c.section = 33 and c.starts_on = w.starts_on
       and c.ends_on is distinct from w.ends_on
    returning c.person_id
)
insert into registration_shrunk select person_id from changed;

-- next
-- Where work had gone on after a gap, what follows the gap is a stretch of its own.
with made as (
    insert into registration_coverage (person_id, section, option, starts_on, ends_on, end_reason)
    select w.person_id, 33, null, w.starts_on, w.ends_on, w.end_reason
      from registration_wanted w join registration_settled using (person_id)
     where not exists (select from registration_coverage c
                        where c.person_id = w.person_id and c.section = 33 and c.starts_on = w.starts_on)
    returning person_id
)
insert into registration_shrunk select person_id from made;

-- next
select distinct person_id from registration_shrunk order by person_id;

-- next
select distinct person_id from registration_wanted
 where person_id not in (select person_id from registration_settled) order by person_id
