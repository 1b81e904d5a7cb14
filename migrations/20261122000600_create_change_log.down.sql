DROP TABLE change_log;
DROP FUNCTION change_log_refuse();
