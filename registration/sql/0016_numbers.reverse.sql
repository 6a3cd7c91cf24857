create or replace view registration_roll as
select person.id as person_id,
       person.national_id,
       person.title_code,
       person.first_name,
       person.last_name,
       employer.id as employer_id,
       employer.account_no,
       branch.id as branch_id,
       branch.branch_no,
       branch.province,
       employment.id as employment_id,
       employment.starts_on,
       employment.ends_on
  from registration_employment employment
  join registration_person person on person.id = employment.person_id
  join registration_branch branch on branch.id = employment.branch_id
  join registration_employer employer on employer.id = branch.employer_id;

drop view registration_given_up;
drop view registration_number;
drop function registration_follows(bigint, bigint);
