-- Follows post_made.sql: writes entries that are new, with their lines; counts them.
,
entry as (
    insert into finance_ledgerentry (event_key, rule, posted_on, ref, subject, memo, content, created_at)
    select event_key, rule, posted_on, ref, subject, memo, content, %(now)s from made order by n
    on conflict (event_key) do nothing
    returning id, event_key
),
written as (
    insert into finance_ledgerline (entry_id, number, account, fund, debit, credit)
    select e.id, l.number, l.account, l.fund, l.debit, l.credit
      from entry e join made m using (event_key) join line l using (n)
     order by e.id, l.number
)
select (select count(*) from entry),
       (select count(*) from head),
       not exists (
           select from (select distinct rule, amount_key, posted_on from staged where amount > 0) as s
            where not exists (
                select from leg l where l.rule = s.rule and l.amount_key = s.amount_key
                   and s.posted_on between l.since and l.until))
