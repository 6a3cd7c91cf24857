-- Put every approved order that is due into a new batch; orders that somebody else holds are left for the next.
with picked as materialized (
    select id, amount from finance_paymentorder
     where state = any(%(sources)s) and due_on <= %(value_date)s
     order by id limit %(limit)s for update skip locked
),
batch as (
    insert into finance_payoutbatch (reference, value_date, state, count, total, made_by_id, made_by, made_at, released_by)
    select %(reference)s, %(value_date)s, 'made', count(*), sum(amount), %(by_id)s, %(by)s, %(now)s, ''
      from picked having count(*) > 0
    returning id
),
moved as (
    update finance_paymentorder o set state = %(target)s, batch_id = batch.id
      from picked, batch where o.id = picked.id
    returning o.id
)
select batch.id, (select count(*) from moved) from batch
