update bulk_finding f set national_id = s.national_id
  from bulk_line s
 where f.line > 0 and f.national_id = ''
   and s.filing_id = f.filing_id and s.branch_no = f.branch_no and s.line = f.line
