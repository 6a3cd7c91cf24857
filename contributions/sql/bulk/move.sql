-- The lines of good filings into the book, assessed by the law of their branch's place.
with good as materialized (/*good*/),
made as (
    insert into contributions_line (period, filing_id, branch_no, line, account_no, national_id, person_id,
        title_code, first_name, last_name, wage, base, employee, employer, government)
    select %(first)s, s.filing_id, s.branch_no, s.line, good.account_no, s.national_id, roll.person_id,
           s.title_code, s.first_name, s.last_name, s.wage, x.base, x.employee, x.employer, x.government
      from good
      join bulk_line s using (filing_id)
      join bulk_section t on t.filing_id = s.filing_id and t.branch_no = s.branch_no
      left join bulk_roll roll on roll.filing_id = s.filing_id and roll.national_id = s.national_id
      cross join lateral (select /*base*/ as base) b
      cross join lateral (select b.base, /*shares*/) x
    returning filing_id, branch_no, line, person_id, wage, base, employee, employer, government
),
waiting as (
    insert into bulk_waiting
    select filing_id, branch_no, line, employee, employer, government from made
     where person_id is null and base > 0
)
insert into bulk_sum
select filing_id, branch_no, count(*), sum(wage), sum(employee), sum(employer), sum(government), 0
  from made group by filing_id, branch_no order by filing_id, branch_no
