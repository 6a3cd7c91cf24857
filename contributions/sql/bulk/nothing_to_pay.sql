-- The filings of a chunk that bills.sql left without a bill.
select filing_id from bulk_sum group by filing_id having sum(employee + employer) = 0 order by filing_id
