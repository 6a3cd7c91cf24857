-- The entries that the staged amounts make: their lines, in the order of the rule, and their fingerprint.
with staged as materialized (select * from /*source*/),
leg as materialized (
    select * from jsonb_to_recordset(%(legs)s::jsonb)
        as leg(rule text, since date, until date, amount_key text, number int, debit text, credit text, fund text)
),
piece as (
    select s.n, l.number * 2 + side.place as place, side.account, l.fund, side.debit, side.credit
      from staged s
      join leg l on l.rule = s.rule and l.amount_key = s.amount_key and s.posted_on between l.since and l.until
     cross join lateral (values (0, l.debit, s.amount, 0.00), (1, l.credit, 0.00, s.amount))
           as side(place, account, debit, credit)
     where s.amount > 0
),
line as materialized (
    select n, account, fund, sum(debit)::numeric(18, 2) as debit, sum(credit)::numeric(18, 2) as credit,
           row_number() over (partition by n order by min(place), account, fund)::int as number
      from piece group by n, account, fund, credit > 0
),
head as (
    select n, min(event_key) as event_key, min(rule) as rule, min(posted_on) as posted_on, min(ref) as ref,
           min(subject) as subject, min(memo) as memo
      from staged group by n
),
made as materialized (
    select h.*, finance_content(h.event_key, h.rule, h.posted_on, h.ref, h.subject, t.lines) as content
      from head h join (
        select n, string_agg(finance_line_text(number, account, fund, debit, credit), E'\n' order by number) as lines
          from line group by n) as t using (n)
)
