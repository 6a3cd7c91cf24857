-- Who of Section 39 has enough unpaid months for a lapse to be thinkable. The rule decides, person by person.
-- A month whose last day was put off for the place is not owed yet, and months of Section 40 do not count.
-- A month that another person's account gave up is paid too; one that was given up still counts, for nobody's loss.
-- A month that is not loaded is not known, and counts as paid: nobody loses a status by our own gap.
with held as (
    select person_id, province, greatest(date_trunc('month', starts_on)::date, %(first)s::date) as since
      from registration_standing
     where section = 39 and starts_on <= %(last)s and (ends_on is null or ends_on > %(today)s)
       and person_id between %(low)s and %(high)s
), due as (
    select h.person_id, h.province, m::date as month
      from held h, generate_series(h.since, %(last)s::date, interval '1 month') m
)
select d.person_id, array_agg(d.month order by d.month) as unpaid
  from due d
 where not exists (select from contributions_paid a
                    where a.person_id = d.person_id and a.period = d.month and a.section <> 40)
   and coalesce((select sum(c.base) from contributions_difference c
                  where c.person_id = d.person_id and c.period = d.month and c.section <> 40), 0) <= 0
   and not exists (select from unnest(%(areas)s::text[], %(months)s::date[]) later(area, month)
                    where later.month = d.month and later.area = d.province)
   and not exists (select from contributions_gap g where g.person_id = d.person_id and g.months @> d.month)
 group by d.person_id
having count(*) >= %(least)s
 order by d.person_id
