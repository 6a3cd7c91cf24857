-- Months that stand in the account without a filing (loaded, or paid for oneself) change as filed ones do: by signed
-- rows beside them. Such a row keeps the day of payment, so that the tax year follows the month.
alter table contributions_difference add column paid_on date;
alter table contributions_difference drop constraint difference_origin_known;
alter table contributions_difference add constraint difference_origin_known
    check (origin in ('filing', 'history', 'section39', 'section40'));

-- What stands of a person's month that no filing gave: the account's rows and their differences.
create view contributions_account_standing as
select period, person_id, origin, section, account_no, branch_no, min(origin_id) as origin_id, sum(wage) as wage,
       sum(base) as base, sum(employee) as employee, sum(employer) as employer, sum(government) as government,
       max(paid_on) as paid_on
  from (select period, person_id, origin, section, account_no, branch_no, origin_id, wage, base, employee, employer,
               government, paid_on
          from contributions_paid where origin <> 'filing'
        union all
        select period, person_id, origin, section, rtrim(account_no)::varchar(10), rtrim(branch_no)::varchar(6),
               origin_id, wage, base, employee, employer, government, paid_on
          from contributions_difference where origin <> 'filing' and person_id is not null) s
 group by period, person_id, origin, section, account_no, branch_no;
comment on view contributions_account_standing is 'Months of the account that no filing gave, with their differences';

create function contributions_account_not_below_zero() returns trigger language plpgsql as $$
declare
    wrong record;
begin
    select s.period, s.section into wrong
      from (select distinct period, person_id, section, origin from added where origin <> 'filing') k
      join contributions_account_standing s on s.period = k.period and s.person_id = k.person_id
                                           and s.section = k.section and s.origin = k.origin
     where least(s.wage, s.base, s.employee, s.employer, s.government) < 0
     limit 1;
    if found then
        raise exception 'a difference takes away more than stands in the account: % section %', wrong.period, wrong.section
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger account_not_below_zero after insert on contributions_difference
    referencing new table as added for each statement execute function contributions_account_not_below_zero();

create or replace view contributions_month_source as
select a.person_id, a.period, a.section, a.account_no, a.branch_no, a.origin, a.origin_id, a.wage, a.base, a.employee,
       a.employer, a.government, a.paid_on, a.receipt_id, true as is_paid
  from contributions_paid a
union all
-- Filed and not paid, or paid and taken back by the bank: counts for rights, because the insured person keeps them (s.49).
select l.person_id, l.period, 33::smallint, l.account_no::varchar(10), l.branch_no::varchar(6), 'filing'::varchar(10),
       l.filing_id, l.wage, l.base, l.employee, l.employer, l.government, null::date, null::bigint, false
  from contributions_line l join contributions_filing f on f.id = l.filing_id and f.status = 'submitted'
 where l.person_id is not null and l.base > 0
   and not exists (select 1 from contributions_paid a
                    where a.period = l.period and a.person_id = l.person_id
                      and a.origin = 'filing' and a.origin_id = l.filing_id)
union all
-- What changed afterwards, signed. Paid unless a bill of the difference, or of the line it changes, is not.
select d.person_id, d.period, d.section, rtrim(d.account_no)::varchar(10), d.branch_no::varchar(6), d.origin, d.origin_id,
       d.wage, d.base, d.employee, d.employer, d.government, d.paid_on, null::bigint,
       not exists (select 1 from contributions_bill b where b.status = 'unpaid' and b.contribution > 0 and b.adjustment_id = d.adjustment_id)
       and not exists (select 1 from contributions_bill b
                        where b.status = 'unpaid' and b.contribution > 0 and b.kind = 'filing' and d.origin = 'filing'
                          and b.filing_id = d.origin_id)
  from contributions_difference d
 where d.person_id is not null;
