drop function contributions_make_partition(text, date);
create function contributions_make_partitions(since date, until date) returns integer language plpgsql as $$
declare
    month date := date_trunc('month', since);
    made integer := 0;
begin
    while month <= until loop
        if to_regclass('contributions_line_' || to_char(month, 'YYYYMM')) is null then
            perform contributions_partition(month, (month + interval '1 month')::date);
            made := made + 1;
        end if;
        month := (month + interval '1 month')::date;
    end loop;
    return made;
end $$;
