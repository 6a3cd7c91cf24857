select 'bill:' || v.bill_id || ':' || rule.key, rule.key, %(today)s::date, 'bill:' || v.reference, v.subject,
       case rule.key when 'contribution_assessed' then 'ส่วนรัฐบาล มาตรา 39' else 'ใบเสร็จ ' || v.number end,
       amount.key, amount.value::numeric
  from (/*voluntary*/) v
 cross join lateral jsonb_each(v.posted) rule
 cross join lateral jsonb_each_text(rule.value) amount
 where amount.value::numeric > 0
