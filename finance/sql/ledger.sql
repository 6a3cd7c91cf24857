-- The ledger keeps its own law: balanced, written once, never changed.

-- The transaction that wrote the entry. Lines belong to it alone; the seal follows commit order by it.
alter table finance_ledgerentry add column xid xid8 not null default pg_current_xact_id();
create index finance_entry_xid on finance_ledgerentry (xid);

-- One text for what an entry says, so that posting, sealing and proving cannot differ.
create function finance_content(
    event_key text, rule text, posted_on date, ref text, subject text, lines text
) returns bytea language sql stable parallel safe as $$
    select sha256(convert_to(
        event_key || E'\n' || rule || E'\n' || to_char(posted_on, 'YYYY-MM-DD') || E'\n' || ref || E'\n'
        || subject || E'\n' || lines, 'UTF8'))
$$;

create function finance_line_text(
    number int, account text, fund text, debit numeric, credit numeric
) returns text language sql immutable parallel safe as $$
    select number || '|' || account || '|' || fund || '|' || debit::numeric(18, 2) || '|' || credit::numeric(18, 2)
$$;

-- What is sealed: the content, and what content leaves out.
create function finance_digest(
    content bytea, memo text, reverses bigint, created_at timestamptz
) returns bytea language sql stable parallel safe as $$
    select sha256(content || convert_to(
        memo || E'\n' || coalesce(reverses::text, '') || E'\n'
        || floor(extract(epoch from created_at) * 1000000)::bigint, 'UTF8'))
$$;

create function finance_chain_step(state bytea, digest bytea) returns bytea
language sql immutable parallel safe as $$ select sha256(state || digest) $$;
-- A running hash: finance_chain(digest, head) over (order by sequence).
create aggregate finance_chain(bytea) (sfunc = finance_chain_step, stype = bytea, initcond = '');

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

create function finance_entry_in_open_period() returns trigger language plpgsql as $$
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
create trigger finance_entry_in_open_period after insert on finance_ledgerentry
    referencing new table as new_entries for each statement execute function finance_entry_in_open_period();

create function finance_line_same_transaction() returns trigger language plpgsql as $$
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
create trigger finance_line_same_transaction after insert on finance_ledgerline
    referencing new table as new_lines for each statement execute function finance_line_same_transaction();

create function finance_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% refused: % is append-only', lower(tg_op), tg_table_name
        using errcode = 'restrict_violation', constraint = 'finance_append_only';
end $$;
create trigger finance_append_only before update or delete on finance_ledgerentry
    for each statement execute function finance_append_only();
create trigger finance_append_only before update or delete on finance_ledgerline
    for each statement execute function finance_append_only();
create trigger finance_append_only before update or delete on finance_ledgerseal
    for each statement execute function finance_append_only();
create trigger finance_append_only before update or delete on finance_sealrun
    for each statement execute function finance_append_only();
create trigger finance_append_only before update or delete on finance_bankreceipt
    for each statement execute function finance_append_only();
create trigger finance_no_truncate before truncate on finance_ledgerentry
    for each statement execute function finance_append_only();
create trigger finance_no_truncate before truncate on finance_ledgerline
    for each statement execute function finance_append_only();
create trigger finance_no_truncate before truncate on finance_ledgerseal
    for each statement execute function finance_append_only();
create trigger finance_no_truncate before truncate on finance_sealrun
    for each statement execute function finance_append_only();
create trigger finance_no_truncate before truncate on finance_bankreceipt
    for each statement execute function finance_append_only();

-- A raw file keeps its bytes: only its state and what was found in it may change.
create function finance_file_keeps_content() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or row(new.content, new.sha256, new.name, new.direction, new.at)
       is distinct from row(old.content, old.sha256, old.name, old.direction, old.at) then
        raise exception 'bank file % keeps its content', old.name
            using errcode = 'restrict_violation', constraint = 'finance_file_keeps_content';
    end if;
    return new;
end $$;
create trigger finance_file_keeps_content before update or delete on finance_bankfile
    for each row execute function finance_file_keeps_content();

-- An order keeps what was approved; only its way through the flow may change.
create function finance_order_keeps_facts() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or row(new.reference, new.source_key, new.subject, new.payee_name, new.fund, new.benefit,
           new.amount, new.kind, new.bank_code, new.account, new.account_name, new.ordered_by_id)
       is distinct from row(old.reference, old.source_key, old.subject, old.payee_name, old.fund, old.benefit,
           old.amount, old.kind, old.bank_code, old.account, old.account_name, old.ordered_by_id) then
        raise exception 'payment order % keeps its payee, amount and account', old.reference
            using errcode = 'restrict_violation', constraint = 'finance_order_keeps_facts';
    end if;
    return new;
end $$;
create trigger finance_order_keeps_facts before update or delete on finance_paymentorder
    for each row execute function finance_order_keeps_facts();

create sequence finance_order_number;
create sequence finance_batch_number;
