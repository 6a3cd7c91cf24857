-- What each of these bills asks from now on, by branch, payer and fund, with the last day of each branch's place.
insert into bulk_left (adjustment_id, branch_no, payer, fund, amount, due_on)
select x.adjustment_id, x.branch_no, x.payer, x.fund, x.amount, d.due_on
  from (select r.adjustment_id, r.filing_id, p.branch_no, p.payer, p.fund, sum(p.amount) as amount
          from bulk_relief r
         cross join lateral (
               select a.branch_no, a.payer, a.fund, a.amount from contributions_assessment a
                where a.filing_id = r.filing_id and a.payer <> 'government'
               union all
               select s.branch_no, s.payer, s.fund, s.amount from contributions_adjustmentshare s
                where s.adjustment_id = r.adjustment_id and s.payer <> 'government') p
         where r.bill_id is not null
         group by r.adjustment_id, r.filing_id, p.branch_no, p.payer, p.fund
        having sum(p.amount) <> 0) x
  left join contributions_filingsection s on s.filing_id = x.filing_id and s.branch_no = x.branch_no
  left join unnest(%(provinces)s::text[], %(dues)s::date[]) as d(province, due_on) on d.province = s.province
