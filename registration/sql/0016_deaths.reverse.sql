drop trigger registration_death_told on registration_person;
drop trigger registration_death_known on registration_person;
drop function registration_keep_death();
