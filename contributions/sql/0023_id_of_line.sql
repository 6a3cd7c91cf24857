-- The same rule, found out in a third of the time: thirteen characters, none of which is not a digit.
alter table contributions_line drop constraint line_id_13;
alter table contributions_line add constraint line_id_13 check (length(national_id) = 13 and national_id !~ '[^0-9]');
