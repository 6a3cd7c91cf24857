select 'adjustment:' || a.id || ':' || case when s.amount > 0 then 'more' else 'less' end,
       case when s.amount > 0 then 'contribution_assessed' else 'contribution_reduced' end, %(today)s::date,
       'adjustment:' || r.reference, 'employer:' || a.account_no, %(cause)s || ' ' || r.reference,
       s.payer || '.' || s.fund, abs(s.amount)
  from (select adjustment_id, payer, fund, sum(amount) as amount from contributions_adjustmentshare
         where adjustment_id = any(%(ids)s) group by adjustment_id, payer, fund having sum(amount) <> 0) s
  join contributions_adjustment a on a.id = s.adjustment_id
 cross join lateral (
       select 'A' || to_char(a.period + interval '543 years', 'YYMM') || '-'
              || lpad(a.id::text, greatest(7, length(a.id::text)), '0') as reference) r
