-- Which adjustments go together. All parts are less, and either nothing of the month is unpaid and nothing was paid
-- late, or the first of what is unpaid is the bill of a filing, nothing hangs on it, and something is left of it.
-- The first is, as in ``services.rebilling``: a difference, then a filing whose lines changed, then the newest.
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
changed as (
    select distinct adjustment_id, origin_id from contributions_difference
     where period = %(period)s and adjustment_id = any(%(ids)s) and origin = 'filing'
),
month as (
    select a.id, a.account_no, w.amount, count(b.id) filter (where b.status = 'unpaid') as unpaid,
           (array_agg(b.id order by b.kind = 'filing', c.origin_id is null, b.id desc)
               filter (where b.status = 'unpaid'))[1] as bill_id,
           coalesce(sum(b.surcharge) filter (where b.status = 'paid'), 0) as surcharge,
           max(b.paid_on) filter (where b.status = 'paid') as paid_on
      from whole w join contributions_adjustment a on a.id = w.adjustment_id
      left join bill b on b.subject = 'employer:' || a.account_no
      left join changed c on c.adjustment_id = a.id and c.origin_id = b.filing_id
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
    or b.kind = 'filing' and b.contribution + m.amount > 0
       and not exists (select from contributions_billpart x where x.bill_id = b.id)
       and not exists (select from contributions_suspenseitem x where x.bill_id = b.id and x.status = 'open')
       and not exists (select from contributions_filing x where x.billed_in_id = b.id)
       and not exists (select from contributions_adjustmentshare x
                        where x.adjustment_id = m.id
                          and not exists (select from contributions_filingsection s
                                           where s.filing_id = b.filing_id and s.branch_no = x.branch_no))
