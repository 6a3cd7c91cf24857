create or replace function finance_line_text(
    number int, account text, fund text, debit numeric, credit numeric
) returns text language sql immutable parallel safe as $$
    select number || '|' || account || '|' || fund || '|' || debit::numeric(18, 2) || '|' || credit::numeric(18, 2)
$$;
