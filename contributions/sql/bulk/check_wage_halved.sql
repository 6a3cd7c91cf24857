with /*lines*/,
before as materialized (
    select f.filing_id, c.national_id, c.wage
      from bulk_filing f
     cross join lateral (select c.national_id, c.wage from contributions_line c
                          where c.period = %(before)s and c.account_no = f.account_no offset 0) c
)
insert into bulk_finding (filing_id, branch_no, line, field, code, severity, section, params, national_id)
select l.filing_id, l.branch_no, l.line, 'wage', 'filing.wage_halved', 'warn', '',
       jsonb_build_object('before', to_char(c.wage, 'FM999,999,999,990.00'),
                          'found', to_char(l.wage, 'FM999,999,999,990.00')), l.national_id
  from before c join lines l on l.filing_id = c.filing_id and l.national_id = c.national_id
 where l.wage > 0 and l.wage < c.wage / 2
