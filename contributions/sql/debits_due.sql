-- The bills that are taken from accounts today: due in this month or before, not taken yet, and tried again only
-- after the days that the rule gives, where the account had no funds. What is held for a bill is not taken again.
insert into contributions_debit (reference, mandate_id, bill_id, attempt, amount, run_on, state, reason)
select 'D' || contributions_reference(%(today)s, nextval('contributions_debit_reference')), m.id, b.id,
       coalesce(tried.attempts, 0) + 1, b.contribution + b.surcharge - coalesce(held.amount, 0), %(today)s, 'sent', ''
  from contributions_mandate m
  join contributions_bill b on b.person_id = m.person_id
                           and b.kind in ('section39', 'section40') and b.status = 'unpaid'
  left join lateral (select count(*) as attempts, max(d.answered_on) as answered_on,
                            bool_or(d.state <> 'refused') as is_open
                       from contributions_debit d where d.bill_id = b.id) tried on true
  left join lateral (select sum(i.amount) as amount from contributions_suspenseitem i
                      where i.bill_id = b.id and i.status = 'open' and i.reason = 'short') held on true
 where m.state = 'active' and m.person_id between %(low)s and %(high)s
   and (b.kind = 'section39' or b.due_on >= %(today)s)
   and %(today)s >= date_trunc('month', b.due_on)::date + (%(day)s - 1)
   and tried.is_open is not true
   and (coalesce(tried.attempts, 0) = 0
        or (tried.attempts < %(attempts)s and tried.answered_on + %(wait)s <= %(today)s))
   and b.contribution + b.surcharge > coalesce(held.amount, 0)
 order by b.id
    on conflict do nothing
