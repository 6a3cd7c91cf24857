drop view registration_roll;
drop sequence registration_account_seq;
