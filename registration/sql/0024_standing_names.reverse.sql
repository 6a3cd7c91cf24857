drop view registration_standing;
create view registration_standing as
select coverage.person_id,
       coverage.section,
       coverage.option,
       coverage.starts_on,
       coverage.ends_on,
       person.province
  from registration_coverage coverage
  join registration_person person on person.id = coverage.person_id
 where person.died_on is null;
comment on view registration_standing is 'Coverage of the living; both days included';
