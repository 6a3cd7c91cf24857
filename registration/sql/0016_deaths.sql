-- Whoever writes the day of a death, what tells it is kept: the civil register, unless it was recorded here before.
create function registration_keep_death() returns trigger language plpgsql as $$
begin
    insert into registration_death (person_id, died_on, source, evidence, case_reference)
    values (new.id, new.died_on, 'civil', '', '')
        on conflict (person_id) do update
       set died_on = excluded.died_on, source = 'civil'
     where registration_death.died_on <> excluded.died_on;
    return null;
end $$;
create trigger registration_death_told after update of died_on on registration_person
    for each row when (new.died_on is not null and old.died_on is distinct from new.died_on)
    execute function registration_keep_death();
create trigger registration_death_known after insert on registration_person
    for each row when (new.died_on is not null) execute function registration_keep_death();

insert into registration_death (person_id, died_on, source, evidence, case_reference)
select id, died_on, 'civil', '', '' from registration_person where died_on is not null;
