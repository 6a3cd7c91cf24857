drop trigger registration_number_once on registration_person;
drop function registration_number_once();
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
  join registration_employer employer on employer.id = branch.employer_id
union all
select person.id,
       merged.national_id,
       person.title_code,
       person.first_name,
       person.last_name,
       employer.id,
       employer.account_no,
       branch.id,
       branch.branch_no,
       branch.province,
       employment.id,
       employment.starts_on,
       employment.ends_on
  from registration_person merged
  join registration_person person on person.id = merged.merged_into_id
  join registration_employment employment on employment.person_id = person.id
  join registration_branch branch on branch.id = employment.branch_id
  join registration_employer employer on employer.id = branch.employer_id;

create or replace view registration_number as
select national_id, coalesce(merged_into_id, id) as person_id from registration_person;

create or replace view registration_given_up as
select national_id, merged_into_id as person_id from registration_person where merged_into_id is not null;

drop sequence registration_foreigner_seq;
