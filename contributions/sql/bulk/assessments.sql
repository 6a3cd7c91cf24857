insert into contributions_assessment (filing_id, branch_no, payer, fund, amount)
select filing_id, branch_no, payer, fund, amount from bulk_share where line = 0 order by filing_id, branch_no
