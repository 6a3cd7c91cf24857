insert into contributions_filingfinding
    (filing_id, branch_no, line, field, code, severity, section, params, national_id, settled)
select filing_id, branch_no, line, field, code, severity, section, params, national_id, '' from bulk_finding
