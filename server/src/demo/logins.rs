//! Who can sign in to the demo.

use std::fmt;

use super::files::Organisation;

/// One account of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoLogin {
    /// The address to sign in with.
    pub email: String,
    /// The role that the account stands for.
    pub name: String,
}

/// All accounts of the demo; printed when the console starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoLogins {
    /// The one password of all of them.
    pub password: String,
    /// The accounts: organisation first, then team by team.
    pub logins: Vec<DemoLogin>,
}

impl DemoLogins {
    /// The accounts that a data file asks for.
    pub(super) fn of(organisation: &Organisation) -> Self {
        let login = |(login, name)| DemoLogin {
            email: organisation.email(login),
            name,
        };
        let people = organisation
            .people
            .iter()
            .map(|p| (p.login.clone(), p.name.clone()));
        let members = organisation
            .teams
            .iter()
            .flat_map(|t| t.members().map(|m| (m.login, m.name)));
        Self {
            password: organisation.password.clone(),
            logins: people.chain(members).map(login).collect(),
        }
    }
}

impl fmt::Display for DemoLogins {
    /// A line for the password, then one for each account.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "demo password: {}", self.password)?;
        let width = self.logins.iter().map(|l| l.email.len()).max().unwrap_or(0);
        self.logins
            .iter()
            .try_for_each(|l| writeln!(f, "  {:width$}  {}", l.email, l.name))
    }
}
