-- Payments of exactly what a bill of a filing, or of a month of Section 39 or 40, asks, in time, of which nothing else has to be thought: the bill is
-- locked and unpaid, no other payment of it came or comes with these, and no other filing hangs on it.
with alone as (
    select * from bulk_paid p
     where not exists (select from bulk_paid o where o.place <> p.place
                          and (o.bank_line_id = p.bank_line_id
                               or (least(o.bill_ref1, o.bill_ref2), greatest(o.bill_ref1, o.bill_ref2))
                                  = (least(p.bill_ref1, p.bill_ref2), greatest(p.bill_ref1, p.bill_ref2))))
       and not exists (select from contributions_moneyin m where m.bank_line_id = p.bank_line_id)
),
fitting as materialized (
    select p.place, b.id, b.filing_id, b.period
      from alone p
      join contributions_bill b on b.ref1 = p.bill_ref1 and b.ref2 = p.bill_ref2
     where b.status = 'unpaid' and b.contribution > 0 and b.contribution = p.amount
       and p.paid_on <= b.due_on
       and (b.kind in ('section39', 'section40')
            or b.kind = 'filing'
               and exists (select from contributions_filing f where f.id = b.filing_id and f.lines <= %(small)s))
       and not exists (select from contributions_suspenseitem s where s.bill_id = b.id and s.status = 'open')
       and not exists (select from contributions_receipt r where r.bill_id = b.id)
       and not exists (select from contributions_billpart x where x.bill_id = b.id)
       and not exists (select from contributions_filing f where f.billed_in_id = b.id)
     order by b.id for update of b
)
update bulk_paid p set bill_id = f.id, filing_id = f.filing_id, period = f.period
  from fitting f where f.place = p.place
