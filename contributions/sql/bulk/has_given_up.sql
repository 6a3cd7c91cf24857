select exists (select from bulk_line l join registration_given_up g using (national_id))
