-- The old bill leads to the new one, whose number is given already.
update contributions_bill b set status = 'cancelled', replaced_by_id = r.new_id
  from bulk_relief r where b.id = r.bill_id
