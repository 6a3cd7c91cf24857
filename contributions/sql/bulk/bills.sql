-- A filing whose wages are all 0 is asked for nothing and gets no bill, as in ``services.billing``.
insert into contributions_bill (kind, filing_id, subject, payer_name, ref1, ref2, period, contribution, surcharge,
    due_on, worked_on, status, issued_at)
select 'filing', f.filing_id, 'employer:' || f.account_no, f.employer_name, f.account_no, f.ref2, %(first)s,
       s.contribution, s.surcharge, s.due_on, %(today)s, 'unpaid', %(now)s
  from (select filing_id, sum(b.employee + b.employer) as contribution, sum(b.surcharge) as surcharge,
               min(t.due_on) as due_on
          from bulk_sum b join bulk_section t using (filing_id, branch_no) group by filing_id) s
  join bulk_filing f using (filing_id)
 where s.contribution > 0
 order by f.filing_id
