-- What a load covers of a person is known now, paid or not. A line that could not be read stays not known.
create temporary table history_gap_now on commit drop as
with unread as (
    select n.person_id, range_agg(daterange(f.period, (f.period + interval '1 month')::date)) as months
      from contributions_historyfinding f join registration_number n on n.national_id = f.national_id
     where f.load_id = %(load)s and f.is_aside and f.period between %(first)s and %(last)s
       and f.code not in ('twice', 'already_there', 'person_unknown')
       and n.person_id between %(low)s and %(high)s
       and not exists (select from contributions_account a where a.person_id = n.person_id and a.period = f.period)
     group by n.person_id
),
loaded as (
    select distinct g.person_id from contributions_gap g
     where g.person_id between %(low)s and %(high)s and g.months && daterange(%(first)s, %(after)s)
       and exists (select from contributions_account a
                    where a.person_id = g.person_id and a.period between %(first)s and %(last)s
                      and a.origin = 'history' and a.origin_id = %(load)s)
)
select person_id, u.months is not null as is_unread,
       coalesce((select range_agg(g.months) from contributions_gap g where g.person_id = p.person_id), '{}')
           - case when l.person_id is null then '{}'::datemultirange
                  else datemultirange(daterange(%(first)s, %(after)s)) end
           + coalesce(u.months, '{}') as months,
       coalesce((select min(g.reason) from contributions_gap g where g.person_id = p.person_id), %(reason)s) as reason
  from (select person_id from unread union select person_id from loaded) p
  left join unread u using (person_id)
  left join loaded l using (person_id);

delete from contributions_gap g using history_gap_now n where n.person_id = g.person_id;

insert into contributions_gap (person_id, months, reason, noted_at)
select n.person_id, m, n.reason, now() from history_gap_now n cross join lateral unnest(n.months) m
