-- Months of Section 40 stand in the account too; who counts names the sections.
alter table contributions_account drop constraint account_origin_known;
alter table contributions_account add constraint account_origin_known
    check (origin in ('filing', 'section39', 'section40', 'history'));
alter table contributions_account drop constraint account_section_known;
alter table contributions_account add constraint account_section_known check (section in (33, 39, 40));

-- ``69060000001238``: what ``next_reference`` makes in Python, for many bills at once.
-- The check digit is ISO 7064 mod 11,10; a property test holds the two equal.
create function contributions_reference(period date, number bigint) returns varchar
    language plpgsql immutable strict parallel safe as $$
declare
    body text := lpad(((extract(year from period)::int + 543) % 100)::text, 2, '0')
              || lpad(extract(month from period)::int::text, 2, '0')
              || lpad(number::text, greatest(6, length(number::text)), '0');
    state int := 10;
begin
    for place in 1 .. length(body) loop
        state := (state + substr(body, place, 1)::int) % 10;
        state := (case state when 0 then 10 else state end) * 2 % 11;
    end loop;
    return body || ((11 - state) % 10)::text;
end $$;
