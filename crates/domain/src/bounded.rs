//! Texts with bounds: a value of these types has been checked.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What is wrong with a text; shown beside the field it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TextError {
    /// Nothing but white space.
    #[error("required")]
    Required,
    /// Fewer characters than needed.
    #[error("at least {min} characters")]
    TooShort {
        /// The least number of characters.
        min: u32,
    },
    /// More characters than allowed.
    #[error("at most {max} characters")]
    TooLong {
        /// The greatest number of characters.
        max: u32,
    },
    /// A control character other than a line break or tab.
    #[error("control character")]
    Control,
    /// Not of the form that the field takes.
    #[error("malformed")]
    Malformed,
}

/// A text of `MIN..=MAX` characters without control characters, trimmed.
///
/// `MIN = 0` allows the empty text. Line breaks are kept as `\n`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bounded<const MIN: u32, const MAX: u32>(String);

impl<const MIN: u32, const MAX: u32> Bounded<MIN, MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks and trims a text; `\r\n`, as forms send it, becomes `\n`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if length == 0 && MIN > 0 {
            return Err(TextError::Required);
        }
        if length < MIN {
            return Err(TextError::TooShort { min: MIN });
        }
        if length > MAX {
            return Err(TextError::TooLong { max: MAX });
        }
        if text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
        {
            return Err(TextError::Control);
        }
        Ok(Self(text.to_owned()))
    }
}

impl<const MAX: u32> Bounded<0, MAX> {
    /// Makes any text fit, for texts that a tool wrote and nobody can correct: what is too long ends
    /// in `…`; control characters become blanks; characters that hide or reorder text (bidirectional
    /// controls, zero-width and tag characters) become visible as `\u{fffd}`.
    pub fn clip(text: &str) -> Self {
        let limit = usize::try_from(MAX).unwrap_or(usize::MAX);
        let mut kept: String = text.trim().chars().take(limit).map(visible).collect();
        if text.trim().chars().nth(limit).is_some() {
            kept.pop();
            kept.push('…');
        }
        Self(kept.trim().to_owned())
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The character as a reader would see it.
fn visible(c: char) -> char {
    match c {
        c if c.is_control() => ' ',
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

impl<const MAX: u32> Default for Bounded<0, MAX> {
    fn default() -> Self {
        Self(String::new())
    }
}

impl<const MIN: u32, const MAX: u32> TryFrom<String> for Bounded<MIN, MAX> {
    type Error = TextError;
    fn try_from(text: String) -> Result<Self, TextError> {
        Self::parse(&text)
    }
}

impl<const MIN: u32, const MAX: u32> FromStr for Bounded<MIN, MAX> {
    type Err = TextError;
    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::parse(text)
    }
}

impl<const MIN: u32, const MAX: u32> From<Bounded<MIN, MAX>> for String {
    fn from(text: Bounded<MIN, MAX>) -> Self {
        text.0
    }
}

impl<const MIN: u32, const MAX: u32> fmt::Display for Bounded<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a person, team or workload: one line of 1–120 characters.
pub type Name = Bounded<1, 120>;
/// A description: up to 2,000 characters.
pub type Description = Bounded<0, 2_000>;
/// A note on a check: up to 10,000 characters.
pub type Note = Bounded<0, 10_000>;
/// A comment or reason: 1–2,000 characters.
pub type Comment = Bounded<1, 2_000>;
/// An optional comment: up to 2,000 characters.
pub type Remark = Bounded<0, 2_000>;

/// An e-mail address, lower-cased; at most 254 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks the shape `local@domain`; whether it exists only a mail can tell.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = Bounded::<3, 254>::parse(text)?.0.to_lowercase();
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err(TextError::Malformed);
        };
        let plain = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ',' | ';' | '@');
        if local.is_empty() || local.len() > 64 || local.contains(plain) {
            return Err(TextError::Malformed);
        }
        let label = |l: &str| {
            !l.is_empty()
                && !l.starts_with('-')
                && !l.ends_with('-')
                && l.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        if !domain.split('.').all(label) {
            return Err(TextError::Malformed);
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for Email {
    type Error = TextError;
    fn try_from(text: String) -> Result<Self, TextError> {
        Self::parse(&text)
    }
}

impl FromStr for Email {
    type Err = TextError;
    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::parse(text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An `http` or `https` address of a document, at most 2,000 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebLink(String);

impl WebLink {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Only `http://host…` and `https://host…`: a `javascript:` link would run in the reader's page.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = Bounded::<1, 2_000>::parse(text)?.0;
        let lower = text.to_ascii_lowercase();
        let rest = lower
            .strip_prefix("https://")
            .or_else(|| lower.strip_prefix("http://"));
        match rest {
            Some(rest)
                if rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
                    && !text.contains(char::is_whitespace) =>
            {
                Ok(Self(text))
            }
            _ => Err(TextError::Malformed),
        }
    }
}

impl TryFrom<String> for WebLink {
    type Error = TextError;
    fn try_from(text: String) -> Result<Self, TextError> {
        Self::parse(&text)
    }
}

impl From<WebLink> for String {
    fn from(link: WebLink) -> Self {
        link.0
    }
}

/// A password a person chose: 12–200 characters, never logged or shown.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    /// The password, for hashing.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Length is what counts (NIST SP 800-63B): 12 characters at least, no rule on kinds of characters.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        match text.chars().count() {
            0 => Err(TextError::Required),
            1..=11 => Err(TextError::TooShort { min: 12 }),
            12..=200 => Ok(Self(text.to_owned())),
            _ => Err(TextError::TooLong { max: 200 }),
        }
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_count_characters_not_bytes() {
        assert!(Bounded::<1, 3>::parse("三个字").is_ok());
        assert_eq!(
            Bounded::<1, 3>::parse("四个字吗"),
            Err(TextError::TooLong { max: 3 })
        );
        assert_eq!(Name::parse(" \n "), Err(TextError::Required));
        assert_eq!(Name::parse("a\u{0}b"), Err(TextError::Control));
        assert_eq!(Note::parse("a\r\nb").map(String::from), Ok("a\nb".into()));
        assert!(Note::parse(&"字".repeat(10_000)).is_ok());
        assert!(Note::parse(&"字".repeat(10_001)).is_err());
    }

    #[test]
    fn clipping_fits_any_text() {
        type Short = Bounded<0, 4>;
        assert_eq!(Short::clip(" 五个字符呢 ").as_str(), "五个字…");
        assert_eq!(Short::clip("a\nb").as_str(), "a b");
        assert_eq!(Short::clip("a\u{202e}b").as_str(), "a\u{fffd}b");
        assert!(Short::clip("\u{0}").is_empty());
    }

    #[test]
    fn emails_keep_their_shape() {
        assert_eq!(
            Email::parse(" Owner@Example.COM ").map(String::from),
            Ok("owner@example.com".into())
        );
        for bad in [
            "", "a", "a@", "@b", "a b@c.d", "a@-b.c", "<a>@b.c", "a@b..c", "a@b@c",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn links_cannot_run() {
        assert!(WebLink::parse("https://docs.example.com/a?b=c").is_ok());
        for bad in [
            "javascript:alert(1)",
            "https://",
            "http:// a",
            "ftp://x",
            "//x",
            "https://a b",
        ] {
            assert!(WebLink::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn passwords_need_length_only() {
        assert!(NewPassword::parse("长口令也算十二个字符哦嗯").is_ok());
        assert!(NewPassword::parse("short").is_err());
        assert!(!format!("{:?}", NewPassword::parse("a long password")).contains("long"));
    }
}
