-- A former number leads to its person like one of a merged record, and is never given to anybody else.
create sequence registration_foreigner_seq start 1;

create or replace view registration_number as
select national_id, coalesce(merged_into_id, id) as person_id from registration_person
union all
select former.national_id, coalesce(person.merged_into_id, person.id)
  from registration_formernumber former join registration_person person on person.id = former.person_id;

create or replace view registration_given_up as
select national_id, merged_into_id as person_id from registration_person where merged_into_id is not null
union all
select former.national_id, coalesce(person.merged_into_id, person.id)
  from registration_formernumber former join registration_person person on person.id = former.person_id;

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
       given_up.national_id,
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
  from registration_given_up given_up
  join registration_person person on person.id = given_up.person_id
  join registration_employment employment on employment.person_id = person.id
  join registration_branch branch on branch.id = employment.branch_id
  join registration_employer employer on employer.id = branch.employer_id;

create function registration_number_once() returns trigger language plpgsql as $$
begin
    if exists (select from registration_formernumber f where f.national_id = new.national_id) then
        raise exception 'the number was another record''s'
            using errcode = 'unique_violation', constraint = 'registration_number_once';
    end if;
    return new;
end $$;
create trigger registration_number_once before insert or update of national_id on registration_person
    for each row execute function registration_number_once();
