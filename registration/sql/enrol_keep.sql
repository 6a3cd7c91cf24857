-- The good rows of a slice into the register: persons, employments, coverage. One statement each, told apart by
-- the lines "-- next"; every statement may be made again without a second effect.

-- Whoever closes a branch waits for us, and we for them: before any person is locked, so never crosswise.
select from registration_branch where employer_id = %(employer)s order by id for key share;

-- next
-- Persons of the slice that are there already are held, in one order, so that two files never wait for each other.
select id from registration_person
 where id in (select person_id from registration_number where national_id in (select national_id from registration_enrolgood))
 order by id for no key update;

-- next
insert into registration_person (national_id, title_code, title, first_name, last_name, name_sort_key, search_key,
    birth_date, sex, nationality, marital, phone, email, address, province, office, verified_at, created_at)
select national_id, title_code, title, first_name, last_name, sort_key, search_key, birth_date, sex, nationality,
       coalesce(told->>'marital', ''), '', '', coalesce(told->>'address', ''), coalesce(told->>'province', ''), coalesce(told->>'office', '1001'),
       case when register = 'found' then %(now)s::timestamptz end, %(now)s
  from registration_enrolgood l
 where kind = 'in' and register in ('found', 'silent')
   and not exists (select from registration_given_up g where g.national_id = l.national_id)
on conflict (national_id) do update
   set title_code = excluded.title_code, title = excluded.title, first_name = excluded.first_name,
       last_name = excluded.last_name, name_sort_key = excluded.name_sort_key, search_key = excluded.search_key,
       birth_date = excluded.birth_date, sex = excluded.sex, nationality = excluded.nationality,
       marital = excluded.marital,
       address = coalesce(nullif(registration_person.address, ''), excluded.address),
       province = coalesce(nullif(registration_person.province, ''), excluded.province),
       verified_at = excluded.verified_at
 where excluded.verified_at is not null;

-- next
-- Who could not be checked is asked for again.
insert into registration_check (kind, subject, payload, state, attempts, detail, next_try_at, created_at)
select 'dopa', 'person:' || p.id, jsonb_build_object('national_id', p.national_id), 'waiting', 0, '', %(retry)s, %(now)s
  from registration_enrolgood l join registration_person p using (national_id)
 where l.kind = 'in' and l.register = 'silent' and p.verified_at is null
on conflict do nothing;

-- next
update registration_check c set state = 'passed'
  from registration_enrolgood l join registration_person p using (national_id)
 where l.register = 'found' and c.kind = 'dopa' and c.subject = 'person:' || p.id and c.state in ('waiting', 'failed');

-- next
create temp table registration_came on commit drop as
with made as (
    insert into registration_employment (person_id, branch_id, starts_on, ends_on, reason, wage, reported_on)
    select distinct on (p.person_id, b.id) p.person_id, b.id, l.day, null, '', l.wage, %(today)s
      from registration_enrolgood l
      join registration_number p using (national_id)
      join registration_branch b on b.employer_id = %(employer)s and b.branch_no = l.branch_no
     where l.kind = 'in'
       and not exists (select from registration_employment e
                        where e.person_id = p.person_id and e.branch_id = b.id
                          and (e.ends_on is null or e.ends_on >= l.day))
     order by p.person_id, b.id, l.day
    returning person_id, starts_on
)
select person_id, starts_on from made;

-- next
-- What was reported after its day is kept (s.34).
insert into registration_latereport (employer_id, kind, subject, happened_on, due_on, reported_on)
select %(employer)s, 'enrolment', 'person:' || c.person_id, c.starts_on, c.starts_on + t.within, %(today)s
  from registration_came c
  join unnest(%(since)s::date[], %(until)s::date[], %(within)s::int[]) as t(since, until, within)
    on c.starts_on between t.since and t.until
 where %(today)s > c.starts_on + t.within;

-- next
-- A first or a new stretch under Section 33; whoever has another one in the way is settled one by one.
insert into registration_coverage (person_id, section, option, starts_on, ends_on, end_reason)
select e.person_id, 33, null, min(e.starts_on), null, ''
  from registration_came e
 where not exists (select from registration_coverage c
                    where c.person_id = e.person_id and (c.ends_on is null or c.ends_on >= e.starts_on - 1))
   and not exists (select from registration_employment o
                    where o.person_id = e.person_id and o.starts_on <> e.starts_on
                      and (o.ends_on is null or o.ends_on >= e.starts_on - 1))
 group by e.person_id;

-- next
select e.person_id from registration_came e
 where not exists (select from registration_coverage c
                    where c.person_id = e.person_id and c.section = 33 and c.ends_on is null
                      and c.starts_on <= e.starts_on)
 order by e.person_id
