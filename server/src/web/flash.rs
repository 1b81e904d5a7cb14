//! What the last form said, carried over the redirect: in the session, or for somebody who is not signed in in a cookie
//! of a minute, so that nobody can fill the database with sessions of strangers.

use std::fmt::Write as _;

use domain::views::frame::Flash;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue};
use tower_sessions::Session;
use tower_sessions::cookie::time::Duration;
use tower_sessions::session::Error;

use crate::web::CookieNames;
use crate::web::session::received;

/// The session's key.
const KEY: &str = "flash";
/// How long a browser keeps the cookie.
const KEPT: Duration = Duration::minutes(1);
/// Browsers drop cookies that are longer than 4 KiB with their name and attributes.
const LONGEST: usize = 3_500;

/// Keeps it for the signed-in person's next page.
///
/// # Errors
/// When the database fails.
pub async fn keep(session: &Session, flash: &Flash) -> Result<(), Error> {
    session.insert(KEY, flash).await
}

/// What is kept in the session.
pub async fn peek(session: &Session) -> Option<Flash> {
    session.get(KEY).await.ok().flatten()
}

/// Forgets it once it was shown.
pub async fn forget(session: &Session) {
    if let Err(error) = session.remove_value(KEY).await {
        tracing::warn!(error = %error, "a message may be shown twice");
    }
}

/// The cookie that carries it; what was typed is left out where it is too long.
pub fn cookie(names: CookieNames, flash: &Flash) -> Option<HeaderValue> {
    let text = encode(&serde_json::to_string(flash).ok()?);
    let text = if text.len() > LONGEST {
        let bare = Flash {
            values: std::collections::BTreeMap::new(),
            ..flash.clone()
        };
        encode(&serde_json::to_string(&bare).ok()?)
    } else {
        text
    };
    names.set(names.flash(), text, KEPT)
}

/// What the cookie carries.
pub fn peek_cookie(names: CookieNames, headers: &HeaderMap) -> Option<Flash> {
    let text = received(headers, names.flash()).filter(|text| text.len() <= LONGEST)?;
    serde_json::from_slice(&decode(text)?).ok()
}

/// Makes the browser forget the cookie.
pub fn forget_cookie(names: CookieNames, headers: &mut HeaderMap) {
    if let Some(value) = names.set(names.flash(), String::new(), KEPT) {
        headers.append(SET_COOKIE, value);
    }
}

/// All but letters, digits and what JSON is mostly made of and cookies can hold, percent-encoded.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"{}[]:._-/@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn decode(text: &str) -> Option<Vec<u8>> {
    crate::forms::percent_decoded(text.as_bytes(), false)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::views::frame::{Flash, Outcome};
    use http::HeaderMap;
    use http::header::COOKIE;

    use super::{cookie, peek_cookie};
    use crate::web::CookieNames;

    fn carried(flash: &Flash) -> Option<Flash> {
        let names = CookieNames::new(true);
        let set = cookie(names, flash).unwrap();
        let pair = set
            .to_str()
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        peek_cookie(names, &HeaderMap::from_iter([(COOKIE, pair)]))
    }

    #[test]
    fn a_cookie_carries_it() {
        let values = BTreeMap::from([("email".to_owned(), "张 <a>;,\"\u{0}".to_owned())]);
        let flash = Flash {
            form: "/login".to_owned(),
            outcome: Outcome::Stale,
            values,
        };
        assert_eq!(carried(&flash).as_ref(), Some(&flash));
    }

    #[test]
    fn what_is_too_long_is_left_out() {
        let values = BTreeMap::from([("name".to_owned(), "名".repeat(1_000))]);
        let flash = Flash {
            form: "/setup".to_owned(),
            outcome: Outcome::Stale,
            values,
        };
        assert_eq!(
            carried(&flash),
            Some(Flash {
                values: BTreeMap::new(),
                ..flash
            })
        );
    }
}
