DROP TABLE cost_assumptions;
