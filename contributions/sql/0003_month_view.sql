-- Every source of a person's contribution months. A new source is one more branch of the union here, and counts
-- everywhere at once. Amounts may be signed: contributions_month sums them.
create view contributions_month_source as
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

-- Which months count, and with what base: one row a person, wage month, section and employer. The single source for
-- one person (bind person_id and period: index and partitions are used) and for all. Who counts names the sections.
create view contributions_month as
select person_id, period, section, account_no, sum(wage) as wage, sum(base) as base, sum(employee) as employee,
       sum(employer) as employer, sum(government) as government, max(paid_on) as paid_on, bool_and(is_paid) as is_paid
  from contributions_month_source
 group by person_id, period, section, account_no
having sum(base) > 0;
