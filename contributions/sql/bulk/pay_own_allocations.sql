insert into contributions_allocation (receipt_id, branch_no, payer, fund, amount)
select r.id, '', 'employee', a.key, a.value::numeric
  from (/*voluntary*/) v
  join contributions_receipt r on r.bill_id = v.bill_id
 cross join lateral jsonb_each_text(v.allocated) a
 order by r.id
