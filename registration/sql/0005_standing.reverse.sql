drop view registration_standing;
