drop view registration_account;
