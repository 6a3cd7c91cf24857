update bulk_paid p set number = n.number
  from (select place, row_number() over (order by place) as nth from bulk_paid where bill_id is not null) x
  join unnest(%(numbers)s::text[]) with ordinality as n(number, nth) using (nth)
 where x.place = p.place
