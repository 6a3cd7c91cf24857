-- Which adjustments go together. All parts are less, and either nothing of the month is unpaid and nothing was paid
-- late, or one bill of a filing is all that is unpaid, nothing hangs on it, and something is left of it.
with whole as (
    select adjustment_id, sum(amount) as amount from contributions_adjustmentshare
     where adjustment_id = any(%(ids)s) and payer <> 'government'
     group by adjustment_id having max(amount) < 0
),
bill as materialized (
    select b.* from contributions_bill b
     where b.subject in (select 'employer:' || x from unnest(%(accounts)s::text[]) x) and b.period = %(period)s
       and b.kind in ('filing', 'difference') and b.status in ('unpaid', 'paid')
     order by b.id for update of b
),
month as (
    select a.id, a.account_no, w.amount, count(b.id) filter (where b.status = 'unpaid') as unpaid,
           max(b.id) filter (where b.status = 'unpaid') as bill_id,
           coalesce(sum(b.surcharge) filter (where b.status = 'paid'), 0) as surcharge,
           max(b.paid_on) filter (where b.status = 'paid') as paid_on
      from whole w join contributions_adjustment a on a.id = w.adjustment_id
      left join bill b on b.subject = 'employer:' || a.account_no
     group by a.id, a.account_no, w.amount
)
insert into bulk_relief (adjustment_id, account_no, bill_id, filing_id, new_id, refund_id, remitted_on)
select m.id, m.account_no, b.id, b.filing_id,
       case when b.id is not null then nextval(pg_get_serial_sequence('contributions_bill', 'id')) end,
       case when b.id is null then nextval(pg_get_serial_sequence('contributions_refund', 'id')) end,
       coalesce(m.paid_on, %(today)s)
  from month m
  left join bill b on b.id = m.bill_id
 where m.unpaid = 0 and m.surcharge = 0
    or m.unpaid = 1 and b.kind = 'filing' and b.contribution + m.amount > 0
       and not exists (select from contributions_billpart x where x.bill_id = b.id)
       and not exists (select from contributions_suspenseitem x where x.bill_id = b.id and x.status = 'open')
       and not exists (select from contributions_filing x where x.billed_in_id = b.id)
       and not exists (select from contributions_adjustmentshare x
                        where x.adjustment_id = m.id
                          and not exists (select from contributions_filingsection s
                                           where s.filing_id = b.filing_id and s.branch_no = x.branch_no))
