-- What is written with a filing is tied to it by one look a statement: a foreign key asks row by row, which cost more
-- than the rows. The filing is held as a foreign key holds it, so that nobody deletes it at the same moment.
create function contributions_of_filing() returns trigger language plpgsql as $$
begin
    if exists (
        select from (select distinct filing_id from new_rows) n
          left join lateral (select f.id from contributions_filing f where f.id = n.filing_id for key share) f on true
         where f.id is null
    ) then
        raise exception 'a row of % belongs to a filing', tg_table_name using errcode = 'foreign_key_violation',
            constraint = tg_argv[0];
    end if;
    return null;
end $$;
create trigger file_of_filing after insert on contributions_filingfile
    referencing new table as new_rows for each statement execute function contributions_of_filing('file_of_filing');
create trigger file_of_filing_still after update on contributions_filingfile
    referencing new table as new_rows for each statement execute function contributions_of_filing('file_of_filing');
create trigger section_of_filing after insert on contributions_filingsection
    referencing new table as new_rows for each statement execute function contributions_of_filing('section_of_filing');
create trigger section_of_filing_still after update on contributions_filingsection
    referencing new table as new_rows for each statement execute function contributions_of_filing('section_of_filing');

-- Assessments, tied by a function of their own until now, are held in the same way.
drop trigger assessment_of_filing on contributions_assessment;
drop trigger assessment_of_filing_still on contributions_assessment;
drop function contributions_assessment_of_filing;
create trigger assessment_of_filing after insert on contributions_assessment
    referencing new table as new_rows for each statement execute function contributions_of_filing('assessment_of_filing');
create trigger assessment_of_filing_still after update on contributions_assessment
    referencing new table as new_rows for each statement execute function contributions_of_filing('assessment_of_filing');

-- A filing is deleted after its file and its sections; one that was assessed stays.
create function contributions_filing_is_bare() returns trigger language plpgsql as $$
begin
    if exists (select from old_rows o join contributions_assessment a on a.filing_id = o.id) then
        raise exception 'a filing that was assessed is not deleted' using errcode = 'foreign_key_violation',
            constraint = 'assessment_of_filing';
    end if;
    if exists (select from old_rows o join contributions_filingfile f on f.filing_id = o.id)
       or exists (select from old_rows o join contributions_filingsection s on s.filing_id = o.id) then
        raise exception 'a filing is deleted after its file and its sections' using errcode = 'foreign_key_violation',
            constraint = 'file_of_filing';
    end if;
    return null;
end $$;
drop trigger filing_assessed on contributions_filing;
drop function contributions_filing_assessed;
create trigger filing_is_bare after delete on contributions_filing
    referencing old table as old_rows for each statement execute function contributions_filing_is_bare();
