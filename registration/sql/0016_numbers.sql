-- Whose a number is: that of the person, also where the record was merged into another one.
create view registration_number as
select national_id, coalesce(merged_into_id, id) as person_id from registration_person;

comment on view registration_number is 'Every number that leads to a person; a number stands once';

create view registration_given_up as
select national_id, merged_into_id as person_id from registration_person where merged_into_id is not null;

comment on view registration_given_up is 'Numbers of records that were merged into another';

-- Whether this very transaction moves what hangs on one person to another. Guards of sealed rows ask for it.
create function registration_follows(was bigint, becomes bigint) returns boolean language sql stable as $$
    select exists (select from registration_merge
                    where moving = (pg_current_xact_id()::text)::bigint
                      and (source_id, target_id) in ((was, becomes), (becomes, was)))
$$;

-- The roll, now also under the numbers of records that were merged into the person's.
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
