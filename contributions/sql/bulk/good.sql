select f.filing_id, f.account_no from bulk_filing f
 where f.readable and f.lines > 0
   and exists (select from bulk_line s where s.filing_id = f.filing_id)
   and not exists (select from bulk_finding x where x.filing_id = f.filing_id and x.severity = 'block')
