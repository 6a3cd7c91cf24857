-- Lines whose number is right as far as is known by now.
lines as (
    select s.*, f.account_no from bulk_line s join bulk_filing f using (filing_id)
     where f.readable
       and not exists (select 1 from bulk_finding x
                        where x.filing_id = s.filing_id and x.branch_no = s.branch_no and x.line = s.line
                          and x.field = 'national_id' and x.severity = 'block')
)
