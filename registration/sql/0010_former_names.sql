-- A name that changes is kept, whoever changes it: one person by hand, or everybody by one statement.
create function registration_keep_former_name() returns trigger language plpgsql as $$
begin
    insert into registration_formername (person_id, title, first_name, last_name, search_key, changed_at)
    values (old.id, old.title, old.first_name, old.last_name, old.search_key, now());
    return null;
end $$;

create trigger registration_former_name after update of first_name, last_name on registration_person
    for each row when ((old.first_name, old.last_name) is distinct from (new.first_name, new.last_name))
    execute function registration_keep_former_name();
