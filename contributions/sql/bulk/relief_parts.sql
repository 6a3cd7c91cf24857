insert into contributions_billpart (bill_id, branch_no, payer, fund, amount)
select r.new_id, l.branch_no, l.payer, l.fund, l.amount
  from bulk_relief r join bulk_left l using (adjustment_id) order by r.new_id, l.branch_no
