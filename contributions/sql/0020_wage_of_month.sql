-- A person once at an employer in a month; with the wage, so that the next month's check of wages that halved is answered
-- by the index and visits no line.
drop index line_person_once;
create unique index line_person_once on contributions_line (period, account_no, national_id) include (wage);
