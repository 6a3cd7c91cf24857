-- The base of each month that counts of one person, latest first: employers summed, the ceiling is set by the caller.
select m.period, sum(m.base) as base
  from contributions_month m
 where m.person_id = %(person)s and m.period between %(since)s and %(until)s and m.section = any(%(sections)s)
 group by m.period
 order by m.period desc
 limit %(most)s
