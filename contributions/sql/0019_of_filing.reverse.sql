drop trigger filing_is_bare on contributions_filing;
drop function contributions_filing_is_bare;
drop trigger file_of_filing on contributions_filingfile;
drop trigger file_of_filing_still on contributions_filingfile;
drop trigger section_of_filing on contributions_filingsection;
drop trigger section_of_filing_still on contributions_filingsection;
drop trigger assessment_of_filing on contributions_assessment;
drop trigger assessment_of_filing_still on contributions_assessment;
drop function contributions_of_filing;

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
