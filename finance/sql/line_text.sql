-- The same text as before. Every cast is immutable now, as the function says that it is: only then does PostgreSQL write
-- its body into the statement that calls it. Called as a function it took as long as writing the ledger line itself.
create or replace function finance_line_text(
    number int, account text, fund text, debit numeric, credit numeric
) returns text language sql immutable parallel safe as $$
    select number::text || '|' || account || '|' || fund || '|' || debit::numeric(18, 2)::text
           || '|' || credit::numeric(18, 2)::text
$$;
