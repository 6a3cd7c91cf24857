-- What months of Sections 39 and 40 are among the matched payments: few, whatever the number of people.
select distinct b.kind, b.period, b.option, b.contribution
  from bulk_paid p join contributions_bill b on b.id = p.bill_id
 where b.kind in ('section39', 'section40') order by 1, 2, 3, 4
