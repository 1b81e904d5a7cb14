DROP TABLE organisation, attempts, password_resets, invitations, members, teams, sessions, users;
