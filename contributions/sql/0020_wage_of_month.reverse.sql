drop index line_person_once;
create unique index line_person_once on contributions_line (period, account_no, national_id);
