select p.place, p.bill_id, p.paid_on, p.number, b.ref2 as reference, b.subject, b.person_id, b.kind, b.period, b.contribution,
       t.section, t.base, t.government, t.allocated, t.posted
  from bulk_paid p
  join contributions_bill b on b.id = p.bill_id
  join jsonb_to_recordset(%(terms)s::jsonb) as t(kind text, period date, option integer, contribution numeric(18, 2),
        section smallint, base numeric(18, 2), government numeric(18, 2), allocated jsonb, posted jsonb)
    on t.kind = b.kind and t.period = b.period and t.contribution = b.contribution and t.option is not distinct from b.option
