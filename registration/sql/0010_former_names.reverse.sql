drop trigger registration_former_name on registration_person;
drop function registration_keep_former_name();
