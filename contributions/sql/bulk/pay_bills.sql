update contributions_bill b
   set surcharge = 0, worked_on = p.paid_on, status = 'paid', paid_on = p.paid_on
  from bulk_paid p where p.bill_id = b.id
