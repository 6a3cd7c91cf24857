insert into contributions_refund (id, adjustment_id, account_no, payee_name, period, employee, employer, surcharge, amount,
    status, remitted_on, noticed_on, collect_by, bank_code, bank_account, bank_account_name, claimed_by, approved_by,
    handed_on_by, refused_why)
select r.refund_id, r.adjustment_id, r.account_no, coalesce(n.name, r.account_no), %(period)s, p.employee, p.employer, 0,
       p.employee + p.employer, 'due', r.remitted_on, %(today)s, %(collect_by)s, '', '', '', '', '', '', ''
  from bulk_relief r
  join (select adjustment_id, coalesce(-sum(amount) filter (where payer = 'employee'), 0) as employee,
               coalesce(-sum(amount) filter (where payer = 'employer'), 0) as employer
          from contributions_adjustmentshare where adjustment_id = any(%(ids)s) group by adjustment_id) p
 using (adjustment_id)
  left join unnest(%(named)s::text[], %(names)s::text[]) as n(account_no, name) on n.account_no = r.account_no
 where r.refund_id is not null
 order by r.refund_id
