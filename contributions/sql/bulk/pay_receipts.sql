insert into contributions_receipt (number, bill_id, subject, payer_name, contribution, surcharge, amount, paid_on,
    issued_at, document_id, status, cancelled_why)
select p.number, b.id, b.subject, b.payer_name, b.contribution, 0, b.contribution, p.paid_on, %(now)s, '', 'issued', ''
  from bulk_paid p join contributions_bill b on b.id = p.bill_id order by p.place
returning id, number
