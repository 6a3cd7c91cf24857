"""Pages: the officer's (queue, case), the applicant's (tracker)."""
