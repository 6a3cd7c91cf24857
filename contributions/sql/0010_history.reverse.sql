drop table contributions_history;
