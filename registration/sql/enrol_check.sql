-- What the register and the law say against the rows of a slice, or only remark. Says what services.enrolment and
-- services.leaving say of one person; a property test holds the two equal.
with terms as (
    select since, until, least, most, within, change_day
      from unnest(%(since)s::date[], %(until)s::date[], %(least)s::int[], %(most)s::int[], %(within)s::int[],
                  %(change_day)s::int[]) as t(since, until, least, most, within, change_day)
), lines as materialized (
    select l.*, b.id as branch_id, b.opened_on, b.closed_on, p.id as person_id, p.died_on,
           (p.first_name, p.last_name) = (l.first_name, l.last_name) as has_name,
           coalesce(l.birth_date, p.birth_date) as born, t.least, t.most, t.within, t.change_day
      from registration_enrolline l
      left join registration_branch b on b.employer_id = %(employer)s and b.branch_no = l.branch_no
      left join registration_number n on n.national_id = l.national_id
      left join registration_person p on p.id = n.person_id
      left join terms t on l.day between t.since and t.until
     where l.file_id = %(file)s and l.line between %(first)s and %(last)s
       and not exists (select from registration_enrolfinding f
                        where f.file_id = l.file_id and f.line = l.line and f.severity = 'block')
), present as (
    -- The newest employment at this branch that holds on the first day told, or later.
    select distinct on (l.line) l.line, e.starts_on, e.ends_on
      from lines l
      join registration_employment e on e.person_id = l.person_id and e.branch_id = l.branch_id
     where l.kind = 'in' and (e.ends_on is null or e.ends_on >= l.day)
     order by l.line, e.starts_on desc
), fresh as (
    -- Who is to come; the same row again is no news, and of the dead nothing more is asked.
    select * from lines l
     where kind = 'in' and died_on is null and not exists (select from present p where p.line = l.line and p.starts_on = l.day)
), leaving as (
    -- The newest employment at this branch: the one that a leaver leaves.
    select distinct on (l.line) l.line, e.starts_on, e.ends_on, e.reason
      from lines l
      join registration_employment e on e.person_id = l.person_id and e.branch_id = l.branch_id
     where l.kind = 'out'
     order by l.line, e.starts_on desc
), staying as (
    -- Who works at this employer now: of nobody else a new name is taken.
    select l.line
      from lines l
     where l.kind = 'new'
       and exists (select from registration_employment e join registration_branch b on b.id = e.branch_id
                    where e.person_id = l.person_id and b.employer_id = %(employer)s and e.ends_on is null)
), said(line, field, code, severity, section, params) as (
    select line, 'branch_no', 'branch_unknown', 'block', '34', jsonb_build_object('branch', branch_no)
      from lines where branch_id is null
    union all
    select line, 'branch_no', 'branch_closed', 'block', '44',
           jsonb_build_object('branch', branch_no, 'day', to_char(closed_on, 'FMDD') || ' '
               || (%(months)s::text[])[extract(month from closed_on)::int] || ' '
               || extract(year from closed_on)::int + 543)
      from lines where kind = 'in' and day > closed_on
    union all
    select line, 'branch_no', 'branch_not_open', 'block', '',
           jsonb_build_object('branch', branch_no, 'day', to_char(opened_on, 'FMDD') || ' '
               || (%(months)s::text[])[extract(month from opened_on)::int] || ' '
               || extract(year from opened_on)::int + 543)
      from lines where kind = 'in' and day < opened_on
    union all
    select line, 'national_id', 'dopa_dead', 'block', '', '{}'::jsonb
      from lines where kind = 'in' and died_on is not null
    union all
    select l.line, 'day', 'already_enrolled', 'block', '34',
           jsonb_build_object('since', to_char(p.starts_on, 'FMDD') || ' '
               || (%(months)s::text[])[extract(month from p.starts_on)::int] || ' '
               || extract(year from p.starts_on)::int + 543)
      from lines l join present p using (line) where p.starts_on <> l.day and l.died_on is null
    union all
    select line, 'day', 'start_in_future', 'block', '34', '{}' from fresh where day > %(today)s
    union all
    select line, 'day', 'start_too_early', 'block', '33', '{}'
      from fresh where day < %(law_begins)s or day < born
    union all
    select line, 'day', 'too_young', 'block', '33', '{}'
      from fresh
     where day between %(law_begins)s and %(today)s and day >= born and extract(year from age(day, born)) < least
    union all
    select line, 'day', 'too_old', 'block', '33', '{}'
      from fresh l
     where day between %(law_begins)s and %(today)s and extract(year from age(day, born)) > most
       and not exists (select from registration_coverage c where c.person_id = l.person_id and c.section in (33, 39))
    union all
    select line, 'day', 'late_enrolment', 'warn', '34', '{}'
      from fresh where day between %(law_begins)s and %(today)s and %(today)s > day + within
    union all
    select line, 'day', 'insured_elsewhere', 'warn', '46', '{}'
      from fresh l
     where exists (select from registration_employment e join registration_branch b on b.id = e.branch_id
                    where e.person_id = l.person_id and e.ends_on is null and b.employer_id <> %(employer)s)
    union all
    select line, 'day', 'permit_ended', 'warn', '', '{}'
      from fresh l
     where (select bool_and(coalesce(i.valid_until < l.day, false)) from registration_identitypaper i
             where i.person_id = l.person_id and i.kind = 'work_permit' and i.given_up_on is null)
    union all
    select l.line, 'national_id', 'not_employed', 'block', '44', '{}'
      from lines l left join leaving e using (line)
     where l.kind = 'out'
       and (e.line is null or (e.ends_on is not null and (e.ends_on, e.reason) <> (l.day, l.reason)))
    union all
    select l.line, 'day', 'end_before_start', 'block', '44',
           jsonb_build_object('since', to_char(e.starts_on, 'FMDD') || ' '
               || (%(months)s::text[])[extract(month from e.starts_on)::int] || ' '
               || extract(year from e.starts_on)::int + 543)
      from lines l join leaving e using (line) where e.ends_on is null and l.day < e.starts_on
    union all
    select l.line, 'day', 'end_in_future', 'block', '44', '{}'
      from lines l join leaving e using (line) where e.ends_on is null and l.day > %(today)s
    union all
    select l.line, 'day', 'late_leave', 'warn', '44', '{}'
      from lines l join leaving e using (line)
     where e.ends_on is null and l.day between e.starts_on and %(today)s
       and %(today)s > (date_trunc('month', l.day) + interval '1 month')::date + change_day - 1
    union all
    select line, 'national_id', 'not_employed', 'block', '44', '{}'
      from lines where kind = 'new' and line not in (select line from staying)
    union all
    select line, 'day', 'change_in_future', 'block', '', '{}'
      from lines join staying using (line) where day > %(today)s
    union all
    select line, 'first_name', 'nothing_changes', 'block', '', '{}'
      from lines join staying using (line) where has_name
    union all
    select line, 'day', 'late_change', 'warn', '44',
           jsonb_build_object('due', to_char(due, 'FMDD') || ' ' || (%(months)s::text[])[extract(month from due)::int]
               || ' ' || extract(year from due)::int + 543)
      from (select line, (date_trunc('month', day) + interval '1 month')::date + change_day - 1 as due
              from lines join staying using (line) where day <= %(today)s and not has_name) t
     where %(today)s > due
)
insert into registration_enrolfinding (file_id, line, field, code, severity, section, params, stage)
select %(file)s, line, field, code, severity, section, params, 'law' from said
