-- Append settled entries to the hash chain, in the order of their transactions.
-- Each hash is sha256(hash before || digest); the aggregate starts empty, so the old head goes before the first digest.
with entry as materialized (
    select row_number() over (order by f.xid, f.id) as place, f.id, f.digest from (/*fingerprints*/) as f
)
insert into finance_ledgerseal (sequence, entry_id, digest, hash)
select %(head)s + place, id, digest,
       finance_chain(case when place = 1 then %(hash)s::bytea || digest else digest end)
           over (order by place rows unbounded preceding)
  from entry order by place
