insert into contributions_bill (id, kind, filing_id, adjustment_id, subject, payer_name, ref1, ref2, period, contribution,
    surcharge, due_on, worked_on, status, issued_at)
select r.new_id, b.kind, b.filing_id, b.adjustment_id, b.subject, f.employer_name, r.account_no, r.ref2, b.period,
       l.amount, r.surcharge, l.due_on, %(today)s, 'unpaid', %(now)s
  from bulk_relief r
  join contributions_bill b on b.id = r.bill_id
  join contributions_filing f on f.id = b.filing_id
  join (select adjustment_id, sum(amount) as amount, min(due_on) as due_on from bulk_left group by adjustment_id) l
    on l.adjustment_id = r.adjustment_id
 order by r.new_id
