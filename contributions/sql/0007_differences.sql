-- What changes a month after it was filed, signed. A month stands as its line and the sum of its differences.
create table contributions_difference (
    period date not null,
    adjustment_id bigint not null,
    origin varchar(10) not null default 'filing',
    origin_id bigint not null,
    section smallint not null default 33,
    account_no char(10) not null,
    branch_no char(6) not null,
    line integer not null default 0,
    national_id char(13) not null,
    person_id bigint,
    wage numeric(18, 2),
    base numeric(18, 2) not null,
    employee numeric(18, 2) not null,
    employer numeric(18, 2) not null,
    government numeric(18, 2) not null,
    primary key (period, adjustment_id, account_no, national_id, branch_no),
    constraint difference_period_is_month check (extract(day from period) = 1),
    constraint difference_origin_known check (origin in ('filing', 'history')),
    constraint difference_says_something check (
        wage <> 0 or base <> 0 or employee <> 0 or employer <> 0 or government <> 0)
) partition by range (period);
create index difference_of_month on contributions_difference (period, account_no, national_id);
create index difference_of_person on contributions_difference (person_id, period);
create index difference_of_adjustment on contributions_difference (adjustment_id, period);
create table contributions_difference_default partition of contributions_difference default;

create or replace function contributions_partition(first date, last date) returns void language plpgsql as $$
declare
    parent text;
    name text;
begin
    foreach parent in array array['contributions_line', 'contributions_account', 'contributions_difference'] loop
        name := parent || '_' || to_char(first, 'YYYYMM');
        if to_regclass(name) is null then
            execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent, first, last);
        end if;
    end loop;
end $$;

-- A partition for each that lines have.
do $$
declare
    child record;
begin
    for child in
        select c.relname, pg_get_expr(c.relpartbound, c.oid) as bound
          from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'contributions_line'::regclass and c.relname ~ '_[0-9]{6}$'
    loop
        execute format('create table %I partition of contributions_difference %s',
                       replace(child.relname, 'contributions_line', 'contributions_difference'), child.bound);
    end loop;
end $$;

-- Append-only. A row may be given its person once, and follows where two records are one person.
create function contributions_keep_difference() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id')
        and new.person_id is not null
        and (old.person_id is null or registration_follows(old.person_id, new.person_id)) then
        return new;
    end if;
    raise exception 'differences of contributions are append-only' using errcode = 'restrict_violation';
end $$;
create trigger keep_difference before update or delete on contributions_difference
    for each row execute function contributions_keep_difference();

-- Nothing is taken away that does not stand: line and differences of a person at an employer's branch never fall below 0.
create function contributions_nothing_below_zero() returns trigger language plpgsql as $$
declare
    wrong record;
begin
    select x.period, x.account_no, x.national_id, x.branch_no into wrong
      from (select distinct a.period, a.account_no, a.national_id, a.branch_no from added a where a.origin = 'filing') k
      cross join lateral (
          select k.period, k.account_no, k.national_id, k.branch_no,
                 sum(s.wage) as wage, sum(s.base) as base, sum(s.employee) as employee, sum(s.employer) as employer,
                 sum(s.government) as government
            from (select wage, base, employee, employer, government from contributions_line l
                   where (l.period, l.account_no, l.national_id, l.branch_no)
                       = (k.period, k.account_no, k.national_id, k.branch_no)
                  union all
                  select wage, base, employee, employer, government from contributions_difference d
                   where (d.period, d.account_no, d.national_id, d.branch_no)
                       = (k.period, k.account_no, k.national_id, k.branch_no) and d.origin = 'filing') s) x
     where least(x.wage, x.base, x.employee, x.employer, x.government) < 0
     limit 1;
    if found then
        raise exception 'a difference takes away more than stands: % % %', wrong.period, wrong.account_no, wrong.branch_no
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger nothing_below_zero after insert on contributions_difference
    referencing new table as added for each statement execute function contributions_nothing_below_zero();

-- What stands of each person's month at each branch of an employer: the line and its differences.
create view contributions_standing as
select period, account_no, national_id, branch_no, min(origin_id) as filing_id, min(line) as line,
       max(person_id) as person_id, sum(wage) as wage, sum(base) as base, sum(employee) as employee,
       sum(employer) as employer, sum(government) as government
  from (select period, account_no, national_id, branch_no, filing_id as origin_id, line, person_id,
               wage, base, employee, employer, government from contributions_line
        union all
        select period, account_no, national_id, branch_no, origin_id, line, person_id,
               wage, base, employee, employer, government from contributions_difference where origin = 'filing') s
 group by period, account_no, national_id, branch_no;
comment on view contributions_standing is 'Filed lines and their differences: what a month is now';

create or replace view contributions_month_source as
select a.person_id, a.period, a.section, a.account_no, a.branch_no, a.origin, a.origin_id, a.wage, a.base, a.employee,
       a.employer, a.government, a.paid_on, a.receipt_id, true as is_paid
  from contributions_account a
union all
-- Filed and not paid: counts for rights, because the insured person keeps them (s.49).
select l.person_id, l.period, 33::smallint, l.account_no::varchar(10), l.branch_no::varchar(6), 'filing'::varchar(10),
       l.filing_id, l.wage, l.base, l.employee, l.employer, l.government, null::date, null::bigint, false
  from contributions_line l join contributions_filing f on f.id = l.filing_id and f.status = 'submitted'
 where l.person_id is not null and l.base > 0
   and not exists (select 1 from contributions_account a
                    where a.period = l.period and a.person_id = l.person_id
                      and a.origin = 'filing' and a.origin_id = l.filing_id)
union all
-- What changed afterwards, signed. Paid unless a bill of the difference, or of the line it changes, is not.
select d.person_id, d.period, d.section, rtrim(d.account_no)::varchar(10), d.branch_no::varchar(6), d.origin, d.origin_id,
       d.wage, d.base, d.employee, d.employer, d.government, null::date, null::bigint,
       not exists (select 1 from contributions_bill b where b.status = 'unpaid' and b.adjustment_id = d.adjustment_id)
       and not exists (select 1 from contributions_bill b
                        where b.status = 'unpaid' and b.kind = 'filing' and d.origin = 'filing'
                          and b.filing_id = d.origin_id)
  from contributions_difference d
 where d.person_id is not null;
