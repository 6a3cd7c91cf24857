-- An entry and its lines are written by one statement, and what a statement writes balances in itself. So the ledger
-- is guarded by sets: once a statement, whatever the number of its entries, and not entry by entry at commit.

drop trigger finance_entry_balanced on finance_ledgerentry;
drop function finance_entry_balanced;

create or replace function finance_line_same_transaction() returns trigger language plpgsql as $$
declare
    wrong record;
begin
    if exists (
        select from (select distinct entry_id from new_lines) l left join finance_ledgerentry e on e.id = l.entry_id
         where e.xid is distinct from pg_current_xact_id()
    ) then
        raise exception 'ledger lines may only be written in the transaction that creates their entry'
            using errcode = 'check_violation', constraint = 'finance_line_same_transaction';
    end if;
    select entry_id, fund, sum(debit) as debit, sum(credit) as credit into wrong
      from new_lines group by entry_id, fund having sum(debit) <> sum(credit) limit 1;
    if found then
        raise exception 'ledger entry % does not balance in fund %: debit %, credit %',
            (select event_key from finance_ledgerentry where id = wrong.entry_id), wrong.fund, wrong.debit, wrong.credit
            using errcode = 'check_violation', constraint = 'finance_entry_balanced';
    end if;
    return null;
end $$;

create or replace function finance_entry_in_open_period() returns trigger language plpgsql as $$
declare
    posted date;
    bare text;
begin
    for posted in select distinct date_trunc('month', posted_on)::date from new_entries loop
        -- Closing takes this lock alone, so it waits for postings under way and they see it done.
        perform pg_advisory_xact_lock_shared(7301, to_char(posted, 'YYYYMM')::int);
        if exists (select from finance_accountingperiod where month = posted and is_closed) then
            raise exception 'accounting period % is closed', to_char(posted, 'YYYY-MM')
                using errcode = 'check_violation', constraint = 'finance_period_open';
        end if;
    end loop;
    if exists (select from new_entries where xid <> pg_current_xact_id()) then
        raise exception 'a ledger entry carries the transaction that writes it' using errcode = 'check_violation';
    end if;
    select event_key into bare from new_entries e
     where not exists (select from finance_ledgerline l where l.entry_id = e.id) limit 1;
    if found then
        raise exception 'ledger entry % has no lines', bare using errcode = 'check_violation';
    end if;
    return null;
end $$;
