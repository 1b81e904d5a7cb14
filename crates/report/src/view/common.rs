//! What every document has, and numbers as they are shown.

use std::collections::BTreeMap;

use domain::{Band, Exact, Framework, Locale, SCORE_SPEC, Triple};
use serde::Serialize;

use crate::{
    charts::{Scores3, palette},
    labels::labels,
    lookup::Names,
    words::Worded,
};

/// Scores at which the five levels begin.
const STARTS: [u8; 5] = [0, 25, 50, 75, 95];

/// The frame of a document.
#[derive(Serialize)]
pub struct Frame {
    pub labels: BTreeMap<&'static str, &'static str>,
    pub colours: BTreeMap<&'static str, String>,
    pub family: String,
    pub lang: &'static str,
    pub region: &'static str,
    /// The document's title in its metadata.
    pub title: String,
    /// Who owns what it is about.
    pub author: String,
    pub head: String,
    pub footer: String,
    /// Where each maturity level begins, with its name.
    pub scale: Vec<(u8, String)>,
}

impl Frame {
    /// The frame of a document about something that somebody owns.
    pub fn new(
        (title, author): (String, &str),
        (framework, hash): (&Framework, &str),
        (family, locale): (&str, Locale),
    ) -> Self {
        let (lang, region) = match locale {
            Locale::Zh => ("zh", "CN"),
            Locale::En => ("en", "GB"),
        };
        let colours = palette::ALL.iter().map(|c| (c.token, c.hex())).collect();
        Self {
            labels: labels(locale),
            colours,
            family: family.to_owned(),
            lang,
            region,
            title: title.clone(),
            author: author.to_owned(),
            head: clean(&beginning(&title)),
            footer: format!(
                "{} {} · score_spec {SCORE_SPEC} · {hash}",
                framework.id, framework.version
            ),
            scale: framework
                .levels
                .iter()
                .zip(STARTS)
                .map(|(l, start)| (start, framework.level_name(l.level, locale)))
                .collect(),
        }
    }
}

impl Frame {
    /// A word of the report's language; the key itself where there is none.
    pub fn label(&self, key: &'static str) -> &'static str {
        self.labels.get(key).copied().unwrap_or(key)
    }
}

/// A score as it is shown, and for drawing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Score {
    /// With one decimal.
    pub s: String,
    /// For the length of a bar.
    pub n: f64,
}

impl Score {
    fn new(value: &Exact) -> Self {
        Self {
            s: value.decimal(1),
            n: value.to_f64(),
        }
    }
}

/// The proof bar of something; `None` where nothing applies.
pub type Bar = Option<Triple<Score>>;

/// A proof bar from three scores in [0, 100].
pub fn bar(scores: &Triple<Option<&Exact>>) -> Bar {
    Some(Triple {
        assured: Score::new(scores.assured?),
        claimed: Score::new(scores.claimed?),
        possible: Score::new(scores.possible?),
    })
}

/// Three scores for a chart.
pub fn scores3(scores: &Triple<Option<&Exact>>) -> Option<Scores3> {
    Some(Scores3 {
        assured: scores.assured?.to_f64(),
        claimed: scores.claimed?.to_f64(),
        possible: scores.possible?.to_f64(),
    })
}

/// A word with the band that colours it.
#[derive(Serialize)]
pub struct Banded {
    pub word: String,
    pub band: &'static str,
}

impl Banded {
    /// A risk score with the name of its band.
    pub fn risk(score: &Exact, band: Band, locale: Locale) -> Self {
        // Never a line break between the two.
        let space = if locale == Locale::Zh { "" } else { "\u{a0}" };
        Self {
            word: format!("{}{space}{}", score.decimal(1), band.word(locale)),
            band: band.as_str(),
        }
    }

    /// Any word in a band's colours.
    pub fn word(word: impl Into<String>, band: Band) -> Self {
        Self {
            word: word.into(),
            band: band.as_str(),
        }
    }
}

/// A figure with its name.
#[derive(Serialize)]
pub struct Figure {
    pub value: String,
    pub label: &'static str,
    pub note: String,
}

impl Figure {
    /// A figure; the note says what it is a part of, or nothing.
    pub fn new(
        value: impl ToString,
        (zh, en): (&'static str, &'static str),
        note: String,
        locale: Locale,
    ) -> Self {
        let label = if locale == Locale::Zh { zh } else { en };
        Self {
            value: value.to_string(),
            label,
            note,
        }
    }
}

/// Longest word that fits the narrowest column of text.
const WORD: usize = 22;

/// A text that fits every column: control characters become spaces, and longer words break anywhere.
pub fn clean(text: &str) -> String {
    const ZERO_WIDTH_SPACE: char = '\u{200b}';
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_ascii_graphic()) {
        let breaks = part.trim_end_matches(|c: char| !c.is_ascii_graphic()).len() > WORD;
        for (n, c) in part.chars().enumerate() {
            if breaks && n > 0 && c.is_ascii_graphic() {
                out.push(ZERO_WIDTH_SPACE);
            }
            out.push(if c.is_control() && c != '\n' { ' ' } else { c });
        }
    }
    out
}

/// The beginning of a text, for running heads; the cover has it in full.
fn beginning(text: &str) -> String {
    const LENGTH: usize = 64;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LENGTH - 1).collect();
    short.push('…');
    short
}

/// `1 of 3`.
pub fn of(part: u32, whole: u32, locale: Locale) -> String {
    match locale {
        Locale::Zh => format!("共{whole}项中的{part}项"),
        Locale::En => format!("{part} of {whole}"),
    }
}

/// A whole percentage, rounded half-even.
pub fn percent(part: u32, whole: u32) -> String {
    format!("{}%", Exact::ratio(part * 100, whole).decimal(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_can_break_and_control_characters_go() {
        let long = "a".repeat(50);
        assert_eq!(
            clean(&long).chars().filter(|c| *c == '\u{200b}').count(),
            49
        );
        assert_eq!(clean(&"b".repeat(22)), "b".repeat(22));
        assert_eq!(clean("a\u{7}b\nc"), "a b\nc");
        assert_eq!(clean("满足 met"), "满足 met");
    }
}
