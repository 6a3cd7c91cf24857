insert into contributions_filingsection (filing_id, branch_no, province, declared)
select filing_id, branch_no, province, declared from bulk_section order by filing_id
