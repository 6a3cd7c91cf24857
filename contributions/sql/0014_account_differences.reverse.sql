-- A bill that asks for nothing keeps no month from being paid.
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
       d.wage, d.base, d.employee, d.employer, d.government, null::date, null::bigint,
       not exists (select 1 from contributions_bill b where b.status = 'unpaid' and b.contribution > 0 and b.adjustment_id = d.adjustment_id)
       and not exists (select 1 from contributions_bill b
                        where b.status = 'unpaid' and b.contribution > 0 and b.kind = 'filing' and d.origin = 'filing'
                          and b.filing_id = d.origin_id)
  from contributions_difference d
 where d.person_id is not null;

drop trigger account_not_below_zero on contributions_difference;
drop function contributions_account_not_below_zero();
drop view contributions_account_standing;
alter table contributions_difference drop constraint difference_origin_known;
alter table contributions_difference add constraint difference_origin_known check (origin in ('filing', 'history'));
alter table contributions_difference drop column paid_on;
