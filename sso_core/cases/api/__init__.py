"""Cases over the API: the applicant's and the officer's."""
