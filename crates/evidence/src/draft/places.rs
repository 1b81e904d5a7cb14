//! Paths and addresses in one form.

/// A path with `/`, without `file://` and a leading `./`.
pub fn path(text: &str) -> String {
    let text = text.trim().replace('\\', "/");
    let text = text.strip_prefix("file://").unwrap_or(&text);
    text.strip_prefix("./").unwrap_or(text).to_owned()
}

/// An address without user, password, query and fragment: those can hold secrets.
pub fn address(text: &str) -> String {
    let text = text.trim();
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.split(['?', '#']).next().unwrap_or_default().to_owned();
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.split_once('/') {
        Some((host, path)) => (host, Some(path)),
        None => (rest, None),
    };
    let host = host.rsplit('@').next().unwrap_or_default();
    match path {
        Some(path) => format!("{scheme}://{host}/{path}"),
        None => format!("{scheme}://{host}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_one_form() {
        assert_eq!(path(r".\src\a.py"), "src/a.py");
        assert_eq!(path("file:///C:/a.c"), "/C:/a.c");
        assert_eq!(
            address("https://u:p@h.example/a?k=v#f"),
            "https://h.example/a"
        );
        assert_eq!(address("git@h:x"), "git@h:x");
    }
}
