drop trigger registration_numbers_once on registration_person;
drop function registration_numbers_once();
drop trigger registration_number_once on registration_person;
drop function registration_number_once();
create or replace view registration_number as
select national_id, coalesce(merged_into_id, id) as person_id from registration_person;

create or replace view registration_given_up as
select national_id, merged_into_id as person_id from registration_person where merged_into_id is not null;

drop sequence registration_foreigner_seq;
