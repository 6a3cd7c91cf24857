-- By fund: what a branch stands at now, divided as one sum, less what the ledger took up before.
with touched as (
    select distinct a.account_no, s.filing_id as adjustment_id, s.branch_no
      from bulk_share s join contributions_adjustment a on a.id = s.filing_id
),
taken as (
    select t.adjustment_id, t.branch_no, x.payer, x.fund, x.amount
      from touched t
      join contributions_filing f on f.account_no = t.account_no and f.period = %(period)s
      join contributions_assessment x on x.filing_id = f.id and x.branch_no = t.branch_no
    union all
    select t.adjustment_id, t.branch_no, x.payer, x.fund, x.amount
      from touched t
      join contributions_adjustment a on a.account_no = t.account_no and a.period = %(period)s
      join contributions_adjustmentshare x on x.adjustment_id = a.id and x.branch_no = t.branch_no
)
insert into contributions_adjustmentshare (adjustment_id, branch_no, payer, fund, amount)
select adjustment_id, branch_no, payer, fund, sum(amount)
  from (select filing_id as adjustment_id, branch_no, payer, fund, amount from bulk_share
        union all select adjustment_id, branch_no, payer, fund, -amount from taken) x
 group by adjustment_id, branch_no, payer, fund
having sum(amount) <> 0
 order by adjustment_id, branch_no
