//! How mails and webhooks are delivered: states, why it failed, when it is tried again, where a webhook may be.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{Bounded, TextError};

crate::answer::wire_enum! {
    /// A way out of the console.
    Channel {
        /// To a person.
        Mail = "mail",
        /// To another system.
        Webhook = "webhook",
    }
}

crate::answer::wire_enum! {
    /// What became of a delivery.
    DeliveryState {
        /// Not tried yet.
        Waiting = "waiting",
        /// Tried in vain; it will be tried again.
        Failed = "failed",
        /// Taken by the other side.
        Sent = "sent",
        /// Tried in vain, and not tried again by itself.
        GivenUp = "given_up",
    }
}

/// Why a delivery failed; pages say it in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Failure {
    /// No machine has this name.
    Unresolved {
        /// The name.
        host: String,
    },
    /// The address lies in a network that the installation has not allowed.
    Private {
        /// The address.
        address: IpAddr,
    },
    /// Nobody answered.
    Unreachable,
    /// It took too long.
    TimedOut,
    /// No safe connection: the certificate or the protocol.
    Tls,
    /// The other side answered otherwise than with success.
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// It named another address; redirects are not followed.
    Redirected {
        /// The HTTP status.
        status: u16,
    },
    /// The mail server refused it.
    Refused {
        /// The SMTP code.
        code: u16,
    },
    /// The installation sends no mail.
    NoMail,
    /// The address can't be written to.
    Address,
    /// There was nothing left that the person may see.
    NothingLeft,
    /// The webhook was turned off meanwhile.
    TurnedOff,
    /// The webhook's secret was sealed with another key than the installation's: nothing can be signed.
    SecretLost,
    /// Something else.
    Other,
}

impl Failure {
    /// Whether another try can't change it.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::NothingLeft | Self::Address | Self::TurnedOff)
    }
}

/// After so many tries a delivery is given up.
pub const MOST_TRIES: i32 = 8;

/// How long to wait after so many failed tries, from 1; `chance` spreads the tries (0…255 is 0…25 % more).
///
/// Half a minute, two, eight, … up to eight and a half hours: eight tries over about a day.
pub fn backoff(tries: i32, chance: u8) -> Duration {
    let times = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(5);
    let seconds = 30 * 4_i64.pow(times);
    Duration::seconds(seconds + seconds * i64::from(chance) / 1_024)
}

/// Where a webhook is: `https` anywhere, `http` on this machine only; no user, no fragment; at most 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HookAddress(String);

impl HookAddress {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks the form; where the name leads is checked when something is sent.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = String::from(Bounded::<1, 500>::parse(text)?);
        let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'#' | b'\\' | b'"' | b'<' | b'>');
        let (scheme, rest) = text.split_once("://").ok_or(TextError::Malformed)?;
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        if !text.bytes().all(plain) || authority.is_empty() || authority.contains('@') {
            return Err(TextError::Malformed);
        }
        match scheme {
            "https" => Ok(Self(text)),
            "http" if is_loopback(host(authority)) => Ok(Self(text)),
            _ => Err(TextError::Malformed),
        }
    }

    /// The name or address of the machine, without brackets.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        host(rest.split(['/', '?']).next().unwrap_or_default())
    }

    /// Whether it names this machine itself.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.host())
    }
}

fn host(authority: &str) -> &str {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    authority.split(':').next().unwrap_or_default()
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

impl std::str::FromStr for HookAddress {
    type Err = TextError;
    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for HookAddress {
    type Error = TextError;
    fn try_from(text: String) -> Result<Self, TextError> {
        Self::parse(&text)
    }
}

impl From<HookAddress> for String {
    fn from(address: HookAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn eight_tries_take_about_a_day() {
        let all =
            |chance| -> Duration { (1..MOST_TRIES).map(|tries| backoff(tries, chance)).sum() };
        assert!(all(0) >= Duration::hours(16), "{}", all(0));
        assert!(all(255) <= Duration::hours(30), "{}", all(255));
    }

    proptest! {
        #[test]
        fn waiting_grows_and_ends(tries in 1_i32..1_000, chance: u8) {
            prop_assert!(backoff(tries, chance) <= backoff(tries + 1, chance));
            prop_assert!(backoff(tries, chance) >= Duration::seconds(30));
            prop_assert!(backoff(tries, chance) <= Duration::hours(12));
        }

        #[test]
        fn any_text_is_parsed_or_refused(text in ".{0,80}") {
            if let Ok(address) = HookAddress::parse(&text) {
                prop_assert!(!address.host().is_empty());
                prop_assert_eq!(HookAddress::parse(address.as_str()), Ok(address.clone()));
            }
        }
    }

    #[test]
    fn a_webhook_is_safe_or_on_this_machine() {
        for good in [
            "https://hooks.example/hexastyle?to=a",
            "https://10.0.0.1:8443/x",
            "http://127.0.0.1:9000/",
            "http://localhost",
            "http://[::1]:80/x",
        ] {
            assert!(HookAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "http://hooks.example/",
            "http://localhost.example/",
            "http://10.0.0.1/",
            "ftp://hooks.example",
            "https://",
            "https://user:secret@hooks.example/",
            "http://localhost@hooks.example/",
            "https://hooks.example/#a",
            "https://hooks.example\\@127.0.0.1/",
            "https://hooks example/",
            "//hooks.example",
            "https://钩子.example/",
        ] {
            assert!(HookAddress::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(
            HookAddress::parse("http://[::1]:80/x").unwrap().host(),
            "::1"
        );
    }
}
