DROP TABLE pull_bounds;
