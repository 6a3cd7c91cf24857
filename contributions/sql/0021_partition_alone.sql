-- A month of one table. Who makes it locks out the readers of that table alone, for a moment: a caller that makes several
-- ends a transaction between them, else it would hold one table while it waits for a reader of the other, who waits for
-- the first. It does not wait long either, since all readers who come after it wait behind it.
create function contributions_make_partition(parent text, month date) returns boolean language plpgsql
    set lock_timeout = '2s' as $$
declare
    name text := parent || '_' || to_char(month, 'YYYYMM');
begin
    if to_regclass(name) is not null then
        return false;
    end if;
    execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent, month,
                   (month + interval '1 month')::date);
    return true;
end $$;
drop function contributions_make_partitions(date, date);
