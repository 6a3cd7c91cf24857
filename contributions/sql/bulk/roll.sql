-- The people of each employer in the wage month, one row each.
insert into bulk_roll
select distinct on (f.filing_id, r.national_id)
       f.filing_id, r.national_id, r.person_id, r.first_name, r.last_name
  from bulk_filing f
  join registration_roll r on r.account_no = f.account_no
 where r.starts_on <= %(last)s and (r.ends_on is null or r.ends_on >= %(first)s)
 order by f.filing_id, r.national_id, r.starts_on desc
