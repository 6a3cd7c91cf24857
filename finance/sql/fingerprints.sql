-- What every entry says now, worked out from its lines anew. /*where*/ narrows it.
select e.id, e.event_key, e.xid, e.content,
       finance_content(e.event_key, e.rule, e.posted_on, e.ref, e.subject, coalesce(t.lines, '')) as now_content,
       finance_digest(
           finance_content(e.event_key, e.rule, e.posted_on, e.ref, e.subject, coalesce(t.lines, '')),
           e.memo, e.reverses_id, e.created_at
       ) as digest
  from finance_ledgerentry e
  left join lateral (
      select string_agg(finance_line_text(number, account, fund, debit, credit), E'\n' order by number) as lines
        from finance_ledgerline l where l.entry_id = e.id
  ) as t on true
/*where*/
