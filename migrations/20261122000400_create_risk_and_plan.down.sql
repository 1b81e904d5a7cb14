DROP TABLE actions, treatments;
