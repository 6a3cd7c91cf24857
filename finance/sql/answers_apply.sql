-- Judge one kind of answer of a file and move the orders it moves.
-- An answer told before (in this file or another) is repeated: it moves nothing.
with answer as (
    select a.id, a.line, a.reference, a.amount, a.booked_on, a.reason_code, a.reason,
           o.id as order_id, o.state, o.amount as owed,
           row_number() over (partition by a.reference order by a.line) as nth,
           exists (select from finance_bankanswer b where b.reference = a.reference and b.what = a.what
                      and b.outcome = 'applied') as told_before
      from finance_bankanswer a left join finance_paymentorder o on o.reference = a.reference
     where a.file_id = %(file)s and a.what = %(what)s and a.outcome = 'read'
),
judged as materialized (
    select *, case
             when order_id is null then 'bank_order_unknown'
             when amount is not null and amount <> owed then 'bank_amount_differs'
             when nth > 1 or told_before then 'repeated'
             when state = any(%(sources)s) then 'applied'
             else 'bank_state_differs'
           end as verdict
      from answer
),
moved as (
    update finance_paymentorder o
       set state = coalesce(%(target)s, o.state),
           accepted_at = case when %(what)s = 'accepted' then coalesce(o.accepted_at, %(now)s) else o.accepted_at end,
           settled_on = case when %(what)s = 'settled' then coalesce(j.booked_on, %(today)s) else o.settled_on end,
           returned_on = case when %(what)s in ('returned', 'rejected') then coalesce(j.booked_on, %(today)s)
                              else o.returned_on end,
           reason_code = case when j.reason_code <> '' then j.reason_code else o.reason_code end,
           reason = case when j.reason <> '' then j.reason else o.reason end
      from judged j where j.verdict = 'applied' and o.id = j.order_id
    returning o.id, o.reference, o.root_key, o.subject, o.fund, o.amount, o.batch_id, o.reason_code, o.reason, j.state
),
noted as (
    update finance_bankanswer a
       set outcome = case when j.verdict in ('applied', 'repeated') then j.verdict else 'exception' end
      from judged j where a.id = j.id
),
odd as (
    insert into finance_bankexception (file_id, line, code, reference, amount, params, resolved_by, note)
    select %(file)s, line, verdict, reference, amount,
           jsonb_build_object('what', %(what)s, 'state', coalesce(state, ''), 'owed', coalesce(owed::text, ''),
                              'amount', coalesce(amount::text, ''), 'reference', reference), '', ''
      from judged where verdict not in ('applied', 'repeated')
    on conflict do nothing
)
select id, reference, root_key, subject, fund, amount, batch_id, reason_code, reason, state from moved order by id
