-- A bill for everybody of a section whose status holds today and touches the month. What was billed before stays;
-- what the older system has or is not loaded, and what the law does not tell, is not billed.
-- The range stands at every table, so that each is read once by its index and hashed, whatever the statistics say.
-- The single path is ``services.voluntary``; a property test holds the two equal.
with terms(area, option, amount, due_on, surcharge) as (values {terms}),
held as (
    select distinct on (s.person_id) s.person_id, s.option, s.province, s.national_id, s.full_name
      from registration_standing s
     where s.section = %(section)s and s.person_id between %(low)s and %(high)s
       and s.starts_on <= %(last)s and (s.ends_on is null or s.ends_on >= %(first)s)
       and exists (select from registration_standing n
                    where n.person_id = s.person_id and n.person_id between %(low)s and %(high)s
                      and n.section = s.section and n.starts_on <= %(today)s
                      and (n.ends_on is null or n.ends_on >= %(today)s) and n.starts_on <= %(last)s)
     order by s.person_id, s.starts_on desc
), owed as (
    select h.*, t.amount, t.due_on, t.surcharge
      from held h
      join terms n on n.area is null and coalesce(n.option, 0) = coalesce(h.option, 0)
      left join terms a on a.area = h.province
     cross join lateral (select case when a.area is null then n.amount else a.amount end as amount,
                                coalesce(a.due_on, n.due_on) as due_on,
                                case when a.area is null then n.surcharge else a.surcharge end as surcharge) t
     where t.amount is not null
       and not exists (select from contributions_bill b
                        where b.kind = %(kind)s and b.person_id = h.person_id and b.period = %(first)s
                          and b.person_id between %(low)s and %(high)s and b.status <> 'cancelled')
       and not exists (select from contributions_account a
                        where a.period = %(first)s and a.person_id = h.person_id and a.section = %(section)s
                          and a.origin = 'history' and a.person_id between %(low)s and %(high)s)
       and not exists (select from contributions_difference c
                        where c.period = %(first)s and c.person_id = h.person_id and c.section = %(section)s
                          and c.origin <> 'filing' and c.base > 0 and c.person_id between %(low)s and %(high)s)
       and not exists (select from contributions_gap g
                        where g.person_id = h.person_id and g.months @> %(first)s::date)
)
insert into contributions_bill (kind, person_id, subject, payer_name, ref1, ref2, option, period, contribution,
    surcharge, due_on, worked_on, status, issued_at)
select %(kind)s, person_id, 'person:' || person_id, full_name, national_id,
       contributions_reference(%(first)s, nextval('contributions_bill_reference')), option, %(first)s, amount,
       surcharge, due_on, %(today)s, 'unpaid', %(now)s
  from owed
    on conflict do nothing
