-- Takes raw lines apart and judges each: ``code`` says why a line cannot be read. The fields follow from the layout.
create temporary table history_judged on commit drop as
with cut as (
    select line, raw, {fields} from history_raw
),
typed as (
    select c.*,
           case when c.period_text ~ '^2[4-6][0-9][0-9](0[1-9]|1[0-2])$'
                then make_date(left(c.period_text, 4)::int - 543, right(c.period_text, 2)::int, 1) end as period,
           case when c.paid_text ~ '^2[4-6][0-9][0-9](0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
                then make_date(left(c.paid_text, 4)::int - 543, substr(c.paid_text, 5, 2)::int, 1)
                     + (right(c.paid_text, 2)::int - 1) end as paid_on,
           case when c.amounts_good then {amounts} end as amounts
      from (select *, {amounts_good} as amounts_good from cut) c
)
select t.line, t.raw, t.national_id, t.period, t.section_text, t.account_no, t.branch_no, t.amounts, t.paid_on,
       case when t.wrong_shape is not null then t.wrong_shape
            when t.national_id !~ '^[0-9]{{13}}$' then 'id_bad'
            when t.period is null then 'period_bad'
            when t.period not between %(first)s and %(last)s then 'period_outside'
            when t.section_text not in ('33', '39') then 'section_bad'
            when t.section_text = '33' and t.account_no !~ '^[0-9]{{10}}$'
              or t.section_text = '39' and t.account_no <> '' then 'account_bad'
            when t.branch_no <> '' and t.branch_no !~ '^[0-9]{{6}}$' then 'branch_bad'
            when not t.amounts_good then 'amount_bad'
            when t.amounts[2] = 0 then 'base_zero'
            when t.paid_text <> '' and (t.paid_on is null or to_char(t.paid_on, 'MMDD') <> right(t.paid_text, 4))
                then 'paid_on_bad'
       end as code
  from typed t
 where t.line <> 1 and t.line <> %(trailer)s;

insert into contributions_history (load_id, file, line, national_id, period, section, account_no, branch_no, wage,
    base, employee, employer, government, paid_on)
select %(load)s, %(file)s, line, national_id, period, section_text::smallint, account_no, branch_no, amounts[1],
       amounts[2], amounts[3], amounts[4], amounts[5], paid_on
  from history_judged where code is null;

insert into contributions_historyfinding (load_id, file, line, code, is_aside, national_id, period, account_no, raw)
select %(load)s, %(file)s, line, code, true, case when national_id ~ '^[0-9]{{13}}$' then national_id else '' end,
       period, case when account_no ~ '^[0-9]{{10}}$' then account_no else '' end, left(rtrim(raw), 300)
  from history_judged where code is not null;

-- Whom the register lacks is kept aside with the line as it came.
insert into contributions_historyfinding (load_id, file, line, code, is_aside, national_id, period, account_no, raw)
select %(load)s, %(file)s, j.line, 'person_unknown', true, j.national_id, j.period, j.account_no, left(rtrim(j.raw), 300)
  from history_judged j left join registration_number n on n.national_id = j.national_id
 where j.code is null and n.person_id is null;

-- What does not follow from the law of the month is loaded, because it is what was paid, and told.
insert into contributions_historyfinding (load_id, file, line, code, is_aside, national_id, period, account_no, raw)
select %(load)s, %(file)s, j.line, 'not_by_law', false, j.national_id, j.period, j.account_no, left(rtrim(j.raw), 300)
  from history_judged j
 where j.code is null
   and exists (select from history_law w where w.period = j.period and w.section = j.section_text::smallint)
   and not exists (
       select from history_law w
        where w.period = j.period and w.section = j.section_text::smallint
          and (w.floor is null or j.amounts[2] between w.floor and w.ceiling)
          and (j.amounts[1] is null or w.floor is null
               or j.amounts[2] = least(greatest(j.amounts[1], w.floor), w.ceiling))
          and j.amounts[3] = coalesce(w.amount, round(j.amounts[2] * w.employee_rate))
          and (w.employer_rate is null or j.amounts[4] = round(j.amounts[2] * w.employer_rate)))
