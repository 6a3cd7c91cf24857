create temporary table if not exists bulk_paid (
    place integer, bank_line_id text, ref1 text, ref2 text, bill_ref1 text, bill_ref2 text, amount numeric(18, 2),
    paid_at timestamptz, paid_on date, bank text, channel text, txn_id text, payer text, bill_id bigint, filing_id bigint,
    period date, number text
) on commit delete rows;
truncate bulk_paid
