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

create function registration_number_once() returns trigger language plpgsql as $$
begin
    if exists (select from registration_formernumber f where f.national_id = new.national_id) then
        raise exception 'the number was another record''s'
            using errcode = 'unique_violation', constraint = 'registration_number_once';
    end if;
    return new;
end $$;
create trigger registration_number_once before update of national_id on registration_person
    for each row execute function registration_number_once();

-- A file of many is looked at once.
create function registration_numbers_once() returns trigger language plpgsql as $$
begin
    if exists (select from fresh join registration_formernumber f using (national_id)) then
        raise exception 'the number was another record''s'
            using errcode = 'unique_violation', constraint = 'registration_number_once';
    end if;
    return null;
end $$;
create trigger registration_numbers_once after insert on registration_person referencing new table as fresh
    for each statement execute function registration_numbers_once();
