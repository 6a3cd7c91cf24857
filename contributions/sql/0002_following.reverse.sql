create or replace function contributions_keep_line() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.person_id is null and new.person_id is not null
        and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id') then
        return new;
    end if;
    raise exception 'contribution lines are never changed' using errcode = 'restrict_violation';
end $$;
create or replace function contributions_keep_account() returns trigger language plpgsql as $$
begin
    raise exception 'contribution accounts are append-only' using errcode = 'restrict_violation';
end $$;

alter table contributions_account drop constraint contributions_account_pkey;
alter table contributions_account add primary key (period, person_id, origin, origin_id);
