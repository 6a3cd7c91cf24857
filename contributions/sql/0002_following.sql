-- A sealed row changes its person only where the register merges two records of one person, or parts them again.
create or replace function contributions_keep_line() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id')
        and new.person_id is not null
        and (old.person_id is null or registration_follows(old.person_id, new.person_id)) then
        return new;
    end if;
    raise exception 'contribution lines are never changed' using errcode = 'restrict_violation';
end $$;

create or replace function contributions_keep_account() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id')
        and registration_follows(old.person_id, new.person_id) then
        return new;
    end if;
    raise exception 'contribution accounts are append-only' using errcode = 'restrict_violation';
end $$;

-- One person may be paid for by two employers in a month that came with one load of history.
alter table contributions_account drop constraint contributions_account_pkey;
alter table contributions_account add primary key (period, person_id, origin, origin_id, account_no);
