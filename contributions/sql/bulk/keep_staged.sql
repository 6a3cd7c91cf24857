-- What is not filed yet waits for its employer as any other upload does.
insert into contributions_stagedline (filing_id, branch_no, line, national_id, title_code, first_name, last_name,
    wage, contribution)
select s.filing_id, s.branch_no, s.line, s.national_id, s.title_code, s.first_name, s.last_name, s.wage,
       s.contribution
  from bulk_line s where not exists (select from bulk_sum b where b.filing_id = s.filing_id)
