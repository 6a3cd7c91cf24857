insert into contributions_refundpart (refund_id, branch_no, payer, fund, amount)
select r.refund_id, s.branch_no, s.payer, s.fund, -s.amount
  from bulk_relief r join contributions_adjustmentshare s using (adjustment_id)
 where r.refund_id is not null and s.payer <> 'government'
 order by r.refund_id, s.branch_no
