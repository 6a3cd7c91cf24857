-- Follows post_made.sql: an event that stands in the ledger with another content.
select m.event_key from made m left join finance_ledgerentry e using (event_key)
 where e.content is distinct from m.content limit 1
