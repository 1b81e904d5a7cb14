//! Signing in, accounts, people, teams, the installation.

super::messages! {
}
