-- One person under two numbers in one filing.
with /*lines*/
insert into bulk_finding (filing_id, branch_no, line, field, code, severity, section, params, national_id)
select l.filing_id, l.branch_no, l.line, 'national_id', 'filing.person_twice', 'block', '',
       jsonb_build_object('first_line', s.line, 'number', s.national_id), l.national_id
  from registration_given_up g
  join lines l on l.national_id = g.national_id
  join registration_number n on n.person_id = g.person_id and n.national_id <> l.national_id
  join bulk_line s on s.filing_id = l.filing_id and s.national_id = n.national_id
