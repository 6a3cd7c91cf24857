-- What a range of employers filed for a wage month, each filing's lines beside its assessment and its ledger entries.
-- A filing whose three sums differ by a satang is told by its number.
with filed as materialized (
    select id, account_no, 'filing:F' || to_char(period + interval '543 years', 'YYMM') || '-' || lpad(id::text, 7, '0') as ref,
           submitted_at
      from contributions_filing
     where period = %(first)s and status = 'submitted' and account_no between %(low)s and %(high)s
), line as (
    select l.filing_id, count(*) as lines, sum(l.wage) as wages, sum(l.base) as base, sum(l.employee) as employee,
           sum(l.employer) as employer, sum(l.government) as government
      from contributions_line l join filed f on f.id = l.filing_id
     where l.period = %(first)s
     group by l.filing_id
), assessed as (
    select a.filing_id, sum(a.amount) filter (where a.payer = 'employee') as employee,
           sum(a.amount) filter (where a.payer = 'employer') as employer,
           sum(a.amount) filter (where a.payer = 'government') as government
      from contributions_assessment a join filed f on f.id = a.filing_id
     group by a.filing_id
), posted as (
    select f.id, coalesce(sum(p.debit) filter (where p.account = '1201'), 0) as owed,
           coalesce(sum(p.debit) filter (where p.account = '1202'), 0) as government
      from filed f join finance_posted p on p.ref = f.ref and p.rule = 'contribution_assessed'
     group by f.id
), joined as (
    select f.id, f.account_no, f.submitted_at, coalesce(l.lines, 0) as lines, coalesce(l.wages, 0) as wages,
           coalesce(l.base, 0) as base, coalesce(l.employee, 0) as employee, coalesce(l.employer, 0) as employer,
           coalesce(l.government, 0) as government,
           (coalesce(l.employee, 0), coalesce(l.employer, 0), coalesce(l.government, 0))
               is distinct from (coalesce(a.employee, 0), coalesce(a.employer, 0), coalesce(a.government, 0))
           or (coalesce(l.employee + l.employer, 0), coalesce(l.government, 0))
               is distinct from (coalesce(p.owed, 0), coalesce(p.government, 0)) as differs
      from filed f
      left join line l on l.filing_id = f.id
      left join assessed a on a.filing_id = f.id
      left join posted p on p.id = f.id
)
select count(*) as filings, count(distinct account_no) as employers, coalesce(sum(lines), 0) as lines,
       coalesce(sum(wages), 0) as wages, coalesce(sum(base), 0) as base, coalesce(sum(employee), 0) as employee,
       coalesce(sum(employer), 0) as employer, coalesce(sum(government), 0) as government,
       coalesce(array_agg(id order by id) filter (where differs), '{}') as differing
  from joined
