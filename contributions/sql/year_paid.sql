-- What a person paid that belongs to a calendar year: by wage month, or by the day of payment where that rules.
-- A month whose payment day is not known belongs to its wage month. Months only filed are given apart.
select m.section, m.period, sum(m.employee) filter (where m.is_paid) as paid, bool_and(m.is_paid) as is_paid
  from contributions_month_source m
 where m.person_id = %(person)s
   and m.period between %(before)s and %(last)s
   and case when m.section = any(%(by_payment)s) then coalesce(m.paid_on, m.period) else m.period end
       between %(first)s and %(end)s
 group by m.section, m.period
having sum(m.base) > 0
 order by m.period, m.section
