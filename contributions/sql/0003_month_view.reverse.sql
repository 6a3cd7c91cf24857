drop view contributions_month;
drop view contributions_month_source;
