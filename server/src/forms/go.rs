//! Where an answer may send a browser.

use axum::response::{IntoResponse, Response};
use http::header::{HOST, LOCATION, REFERER};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, StatusCode, Uri};

/// The path, if it leads to this site and nowhere else.
///
/// Browsers read `//host` and `/\host` as other sites, and drop tabs and line breaks before they look.
pub fn safe_path(path: &str) -> Option<&str> {
    let mut bytes = path.bytes();
    let starts = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (starts && plain && path.len() <= 2_000).then_some(path)
}

/// What the client calls this site: the `Host` header, in HTTP/2 a part of the address.
pub fn host(headers: &HeaderMap, uri: &Uri) -> Option<Authority> {
    let named = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok()?.parse().ok());
    named.or_else(|| uri.authority().cloned())
}

/// The page of ours that a form was sent from.
pub fn referer(headers: &HeaderMap, address: &Uri) -> Option<String> {
    let uri: Uri = headers.get(REFERER)?.to_str().ok()?.parse().ok()?;
    let host = host(headers, address)?;
    let ours = uri
        .authority()
        .is_some_and(|authority| authority.as_str().eq_ignore_ascii_case(host.as_str()));
    let path = uri.path_and_query().filter(|_| ours)?.as_str();
    safe_path(path).map(str::to_owned)
}

/// Sends the browser to a page of ours with a GET.
pub fn see_other(path: &str) -> Response {
    let path = safe_path(path).unwrap_or("/");
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = HeaderValue::from_str(path) {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use http::header::{HOST, REFERER};
    use http::{HeaderMap, Uri};

    use super::{referer, safe_path};

    #[test]
    fn only_paths_of_this_site_are_safe() {
        for good in ["/", "/workloads?q=a%20b&page=2", "/a//b", "/?next=//x"] {
            assert_eq!(safe_path(good), Some(good));
        }
        for bad in [
            "",
            "a",
            "//evil.example",
            "///x",
            "/\\evil.example",
            "\\/x",
            "https://evil.example",
            "/\t/evil.example",
            "/a\nb",
            " /a",
            "/a\\b",
            "javascript:alert(1)",
            "/中",
            "/a b",
            "?x",
        ] {
            assert_eq!(safe_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn only_our_own_page_is_gone_back_to() {
        let from = |referer_: &str| {
            let headers = HeaderMap::from_iter([
                (HOST, "a.example".parse().unwrap()),
                (REFERER, referer_.parse().unwrap()),
            ]);
            referer(&headers, &Uri::from_static("/teams"))
        };
        assert_eq!(
            from("https://a.example/workloads?q=1").as_deref(),
            Some("/workloads?q=1")
        );
        assert_eq!(from("https://A.example/").as_deref(), Some("/"));
        for other in [
            "https://b.example/workloads",
            "https://a.example//b.example",
            "/workloads",
            "https://a.example:81/",
        ] {
            assert_eq!(from(other), None, "{other}");
        }
    }
}
