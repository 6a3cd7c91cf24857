-- Each filing is written once, as it stands at the end: submitted, or checked and waiting for its employer.
with good as (
    select filing_id, sum(lines)::int as lines, sum(wages) as wages, sum(employee) as employee,
           sum(employer) as employer, sum(government) as government
      from bulk_sum group by filing_id
),
-- The few that wait, and their lines alone: asked for as an array, so that the others' lines are not joined first.
waits as materialized (
    select filing_id, lines from bulk_filing f where not exists (select from good where good.filing_id = f.filing_id)
),
open as (
    select w.filing_id, w.lines, coalesce(sum(s.wage), 0) as wages, coalesce(sum(s.employee), 0) as employee,
           coalesce(sum(s.employer), 0) as employer, coalesce(sum(s.government), 0) as government
      from waits w
      left join (select s.filing_id, s.wage, x.employee, x.employer, x.government
                   from bulk_line s join bulk_section t using (filing_id, branch_no)
                  cross join lateral (select /*base*/ as base) b
                  cross join lateral (select b.base, /*shares*/) x
                  where s.filing_id = any (array(select filing_id from waits)) and s.wage is not null) s
             using (filing_id)
     group by w.filing_id, w.lines
)
insert into contributions_filing (id, account_no, employer_name, period, kind, format, filename, sha256, status, lines,
    recomputed, wages, employee, employer, government, law_hash, uploaded_by_id, uploaded_by, uploaded_at, changed_at,
    submitted_by_id, submitted_by, submitted_at)
select f.filing_id, f.account_no, f.employer_name, %(first)s, 'filed', f.format, f.filename, f.sha256,
       case when g.filing_id is not null then 'submitted' when f.readable then 'checked' else 'unreadable' end,
       coalesce(g.lines, o.lines), false,
       case when %(known)s then coalesce(g.wages, o.wages) end,
       case when %(known)s then coalesce(g.employee, o.employee) end,
       case when %(known)s then coalesce(g.employer, o.employer) end,
       case when %(known)s then coalesce(g.government, o.government) end,
       case when g.filing_id is not null then %(law)s else '' end, %(user)s, %(name)s, %(now)s, %(now)s,
       case when g.filing_id is not null then %(user)s::bigint end, case when g.filing_id is not null then %(name)s else '' end,
       case when g.filing_id is not null then %(now)s::timestamptz end
  from bulk_filing f left join good g using (filing_id) left join open o using (filing_id)
 order by f.filing_id
