DROP TABLE shares;
DROP TABLE report_files;
