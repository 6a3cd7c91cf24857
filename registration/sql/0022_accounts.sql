-- The accounts: who is an employer, for set-based SQL of the apps above. Part of registration's door.
create view registration_account as
select employer.account_no,
       employer.name,
       employer.office,
       employer.registered_on,
       employer.closed_on
  from registration_employer employer;

comment on view registration_account is 'Employers by account number, open and closed';
