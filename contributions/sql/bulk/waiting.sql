insert into contributions_waitingline
    (filing_id, period, branch_no, line, account_no, national_id, name, amount)
select w.filing_id, %(first)s, w.branch_no, w.line, f.account_no, s.national_id,
       s.first_name || ' ' || s.last_name, w.employee + w.employer
  from bulk_waiting w join bulk_filing f using (filing_id)
  join bulk_line s on s.filing_id = w.filing_id and s.branch_no = w.branch_no and s.line = w.line
