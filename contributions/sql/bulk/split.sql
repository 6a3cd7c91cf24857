-- Each payer's share over the branches of benefit, in whole satang: cut, and the satang left over go to the
-- largest remainders, in the order of the law. The same as rules.section33.split_by_branch.
with weight(payer, fund, place, weight, whole) as (
    select * from unnest(%(payers)s::text[], %(funds)s::text[], %(places)s::int[], %(weights)s::bigint[],
                         %(wholes)s::bigint[])
),
share as (
    select s.filing_id, s.branch_no, s.line, p.payer, (p.amount * 100)::bigint as satang
      from (/*source*/) s
      cross join lateral (values ('employee', s.employee), ('employer', s.employer), ('government', s.government))
            as p(payer, amount)
),
cut as (
    select s.*, w.fund, w.place, s.satang * w.weight / w.whole as part, s.satang * w.weight %% w.whole as rest
      from share s join weight w using (payer)
),
ranked as (
    select c.*, satang - sum(part) over (partition by filing_id, branch_no, line, payer) as left_over,
           row_number() over (partition by filing_id, branch_no, line, payer order by rest desc, place) as rank
      from cut c
)
insert into bulk_share
select filing_id, branch_no, line, payer, fund, (part + (rank <= left_over)::int)::numeric / 100
  from ranked order by filing_id, branch_no, line
