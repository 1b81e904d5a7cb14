//! What cookies are called and how they are written.

use std::net::IpAddr;

use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};
use tower_sessions::cookie::time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};

/// The names of our cookies. With TLS they carry the prefix that binds them to this host and to TLS; without, which is
/// for loopback only, a browser would refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CookieNames {
    secure: bool,
}

impl CookieNames {
    /// `secure` everywhere but on loopback; see [`CookieNames::of_site`].
    pub const fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// Of a site that listens at an address. On loopback there is no TLS, unless people reach the site by HTTPS: then a
    /// proxy stands before it on the same machine.
    pub fn of_site(listens: IpAddr, origin: Option<&str>) -> Self {
        let by_tls = origin.is_some_and(|origin| origin.starts_with("https://"));
        Self::new(by_tls || !listens.is_loopback())
    }

    /// Whether browsers send the cookies over TLS only.
    pub const fn secure(self) -> bool {
        self.secure
    }

    /// Names the session.
    pub const fn session(self) -> &'static str {
        if self.secure {
            "__Host-hexastyle"
        } else {
            "hexastyle"
        }
    }

    /// What the last form said, for somebody who is not signed in.
    pub const fn flash(self) -> &'static str {
        if self.secure {
            "__Host-hexastyle-flash"
        } else {
            "hexastyle-flash"
        }
    }

    /// The language of somebody who is not signed in.
    pub const fn locale(self) -> &'static str {
        if self.secure {
            "__Host-hexastyle-locale"
        } else {
            "hexastyle-locale"
        }
    }

    /// The theme of somebody who is not signed in.
    pub const fn theme(self) -> &'static str {
        if self.secure {
            "__Host-hexastyle-theme"
        } else {
            "hexastyle-theme"
        }
    }

    /// The `Set-Cookie` that makes a browser keep a value; an empty one makes it forget the cookie.
    pub fn set(self, name: &'static str, value: String, kept: Duration) -> Option<HeaderValue> {
        let kept = if value.is_empty() {
            Duration::ZERO
        } else {
            kept
        };
        let cookie = Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .max_age(kept);
        HeaderValue::from_str(&cookie.to_string()).ok()
    }

    /// Makes the browser forget the session's cookie where the session layer asked for it: it leaves `Secure` out, and
    /// so browsers don't listen to it.
    pub fn complete_removal(self, headers: &mut HeaderMap) {
        let start = format!("{}=;", self.session());
        let removal = |value: &HeaderValue| value.as_bytes().starts_with(start.as_bytes());
        if !headers.get_all(SET_COOKIE).iter().any(removal) {
            return;
        }
        let others: Vec<_> = headers
            .get_all(SET_COOKIE)
            .iter()
            .filter(|value| !removal(value))
            .cloned()
            .collect();
        headers.remove(SET_COOKIE);
        let ours = self.set(self.session(), String::new(), Duration::ZERO);
        for value in others.into_iter().chain(ours) {
            headers.append(SET_COOKIE, value);
        }
    }
}

/// The value of a cookie that came with a request.
pub fn received<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .into_iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::header::{COOKIE, SET_COOKIE};
    use tower_sessions::cookie::time::Duration;

    use super::{CookieNames, received};

    #[test]
    fn cookies_are_bound_to_the_host() {
        let names = CookieNames::new(true);
        let cookie = names
            .set(names.locale(), "en".to_owned(), Duration::days(365))
            .unwrap();
        assert_eq!(
            cookie,
            "__Host-hexastyle-locale=en; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=31536000"
        );
        let forget = CookieNames::new(false)
            .set("hexastyle-theme", String::new(), Duration::days(365))
            .unwrap();
        assert_eq!(
            forget,
            "hexastyle-theme=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0"
        );
    }

    #[test]
    fn a_proxy_with_tls_on_the_same_machine_counts() {
        let secure =
            |listens: &str, origin| CookieNames::of_site(listens.parse().unwrap(), origin).secure();
        assert!(!secure("127.0.0.1", None) && !secure("::1", None));
        assert!(!secure("127.0.0.1", Some("http://console.example")));
        assert!(secure("127.0.0.1", Some("https://console.example")));
        assert!(secure("10.0.0.1", None) && secure("0.0.0.0", None));
    }

    #[test]
    fn a_removal_is_complete() {
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, "other=1".parse().unwrap());
        headers.append(
            SET_COOKIE,
            "__Host-hexastyle=; Path=/; Max-Age=0".parse().unwrap(),
        );
        CookieNames::new(true).complete_removal(&mut headers);
        let all: Vec<_> = headers
            .get_all(SET_COOKIE)
            .iter()
            .map(|v| v.to_str().unwrap())
            .collect();
        assert_eq!(
            all,
            [
                "other=1",
                "__Host-hexastyle=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"
            ]
        );
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let headers = HeaderMap::from_iter([(
            COOKIE,
            "a=1; hexastyle-locale=en; locale=x".parse().unwrap(),
        )]);
        assert_eq!(received(&headers, "hexastyle-locale"), Some("en"));
        assert_eq!(received(&headers, "style-locale"), None);
    }
}
