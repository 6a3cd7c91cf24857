select 'bill:' || p.bill_id || ':contribution_received', 'contribution_received', %(today)s::date,
       'filing:F' || to_char(p.period + interval '543 years', 'YYMM') || '-'
                  || lpad(p.filing_id::text, greatest(7, length(p.filing_id::text)), '0'),
       b.subject, 'ใบเสร็จ ' || p.number, a.fund, sum(a.amount)
  from bulk_paid p
  join contributions_bill b on b.id = p.bill_id
  join contributions_assessment a on a.filing_id = p.filing_id and a.payer in ('employee', 'employer')
 group by p.bill_id, p.period, p.filing_id, b.subject, p.number, a.fund having sum(a.amount) > 0
