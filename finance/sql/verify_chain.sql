-- Every broken place of the chain, the first ones first: what is wrong, and with which entry.
with now as materialized (/*fingerprints*/),
link as (
    select s.sequence, s.entry_id, s.digest, s.hash,
           lag(s.sequence, 1, 0) over w as before, lag(s.hash, 1, ''::bytea) over w as before_hash
      from finance_ledgerseal s window w as (order by s.sequence)
),
problem as (
    select l.sequence, 'entry_deleted' as problem, l.entry_id as entry, '' as event_key
      from link l left join now n on n.id = l.entry_id where n.id is null
    union all
    select l.sequence, 'entry_changed', l.entry_id, n.event_key
      from link l join now n on n.id = l.entry_id where n.digest <> l.digest
    union all
    select l.sequence, 'chain_broken', l.entry_id, coalesce(n.event_key, '')
      from link l left join now n on n.id = l.entry_id where l.hash <> sha256(l.before_hash || l.digest)
    union all
    select l.sequence, 'link_missing', l.entry_id, coalesce(n.event_key, '')
      from link l left join now n on n.id = l.entry_id where l.sequence <> l.before + 1
    union all
    select null, 'content_changed', n.id, n.event_key from now n where n.content <> n.now_content
    union all
    select null, 'line_without_entry', l.entry_id, ''
      from finance_ledgerline l left join finance_ledgerentry e on e.id = l.entry_id
     where e.id is null group by l.entry_id
)
select problem, sequence, entry, event_key from problem order by sequence nulls last, entry limit 100
