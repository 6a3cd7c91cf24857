select 'refund:' || r.refund_id || ':owed', 'contribution_refund_due', %(today)s::date, 'refund:' || n.reference,
       'employer:' || r.account_no, n.reference || ' งวด ' || %(label)s, p.fund, p.amount
  from bulk_relief r
  join (select refund_id, fund, sum(amount) as amount from contributions_refundpart group by refund_id, fund) p
 using (refund_id)
 cross join lateral (select 'R' || lpad(r.refund_id::text, greatest(7, length(r.refund_id::text)), '0') as reference) n
