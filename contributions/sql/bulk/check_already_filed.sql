-- Who stands in an earlier filing of the month. Most employers have none: they are asked for first, one by one in the
-- index, and the lines of the others person by person. A plan of a hurried month knows little of its rows: left to
-- itself it would read all of them for each chunk.
with /*lines*/,
again as materialized (
    select f.filing_id
      from bulk_filing f
     cross join lateral (select from contributions_line c
                          where c.period = %(first)s and c.account_no = f.account_no limit 1) c
)
insert into bulk_finding (filing_id, branch_no, line, field, code, severity, section, params, national_id)
select l.filing_id, l.branch_no, l.line, 'national_id', 'filing.person_filed', 'block', '47',
       jsonb_build_object('reference', 'F' || to_char(f.period + interval '543 years', 'YYMM') || '-'
                                           || lpad(f.id::text, greatest(7, length(f.id::text)), '0')), l.national_id
  from again join lines l using (filing_id)
 cross join lateral (select c.filing_id from contributions_line c
                      where c.period = %(first)s and c.account_no = l.account_no and c.national_id = l.national_id
                     offset 0) c
  join contributions_filing f on f.id = c.filing_id
