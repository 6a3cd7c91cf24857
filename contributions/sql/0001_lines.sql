-- Lines as read. Unlogged: written by COPY at full speed; after a crash of the server they are read again
-- from the stored file.
create unlogged table contributions_stagedline (
    filing_id bigint not null,
    branch_no varchar(6) not null,
    line integer not null,
    national_id varchar(30) not null,
    title_code varchar(10) not null,
    first_name varchar(100) not null,
    last_name varchar(100) not null,
    wage numeric(18, 2),
    contribution numeric(18, 2),
    primary key (filing_id, branch_no, line)
);

-- Lines of submitted filings, assessed. A person is on one line of an employer in a wage month.
-- No foreign key to the filing: checked a row, it would double the cost of a month; verify_ledger proves it.
create table contributions_line (
    period date not null,
    filing_id bigint not null,
    branch_no char(6) not null,
    line integer not null,
    account_no char(10) not null,
    national_id char(13) not null,
    person_id bigint,
    title_code varchar(10) not null,
    first_name varchar(100) not null,
    last_name varchar(100) not null,
    wage numeric(18, 2) not null,
    base numeric(18, 2) not null,
    employee numeric(18, 2) not null,
    employer numeric(18, 2) not null,
    government numeric(18, 2) not null,
    primary key (period, filing_id, branch_no, line),
    constraint line_period_is_month check (extract(day from period) = 1),
    constraint line_id_13 check (national_id ~ '^[0-9]{13}$'),
    constraint line_amounts check (wage >= 0 and base >= 0 and employee >= 0 and employer >= 0 and government >= 0)
) partition by range (period);
create unique index line_person_once on contributions_line (period, account_no, national_id);
create index line_of_person on contributions_line (person_id, period);

-- The member's contribution account: paid months.
create table contributions_account (
    period date not null,
    person_id bigint not null,
    origin varchar(10) not null,
    origin_id bigint not null,
    section smallint not null,
    account_no varchar(10) not null,
    branch_no varchar(6) not null,
    wage numeric(18, 2),
    base numeric(18, 2) not null,
    employee numeric(18, 2) not null,
    employer numeric(18, 2) not null,
    government numeric(18, 2) not null,
    paid_on date,
    receipt_id bigint,
    primary key (period, person_id, origin, origin_id),
    constraint account_period_is_month check (extract(day from period) = 1),
    constraint account_origin_known check (origin in ('filing', 'section39', 'history')),
    constraint account_section_known check (section in (33, 39)),
    constraint account_amounts check (base >= 0 and employee >= 0 and employer >= 0 and government >= 0)
) partition by range (period);
create index account_of_person on contributions_account (person_id, period);
create index account_of_origin on contributions_account (origin, origin_id, period);

-- Partitions: one a month; months before 2024 share wider ones, what has no partition lands in the default.
create function contributions_partition(first date, last date) returns void language plpgsql as $$
declare
    parent text;
    name text;
begin
    foreach parent in array array['contributions_line', 'contributions_account'] loop
        name := parent || '_' || to_char(first, 'YYYYMM');
        if to_regclass(name) is null then
            execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent, first, last);
        end if;
    end loop;
end $$;

-- Makes every monthly partition that is missing from one month to another; returns how many were made.
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

create table contributions_line_default partition of contributions_line default;
create table contributions_account_default partition of contributions_account default;
select contributions_partition('1990-01-01', '2004-01-01');
select contributions_partition('2004-01-01', '2014-01-01');
select contributions_partition('2014-01-01', '2020-01-01');
select contributions_partition('2020-01-01', '2022-01-01');
select contributions_partition('2022-01-01', '2024-01-01');
select contributions_make_partitions('2024-01-01', '2027-12-01');

create sequence contributions_bill_reference;

-- Append-only. A line may be given its person once; an account row may be given nothing.
create function contributions_keep_line() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.person_id is null and new.person_id is not null
        and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id') then
        return new;
    end if;
    raise exception 'contribution lines are never changed' using errcode = 'restrict_violation';
end $$;
create trigger keep_line before update or delete on contributions_line
    for each row execute function contributions_keep_line();

create function contributions_keep_account() returns trigger language plpgsql as $$
begin
    raise exception 'contribution accounts are append-only' using errcode = 'restrict_violation';
end $$;
create trigger keep_account before update or delete on contributions_account
    for each row execute function contributions_keep_account();
