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
                      and a.origin = 'filing' and a.origin_id = l.filing_id);
drop view contributions_standing;
drop table contributions_difference;
drop function contributions_nothing_below_zero();
drop function contributions_keep_difference();
create or replace function contributions_partition(first date, last date) returns void language plpgsql as $$
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
