//! Masks what looks like a secret or a person's address in a tool's texts.

use std::{borrow::Cow, sync::LazyLock};

use domain::secrets;
use regex::Regex;

/// E-mail addresses.
const ADDRESSES: &str = r"\b[A-Za-z0-9._%+-]+@(?:[A-Za-z][A-Za-z0-9-]*\.)+[A-Za-z]{2,24}\b";

static FORMS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("{}|{ADDRESSES}", secrets::FORMS)).ok());

/// The text with `***` in place of secrets and addresses, and whether there were any.
pub fn mask(text: &str) -> (String, bool) {
    let masked = FORMS.as_ref().map_or(Cow::Borrowed(text), |forms| {
        forms.replace_all(text, "${keep}${keep2}${keep3}***")
    });
    match masked {
        Cow::Borrowed(same) => (same.to_owned(), false),
        Cow::Owned(other) => (other, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_addresses_go() {
        // Put together here so that no scanner of this repository takes them for real ones.
        let key = format!("AKIA{}", "ABCDEFGHIJKLMNOP");
        let token = format!("ghp_{}", "a1".repeat(18));
        let model = format!("sk-proj-{}", "Ab1".repeat(8));
        for (text, expected) in [
            (format!("key {key} found"), "key *** found".to_owned()),
            (token, "***".to_owned()),
            (model, "***".to_owned()),
            (
                "password = hunter22, ok".to_owned(),
                "password = ***, ok".to_owned(),
            ),
            (
                "api_key: \"abcdef\"".to_owned(),
                "api_key: \"***\"".to_owned(),
            ),
            (
                "https://u:p@host/x".to_owned(),
                "https://***host/x".to_owned(),
            ),
            (
                "mail to some.one@example.com".to_owned(),
                "mail to ***".to_owned(),
            ),
            (
                "Authorization: Bearer abcdefghijklmnop1".to_owned(),
                "Authorization: Bearer ***".to_owned(),
            ),
        ] {
            assert_eq!(mask(&text), (expected, true));
        }
    }

    #[test]
    fn plain_texts_stay() {
        for text in [
            "Hard coded password: use a vault",
            "pkg:npm/lodash@4.17.21",
            "risk-based-scoring in task_list",
            "Suspicious ENV key found : DD_ADMIN_PASSWORD",
            "google_storage_bucket.terragoat_website",
        ] {
            assert_eq!(mask(text), (text.to_owned(), false));
        }
    }
}
