-- A line is named by its entry and its number: an id of its own would be one more index for each of them.
alter table finance_ledgerline drop column id;
alter table finance_ledgerline drop constraint finance_line_number_once;
alter table finance_ledgerline add constraint finance_ledgerline_pkey primary key (entry_id, number);
