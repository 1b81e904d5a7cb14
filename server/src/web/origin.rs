//! Refuses what another site makes a browser send (cross-site request forgery).

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{COOKIE, HOST, ORIGIN};
use http::uri::{Authority, Uri};
use http::{HeaderMap, HeaderName, Method, StatusCode};

use crate::api::ApiError;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Answers 403 to a state-changing request that another site started.
///
/// Reads are let through: they must not change anything.
pub async fn check(request: Request, next: Next) -> Response {
    if is_read(request.method()) || is_ours(request.headers(), request.uri()) {
        return next.run(request).await;
    }
    tracing::warn!(http.method = %request.method(), "refused a request from another origin");
    if request.uri().path().starts_with("/api/v1/") {
        return ApiError::foreign().into_response();
    }
    (
        StatusCode::FORBIDDEN,
        "This request came from another site.\n",
    )
        .into_response()
}

fn is_read(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    )
}

/// Whether our own pages, the user, or a program sent the request.
fn is_ours(headers: &HeaderMap, uri: &Uri) -> bool {
    if let Some(site) = headers.get(FETCH_SITE)
        && (site == "same-origin" || site == "none")
    {
        return true;
    }
    match headers.get(ORIGIN) {
        Some(origin) => origin
            .to_str()
            .is_ok_and(|origin| origin_is_host(origin, headers, uri)),
        // Neither header: not a browser of this decade. Without a cookie there is no authority to
        // abuse (machines send a token); with one, refuse.
        None => !headers.contains_key(FETCH_SITE) && !headers.contains_key(COOKIE),
    }
}

fn origin_is_host(origin: &str, headers: &HeaderMap, uri: &Uri) -> bool {
    let Some((scheme, origin)) = origin.split_once("://") else {
        return false;
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let Some(host) = host.or_else(|| uri.authority().map(Authority::as_str)) else {
        return false;
    };
    let default_port = if scheme == "https" { 443 } else { 80 };
    match (origin.parse::<Authority>(), host.parse::<Authority>()) {
        (Ok(origin), Ok(host)) => {
            origin.host().eq_ignore_ascii_case(host.host())
                && origin.port_u16().unwrap_or(default_port)
                    == host.port_u16().unwrap_or(default_port)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue, Uri};

    use super::is_ours;

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        is_ours(&headers, &Uri::from_static("/api/x"))
    }

    #[test]
    fn the_browser_says_that_it_is_our_page() {
        assert!(ours(&[
            ("sec-fetch-site", "same-origin"),
            ("cookie", "a=b")
        ]));
        assert!(ours(&[("sec-fetch-site", "none"), ("cookie", "a=b")]));
    }

    #[test]
    fn the_browser_says_that_it_is_not() {
        assert!(!ours(&[
            ("sec-fetch-site", "cross-site"),
            ("host", "a.example")
        ]));
        assert!(!ours(&[
            ("sec-fetch-site", "same-site"),
            ("host", "a.example")
        ]));
    }

    #[test]
    fn an_origin_must_be_the_host() {
        for (origin, host, expected) in [
            ("https://a.example", "a.example", true),
            ("https://A.example", "a.EXAMPLE", true),
            ("https://a.example", "a.example:443", true),
            ("http://127.0.0.1:8640", "127.0.0.1:8640", true),
            ("http://[::1]:8640", "[::1]:8640", true),
            ("https://a.example", "a.example:8443", false),
            ("http://127.0.0.1:8641", "127.0.0.1:8640", false),
            ("https://b.example", "a.example", false),
            ("https://a.example.evil.example", "a.example", false),
            ("null", "a.example", false),
            ("", "a.example", false),
        ] {
            assert_eq!(
                ours(&[("origin", origin), ("host", host)]),
                expected,
                "{origin} {host}"
            );
        }
    }

    #[test]
    fn without_either_header_a_cookie_is_refused() {
        assert!(ours(&[("authorization", "Bearer x")]));
        assert!(!ours(&[("cookie", "a=b")]));
    }
}
