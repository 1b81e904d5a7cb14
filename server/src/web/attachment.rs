//! What a browser saves instead of showing it.

use std::fmt::Write as _;

use http::HeaderValue;

/// `Content-Disposition` of what is saved, with its name.
pub fn header(name: &str) -> HeaderValue {
    disposition("attachment", name)
}

/// `Content-Disposition` of what is shown, with the name under which it would be saved.
pub fn inline(name: &str) -> HeaderValue {
    disposition("inline", name)
}

/// With a file's name (RFC 6266): plain for old clients, in UTF-8 for all others.
fn disposition(kind: &'static str, name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._- ()".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    let text = format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(kind))
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn names_are_carried_whole_and_break_nothing() {
        assert_eq!(
            header("网关 \"a\"\r\n.pdf"),
            "attachment; filename=\"__ _a___.pdf\"; filename*=UTF-8''%E7%BD%91%E5%85%B3%20%22a%22%0D%0A.pdf"
        );
    }
}
