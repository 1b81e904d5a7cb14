//! How often somebody may try a password.

use std::net::{IpAddr, Ipv6Addr};

use domain::UserId;
use store::{
    StoreError, Tx,
    attempts::{self, Limit, Try},
};
use time::{Duration, OffsetDateTime};

use super::secret::{base64url, token_hash};
use crate::Error;

/// How long tries are remembered.
pub(crate) const WINDOW: Duration = Duration::minutes(15);
/// The most wrong passwords for one account.
pub(crate) const PER_ACCOUNT: i32 = 10;
/// The most wrong passwords from one address; many people can share one.
const PER_ADDRESS: i32 = 50;
/// The most reports that one person has made to leave the console: each is typeset, kept and perhaps mailed to many.
const REPORTS: i32 = 60;

/// The tries from one address.
pub(crate) struct Address(String);

impl Address {
    /// Signing in.
    pub(crate) fn new(address: IpAddr) -> Self {
        Self(format!("address:{}", subscriber(address)))
    }

    /// Opening links to reports.
    pub(crate) fn opening(address: IpAddr) -> Self {
        Self(format!("share:{}", subscriber(address)))
    }

    /// Counts one, before anything is compared.
    pub(crate) async fn take(&self, tx: &mut Tx, now: OffsetDateTime) -> Result<Try, StoreError> {
        attempts::take(
            tx,
            &self.0,
            Limit {
                most: PER_ADDRESS,
                window: WINDOW,
            },
            now,
        )
        .await
    }

    /// It was right: what many people do behind one address must not shut them out.
    pub(crate) async fn give_back(&self, tx: &mut Tx) -> Result<(), StoreError> {
        attempts::give_back(tx, &self.0).await
    }
}

/// An IPv6 subscriber has a whole /64 of addresses, so that is what counts.
fn subscriber(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let prefix = u128::from(v6) & !u128::from(u64::MAX);
            format!("{}/64", Ipv6Addr::from(prefix))
        }
    }
}

/// The tries at one account, known or not.
pub(crate) struct Account(String);

impl Account {
    /// Signing in with what was typed as e-mail address. Only its hash is kept: people type passwords there.
    pub(crate) fn sign_in(typed: &str) -> Self {
        let typed = typed.trim().to_lowercase();
        Self(format!("account:{}", base64url(&token_hash(&typed))))
    }

    /// Giving the old password to set a new one.
    pub(crate) fn change(user: UserId) -> Self {
        Self(format!("password:{user}"))
    }

    /// Counts one, before anything is compared.
    pub(crate) async fn take(&self, tx: &mut Tx, now: OffsetDateTime) -> Result<Try, StoreError> {
        attempts::take(
            tx,
            &self.0,
            Limit {
                most: PER_ACCOUNT,
                window: WINDOW,
            },
            now,
        )
        .await
    }

    /// It was right.
    pub(crate) async fn clear(&self, tx: &mut Tx) -> Result<(), StoreError> {
        attempts::clear(tx, &self.0).await
    }
}

/// Counts a report that somebody has made to leave the console: a link, a schedule, a round besides its times.
pub(crate) async fn take_report(
    tx: &mut Tx,
    user: UserId,
    now: OffsetDateTime,
) -> Result<Try, StoreError> {
    let limit = Limit {
        most: REPORTS,
        window: WINDOW,
    };
    attempts::take(tx, &format!("reports:{user}"), limit, now).await
}

/// The number of the try, or how long to wait.
pub(crate) fn allowed(tried: Try, now: OffsetDateTime) -> Result<i32, Error> {
    match tried {
        Try::Allowed(number) => Ok(number),
        Try::Blocked(until) => {
            // Rounded up, so that who waits so long is let in.
            let seconds = (until - now + Duration::milliseconds(999)).whole_seconds();
            Err(Error::TooMany(u64::try_from(seconds).unwrap_or(0)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_count_by_subscriber() {
        let key = |text: &str| Address::new(text.parse().unwrap()).0;
        assert_eq!(key("192.0.2.7"), "address:192.0.2.7");
        assert_eq!(key("::ffff:192.0.2.7"), key("192.0.2.7"));
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), "address:2001:db8:1:2::/64");
        assert_eq!(key("2001:db8:1:2::9"), key("2001:db8:1:2:3:4:5:6"));
        assert_ne!(key("2001:db8:1:3::9"), key("2001:db8:1:2::9"));
    }

    #[test]
    fn accounts_count_by_what_was_typed_without_keeping_it() {
        let key = Account::sign_in("Owner@Example.com ").0;
        assert_eq!(key, Account::sign_in("owner@example.com").0);
        assert!(!key.contains("owner"));
    }
}
