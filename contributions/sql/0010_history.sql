-- Months of the past as read and understood, until they are loaded. Unlogged: after a crash of the server they are
-- read again from the files; a load that misses rows here stops and says so.
create unlogged table contributions_history (
    load_id bigint not null,
    file smallint not null,
    line bigint not null,
    national_id char(13) not null,
    period date not null,
    section smallint not null,
    account_no varchar(10) not null,
    branch_no varchar(6) not null,
    wage numeric(18, 2),
    base numeric(18, 2) not null,
    employee numeric(18, 2) not null,
    employer numeric(18, 2) not null,
    government numeric(18, 2) not null,
    paid_on date
);
create index history_of_month on contributions_history (load_id, period);
