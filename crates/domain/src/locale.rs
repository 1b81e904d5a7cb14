//! The two languages of the product and a text in both.

use serde::{Deserialize, Serialize};

/// A language the whole product speaks.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Locale {
    /// Simplified Chinese as written in mainland China.
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    /// British English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// Both languages, in the order in which pages offer them.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The BCP 47 tag: `zh-CN` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Reads one language tag; every tag of simplified Chinese counts as `zh-CN`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase();
        match tag.split(['-', '_']).next() {
            Some("zh") => Some(Self::Zh),
            Some("en") => Some(Self::En),
            _ => None,
        }
    }

    /// The best language of an `Accept-Language` header, by quality, first mention winning ties.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(32) {
            let mut pieces = part.split(';');
            let Some(locale) = pieces.next().and_then(Self::from_tag) else {
                continue;
            };
            let quality = pieces
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
            if quality > best.map_or(0.0, |(q, _)| q) {
                best = Some((quality, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

/// A text in both languages; neither may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Text {
    /// Chinese.
    #[serde(rename = "zh-CN")]
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in one language.
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::Zh => &self.zh,
            Locale::En => &self.en,
        }
    }
}

/// Lets English words agree with the number before them: `{n} ‹row|rows›` becomes `1 row` or `2 rows`.
pub fn agreed(text: String) -> String {
    if !text.contains('‹') {
        return text;
    }
    let mut done = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('‹') {
        done.push_str(before);
        let Some((one, (many, later))) = after
            .split_once('|')
            .and_then(|(one, more)| Some((one, more.split_once('›')?)))
        else {
            done.push('‹');
            rest = after;
            continue;
        };
        let number = done
            .rsplit(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .find(|part| part.contains(|c: char| c.is_ascii_digit()));
        let word = if number == Some("1") { one } else { many };
        done.push_str(word);
        rest = later;
    }
    done.push_str(rest);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_simplified_chinese_tag_is_zh_cn() {
        for tag in ["zh", "zh-CN", "zh-Hans", "zh_SG", "ZH-hans-cn"] {
            assert_eq!(Locale::from_tag(tag), Some(Locale::Zh), "{tag}");
        }
        assert_eq!(Locale::from_tag("fr"), None);
    }

    #[test]
    fn accept_language_follows_quality_not_order() {
        assert_eq!(
            Locale::from_accept_language("en;q=0.4, zh-CN;q=0.9"),
            Some(Locale::Zh)
        );
        assert_eq!(Locale::from_accept_language("fr, en-GB"), Some(Locale::En));
        assert_eq!(Locale::from_accept_language("en;q=0, de"), None);
        assert_eq!(Locale::from_accept_language(""), None);
    }

    #[test]
    fn english_words_agree_with_the_number_before_them() {
        let rows = |n: &str| agreed(format!("{n} ‹row|rows› ‹is|are› left"));
        assert_eq!(rows("1"), "1 row is left");
        assert_eq!(rows("0"), "0 rows are left");
        assert_eq!(rows("2, then 1"), "2, then 1 row is left");
        assert_eq!(rows("1.5"), "1.5 rows are left");
        assert_eq!(rows("21"), "21 rows are left");
        assert_eq!(agreed("a ‹ b".to_owned()), "a ‹ b");
    }
}
