-- One year of a load: months that stand twice, months that the account has already, and the totals of each employer
-- beside those of the older system.
insert into contributions_historyfinding (load_id, file, line, code, is_aside, national_id, period, account_no, raw)
select load_id, file, line, 'twice', true, national_id, period, account_no, ''
  from (select h.*, row_number() over (partition by period, national_id, section, account_no
                                       order by file, line) as place
          from contributions_history h
         where load_id = %(load)s and period between %(first)s and %(last)s) x
 where place > 1
on conflict do nothing;

insert into contributions_historyfinding (load_id, file, line, code, is_aside, national_id, period, account_no, raw)
select h.load_id, h.file, h.line, 'already_there', true, h.national_id, h.period, h.account_no, ''
  from contributions_history h
  join registration_number n on n.national_id = h.national_id
 where h.load_id = %(load)s and h.period between %(first)s and %(last)s
   and exists (select from contributions_month_source m
                where m.period = h.period and m.period between %(first)s and %(last)s
                  and m.person_id = n.person_id and m.section = h.section
                  and m.account_no = h.account_no and (m.origin, m.origin_id) <> ('history', h.load_id))
on conflict do nothing;

insert into contributions_historycontrol (load_id, account_no, year, found_count, found_wages, found_contributions,
    aside_count, differs)
select %(load)s, h.account_no, %(year)s, count(*), sum(coalesce(h.wage, h.base)), sum(h.employee + h.employer),
       count(a.line), true
  from contributions_history h
  left join (select distinct file, line from contributions_historyfinding
              where load_id = %(load)s and is_aside and period between %(first)s and %(last)s) a using (file, line)
 where h.load_id = %(load)s and h.period between %(first)s and %(last)s
 group by h.account_no
on conflict (load_id, account_no, year) do update
   set found_count = excluded.found_count, found_wages = excluded.found_wages,
       found_contributions = excluded.found_contributions, aside_count = excluded.aside_count;

update contributions_historycontrol
   set differs = (count, wages, contributions) is distinct from (found_count, found_wages, found_contributions)
 where load_id = %(load)s and year = %(year)s
