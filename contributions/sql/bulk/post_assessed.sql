select 'filing:' || s.filing_id || ':' || s.branch_no || ':assessed', 'contribution_assessed', %(today)s::date,
       'filing:' || f.reference, 'employer:' || f.account_no, f.reference || ' สาขา ' || s.branch_no,
       s.payer || '.' || s.fund, s.amount
  from bulk_share s join bulk_filing f using (filing_id)
 where s.line = 0 and s.amount > 0
