-- Back to the guards of ledger.sql, entry by entry.
create function finance_entry_balanced() returns trigger language plpgsql as $$
declare
    wrong record;
begin
    select fund, sum(debit) as debit, sum(credit) as credit into wrong
      from finance_ledgerline where entry_id = new.id
     group by fund having sum(debit) <> sum(credit) limit 1;
    if found then
        raise exception 'ledger entry % does not balance in fund %: debit %, credit %',
            new.event_key, wrong.fund, wrong.debit, wrong.credit using errcode = 'check_violation';
    end if;
    if not exists (select from finance_ledgerline where entry_id = new.id) then
        raise exception 'ledger entry % has no lines', new.event_key using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger finance_entry_balanced after insert on finance_ledgerentry
    deferrable initially deferred for each row execute function finance_entry_balanced();

create or replace function finance_line_same_transaction() returns trigger language plpgsql as $$
begin
    if exists (
        select from new_lines l left join finance_ledgerentry e on e.id = l.entry_id
         where e.xid is distinct from pg_current_xact_id()
    ) then
        raise exception 'ledger lines may only be written in the transaction that creates their entry'
            using errcode = 'check_violation', constraint = 'finance_line_same_transaction';
    end if;
    return null;
end $$;

create or replace function finance_entry_in_open_period() returns trigger language plpgsql as $$
declare
    posted date;
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
    return null;
end $$;
