drop table contributions_account;
drop table contributions_line;
drop table contributions_stagedline;
drop function contributions_keep_account();
drop function contributions_keep_line();
drop function contributions_make_partitions(date, date);
drop function contributions_partition(date, date);
drop sequence contributions_bill_reference;
