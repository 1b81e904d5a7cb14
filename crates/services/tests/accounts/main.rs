//! People, sessions, teams, invitations and settings on a real Postgres.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod administration;
#[cfg(test)]
mod change_log;
#[cfg(test)]
mod invitations;
#[cfg(test)]
mod login;
#[cfg(test)]
mod resets;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod setup;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tampering;
#[cfg(test)]
mod teams;
