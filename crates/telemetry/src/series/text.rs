//! Bounded texts of a series.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::pii;

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It is empty.
    #[error("empty name")]
    Empty,
    /// It is too long.
    #[error("name longer than 200 bytes")]
    TooLong,
    /// It holds a control character.
    #[error("control character in a name")]
    Control,
}

pub(super) fn check(text: &str) -> Result<&str, NameError> {
    match text {
        "" => Err(NameError::Empty),
        t if t.len() > 200 => Err(NameError::TooLong),
        t if t.bytes().all(|b| (b' '..0x7f).contains(&b)) => Ok(t),
        t if t.chars().any(char::is_control) => Err(NameError::Control),
        t => Ok(t),
    }
}

/// The longest beginning of at most `most` bytes.
fn beginning(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len()))
        .rev()
        .find(|i| text.is_char_boundary(*i));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// Eight hexadecimal digits that tell two long or masked values apart.
fn trace(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let bytes = digest.first_chunk().copied().unwrap_or_default();
    format!("{:08x}", u32::from_be_bytes(bytes))
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text! {
    /// The name of a metric: 1–200 bytes.
    MetricName
}
text! {
    /// The name of a label: 1–200 bytes.
    LabelName
}
text! {
    /// The value of a label: at most 300 bytes, without personal data and secrets.
    LabelValue
}
text! {
    /// A unit: at most 60 bytes.
    Unit
}

impl MetricName {
    /// Checks a name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        check(text).map(|t| Self(t.into()))
    }
}

impl LabelName {
    /// Checks a name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        check(text).map(|t| Self(t.into()))
    }
}

impl LabelValue {
    /// The greatest length in bytes.
    pub const MAX: usize = 300;

    /// Makes any text fit. What is too long is cut and ends in `…` and a hash, so that different values stay
    /// different; e-mail addresses, phone, identity and card numbers, keys, tokens and passwords become `masked:` and a
    /// hash.
    pub fn fit(text: &str) -> Self {
        Self(Self::fitted(Cow::Borrowed(text)).into())
    }

    /// As [`Self::fit`], without a copy where it fits already.
    pub(super) fn fitted(text: Cow<'_, str>) -> Cow<'_, str> {
        if pii::scan(&text).any() || pii::has_secret(&text) {
            return Cow::Owned(format!("masked:{}", trace(&text)));
        }
        if text.len() > Self::MAX {
            let kept = beginning(&text, Self::MAX - 11);
            return plain(Cow::Owned(format!("{kept}…{}", trace(&text))));
        }
        plain(text)
    }
}

/// Control characters become blanks.
fn plain(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.bytes().all(|b| (b' '..0x7f).contains(&b)) || !text.contains(char::is_control) {
        return text;
    }
    // U+0080–U+009F take two bytes, their blanks one: it never grows.
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(visible).collect()
}

impl Unit {
    /// Makes any text fit.
    pub fn fit(text: &str) -> Self {
        Self(plain(beginning(text.trim(), 60).into()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bounded() {
        assert!(MetricName::parse("vllm:num_requests_running").is_ok());
        assert_eq!(MetricName::parse(""), Err(NameError::Empty));
        assert_eq!(LabelName::parse("a\nb"), Err(NameError::Control));
        assert!(MetricName::parse(&"a".repeat(200)).is_ok());
        assert_eq!(MetricName::parse(&"a".repeat(201)), Err(NameError::TooLong));
    }

    #[test]
    fn long_values_stay_different() {
        let one = LabelValue::fit(&format!("{}1", "值".repeat(200)));
        let two = LabelValue::fit(&format!("{}2", "值".repeat(200)));
        assert_ne!(one, two);
        assert!(one.as_str().len() <= LabelValue::MAX);
        assert_eq!(LabelValue::fit("a\nb").as_str(), "a b");
    }

    #[test]
    fn personal_values_are_masked() {
        assert!(
            LabelValue::fit("someone@example.com")
                .as_str()
                .starts_with("masked:")
        );
        assert_eq!(LabelValue::fit("10.0.0.1:9400").as_str(), "10.0.0.1:9400");
    }

    #[test]
    fn secrets_are_masked_and_stay_different() {
        // Put together here so that no scanner of this repository takes them for real ones.
        let key = |end: &str| LabelValue::fit(&format!("sk-{}{end}", "Ab1".repeat(8)));
        assert!(key("x").as_str().starts_with("masked:"), "{}", key("x"));
        assert_ne!(key("x"), key("y"));
    }
}
