-- Debts that are no more: the bill was paid or cancelled, the month was filed after all, or the register says
-- now that nobody worked there in it.
update contributions_collectionmonth m
   set settled_on = %(today)s
  from registration_account e
 where e.account_no between %(low)s and %(high)s
   and m.account_no = e.account_no
   and m.settled_on is null
   and case when m.bill_id is not null
            then exists (select from contributions_bill b where b.id = m.bill_id and b.status <> 'unpaid')
            else exists (select from contributions_filing f
                          where f.account_no = m.account_no and f.period = m.period and f.status = 'submitted')
              or not exists (select from registration_roll r
                              where r.account_no = m.account_no and r.starts_on < m.period + interval '1 month'
                                and coalesce(r.ends_on, 'infinity') >= m.period)
       end
