//! The token that a machine sends.

use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The token in `Authorization: Bearer …`; empty where the header says something else, `None` where there is none. The
/// scheme's name may be written in any case.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let header = headers.get(AUTHORIZATION)?;
    let said = header.to_str().ok().and_then(|text| text.split_once(' '));
    let token = said.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    Some(token.map_or("", |(_, token)| token.trim()))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_scheme_may_be_written_in_any_case() {
        assert_eq!(bearer(&HeaderMap::new()), None);
        for (text, token) in [
            ("Bearer abc", "abc"),
            ("bearer  abc ", "abc"),
            ("Basic abc", ""),
            ("abc", ""),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_static(text));
            assert_eq!(bearer(&headers), Some(token), "{text}");
        }
    }
}
