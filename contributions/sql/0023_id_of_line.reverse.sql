alter table contributions_line drop constraint line_id_13;
alter table contributions_line add constraint line_id_13 check (national_id ~ '^[0-9]{13}$');
