-- Months whose terms the law does not tell go one by one, and fail there as a single payment does.
update bulk_paid p set bill_id = null
  from contributions_bill b
 where b.id = p.bill_id and b.kind in ('section39', 'section40')
   and not exists (select from (/*voluntary*/) v where v.bill_id = p.bill_id)
