-- One chunk of filings while it is worked on. Temporary: written without log, empty again at the end of the
-- transaction, and seen by this session alone.
-- They are analyzed for each chunk. Their rows are alike in every column that is joined, so a small sample tells as much
-- as a large one. Said here and not where memory is said: tables that stay are to be analyzed in full.
set local default_statistics_target = 10;
create temporary table if not exists bulk_filing (
    filing_id bigint, account_no varchar(10), employer_name text, reference text, format text, filename text,
    sha256 text, lines integer, readable boolean, ref2 text, due_on date
) on commit delete rows;
create temporary table if not exists bulk_section (
    filing_id bigint, branch_no varchar(6), province varchar(2), declared jsonb, due_on date,
    employee_rate numeric, employer_rate numeric, government_rate numeric, floor numeric, ceiling numeric
) on commit delete rows;
create temporary table if not exists bulk_line (
    filing_id bigint, branch_no varchar(6), line integer, national_id varchar(30), title_code varchar(10),
    first_name varchar(100), last_name varchar(100), wage numeric(18, 2), contribution numeric(18, 2)
) on commit delete rows;
create temporary table if not exists bulk_finding (
    filing_id bigint, branch_no varchar(6), line integer, field varchar(30), code varchar(60), severity varchar(10),
    section varchar(20), params jsonb, national_id varchar(30), settled varchar(20) default ''
) on commit delete rows;
create temporary table if not exists bulk_roll (
    filing_id bigint, national_id varchar(13), person_id bigint, first_name text, last_name text
) on commit delete rows;
-- What the good filings come to, a row a branch; their shares by fund; and the lines without a person.
create temporary table if not exists bulk_sum (
    filing_id bigint, branch_no varchar(6), lines integer, wages numeric(18, 2), employee numeric(18, 2),
    employer numeric(18, 2), government numeric(18, 2), surcharge numeric(18, 2)
) on commit delete rows;
create temporary table if not exists bulk_share (
    filing_id bigint, branch_no varchar(6), line integer, payer text, fund text, amount numeric(18, 2)
) on commit delete rows;
create temporary table if not exists bulk_waiting (
    filing_id bigint, branch_no varchar(6), line integer, employee numeric(18, 2), employer numeric(18, 2),
    government numeric(18, 2)
) on commit delete rows;
truncate bulk_filing, bulk_section, bulk_line, bulk_finding, bulk_roll, bulk_sum, bulk_share, bulk_waiting
