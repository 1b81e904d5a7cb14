//! Talking to the server: as little as it takes to hand out a database.

use std::fmt::Write as _;

use crate::account::Account;
use crate::error::Error;
use crate::layout::Layout;
use crate::process;
use crate::programs::Programs;
use crate::settings::SUPERUSER;

/// Runs `psql` on the cluster's socket.
#[derive(Debug)]
pub(crate) struct Client {
    programs: Programs,
    layout: Layout,
    account: Account,
}

impl Client {
    pub(crate) fn new(programs: &Programs, layout: &Layout, account: Account) -> Self {
        Self {
            programs: programs.clone(),
            layout: layout.clone(),
            account,
        }
    }

    /// What the server is started with.
    pub(crate) fn parts(&self) -> (&Programs, &Layout, &Account) {
        (&self.programs, &self.layout, &self.account)
    }

    /// The host in the middle is a placeholder that every client library overrides with the socket.
    pub(crate) fn url(&self, database: &str) -> String {
        let folder = percent_encode(&self.layout.socket);
        format!("postgres://{SUPERUSER}@localhost/{database}?host={folder}")
    }

    pub(crate) fn create_database(&self, name: &str) -> Result<(), Error> {
        if !is_plain(name) {
            return Err(Error::DatabaseName(name.to_owned()));
        }
        let exists = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
        if self.psql(&exists)?.trim() == "1" {
            return Ok(());
        }
        self.psql(&format!("CREATE DATABASE {name}")).map(drop)
    }

    fn psql(&self, statement: &str) -> Result<String, Error> {
        let program = self.programs.path("psql");
        let mut command = self.account.command(&program, &self.layout.home);
        command
            .args(["-X", "-A", "-t", "-q", "-w", "-v", "ON_ERROR_STOP=1"])
            .args(["-d", &self.url("postgres"), "-c", statement]);
        process::checked(&mut command, "psql")
    }
}

/// A name that is the same with and without quotes.
fn is_plain(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(inner)
        && name.len() <= 63
}

/// Everything but unreserved characters and slashes, as bytes.
fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String can't fail.
            let _infallible = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_need_no_quotes() {
        assert!(is_plain("hexastyle_2"));
        for bad in [
            "",
            "2a",
            "_a",
            "A",
            "a-b",
            "a b",
            "a;drop",
            "名",
            &"a".repeat(64),
        ] {
            assert!(!is_plain(bad), "{bad}");
        }
    }

    #[test]
    fn encodes_what_a_url_can_not_hold() {
        assert_eq!(percent_encode("/a b/数&"), "/a%20b/%E6%95%B0%26");
    }
}
