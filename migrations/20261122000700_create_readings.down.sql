DROP TABLE verdicts;
DROP TABLE findings;
DROP TABLE readings;
DROP TABLE tokens;
