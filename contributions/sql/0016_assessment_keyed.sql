-- An assessment is named by what it says: filing, branch, payer and fund. Nine rows a filing, and half a million
-- filings a month: an id, an index of its own for the filing and a foreign key checked row by row cost more than
-- the rows. One statement trigger ties them to their filings.
alter table contributions_assessment drop constraint assessment_once;
alter table contributions_assessment drop column id;
alter table contributions_assessment add primary key (filing_id, branch_no, payer, fund);

create function contributions_assessment_of_filing() returns trigger language plpgsql as $$
begin
    if exists (
        select from (select distinct filing_id from new_rows) n
         where not exists (select from contributions_filing f where f.id = n.filing_id)
    ) then
        raise exception 'an assessment belongs to a filing' using errcode = 'foreign_key_violation',
            constraint = 'assessment_of_filing';
    end if;
    return null;
end $$;
create trigger assessment_of_filing after insert on contributions_assessment
    referencing new table as new_rows for each statement execute function contributions_assessment_of_filing();
create trigger assessment_of_filing_still after update on contributions_assessment
    referencing new table as new_rows for each statement execute function contributions_assessment_of_filing();

-- A filing that was assessed stays.
create function contributions_filing_assessed() returns trigger language plpgsql as $$
begin
    if exists (select from old_rows o join contributions_assessment a on a.filing_id = o.id) then
        raise exception 'a filing that was assessed is not deleted' using errcode = 'foreign_key_violation',
            constraint = 'assessment_of_filing';
    end if;
    return null;
end $$;
create trigger filing_assessed after delete on contributions_filing
    referencing old table as old_rows for each statement execute function contributions_filing_assessed();
