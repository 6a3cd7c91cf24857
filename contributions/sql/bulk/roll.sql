-- The people of each employer in the wage month, one row each. Employer by employer: the view of the roll is two
-- questions in one, and asked for all at once it would read the whole register.
insert into bulk_roll
select f.filing_id, r.national_id, r.person_id, r.first_name, r.last_name
  from bulk_filing f
 cross join lateral (
       select distinct on (r.national_id) r.national_id, r.person_id, r.first_name, r.last_name
         from registration_roll r
        where r.account_no = f.account_no and r.starts_on <= %(last)s
          and (r.ends_on is null or r.ends_on >= %(first)s)
        order by r.national_id, r.starts_on desc) r
