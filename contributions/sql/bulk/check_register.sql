-- Whom the register lacks, and who has another name there.
with /*lines*/
insert into bulk_finding (filing_id, branch_no, line, field, code, severity, section, params, national_id)
select l.filing_id, l.branch_no, l.line, x.field, x.code, 'warn', x.section, x.params, l.national_id
  from lines l
  left join bulk_roll roll using (filing_id, national_id)
  cross join lateral (
      select 'national_id' as field, 'filing.not_enrolled' as code, '34' as section, '{}'::jsonb as params
       where roll.national_id is null
      union all
      select 'first_name', 'filing.name_differs', '',
             jsonb_build_object('found', l.first_name || ' ' || l.last_name,
                                'right', roll.first_name || ' ' || roll.last_name)
       where l.first_name <> roll.first_name or l.last_name <> roll.last_name
  ) x
 where roll.national_id is null or l.first_name <> roll.first_name or l.last_name <> roll.last_name
