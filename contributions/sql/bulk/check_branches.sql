-- A branch that the register lacks blocks.
insert into bulk_finding (filing_id, branch_no, line, field, code, severity, section, params, national_id)
select s.filing_id, s.branch_no, 0, 'branch', 'filing.branch_unknown', 'block', '',
       jsonb_build_object('branch', coalesce(nullif(s.branch_no, ''), '–')), ''
  from bulk_section s join bulk_filing f using (filing_id)
 where f.readable and s.province = ''
