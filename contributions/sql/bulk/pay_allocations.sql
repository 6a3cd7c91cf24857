insert into contributions_allocation (receipt_id, branch_no, payer, fund, amount)
select r.id, a.branch_no, a.payer, a.fund, a.amount
  from bulk_paid p
  join contributions_receipt r on r.bill_id = p.bill_id
  join contributions_assessment a on a.filing_id = p.filing_id and a.payer in ('employee', 'employer')
 order by r.id
