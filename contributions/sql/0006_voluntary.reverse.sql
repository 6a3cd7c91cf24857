drop function contributions_reference(date, bigint);
alter table contributions_account drop constraint account_section_known;
alter table contributions_account add constraint account_section_known check (section in (33, 39));
alter table contributions_account drop constraint account_origin_known;
alter table contributions_account add constraint account_origin_known check (origin in ('filing', 'section39', 'history'));
