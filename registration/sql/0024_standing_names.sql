-- Who bills everybody names everybody: number and name stand beside the coverage.
create or replace view registration_standing as
select coverage.person_id,
       coverage.section,
       coverage.option,
       coverage.starts_on,
       coverage.ends_on,
       person.province,
       person.national_id,
       btrim(person.title || person.first_name || ' ' || person.last_name) as full_name
  from registration_coverage coverage
  join registration_person person on person.id = coverage.person_id
 where person.died_on is null;
