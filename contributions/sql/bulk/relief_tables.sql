-- The adjustments of a range that go together: a bill to be issued anew, or a refund; and what is left of the bill.
create temporary table if not exists bulk_relief (
    adjustment_id bigint, account_no varchar(10), bill_id bigint, filing_id bigint, new_id bigint, ref2 text,
    surcharge numeric(18, 2) default 0, refund_id bigint, remitted_on date
) on commit delete rows;
create temporary table if not exists bulk_left (
    adjustment_id bigint, branch_no varchar(6), payer text, fund text, amount numeric(18, 2), due_on date
) on commit delete rows;
truncate bulk_relief, bulk_left
