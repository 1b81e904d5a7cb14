//! Numbers that a file states or that follow from counting it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Label;

/// One number, such as `scan.objects` = 12 or `garak.attempts{family=jailbreak}` = 300.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// What is measured.
    pub name: MeasureName,
    /// What it is measured of; at most 8.
    pub labels: BTreeMap<MeasureName, Label>,
    /// The number.
    pub value: Figure,
    /// Its unit.
    pub unit: Unit,
    /// How many observations it rests on, where that is known.
    pub n: Option<u64>,
}

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Unit {
    /// Things counted.
    Count,
    /// A share, 0–1.
    Ratio,
    /// A score without unit; its range depends on the metric.
    Score,
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
    /// Tokens.
    Tokens,
    /// Things per second.
    PerSecond,
    /// Kilowatt-hours.
    KilowattHours,
    /// Grams of CO₂ equivalent.
    GramsCo2e,
    /// Money; the label `currency` says which.
    Money,
}

/// A dotted name of 1–80 of `a-z 0-9 _ .`, starting with a letter: `garak.attempts`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeasureName(String);

/// The text is no name of a measure, or the number is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a measure")]
pub struct NotAMeasure;

impl MeasureName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes a name of any text: other characters become `_`. `None` where nothing remains.
    pub fn coin(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        let name: String = lower
            .trim_start_matches(|c: char| !c.is_ascii_lowercase())
            .chars()
            .take(80)
            .map(|c| if allowed(c) { c } else { '_' })
            .collect();
        (!name.is_empty()).then_some(Self(name))
    }
}

fn allowed(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.')
}

impl TryFrom<String> for MeasureName {
    type Error = NotAMeasure;
    fn try_from(text: String) -> Result<Self, NotAMeasure> {
        let fits = (1..=80).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(allowed);
        if fits {
            Ok(Self(text))
        } else {
            Err(NotAMeasure)
        }
    }
}

impl From<MeasureName> for String {
    fn from(name: MeasureName) -> Self {
        name.0
    }
}

/// A finite number.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure(f64);

impl Figure {
    /// The number, where it is finite.
    pub fn new(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value))
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Figure {
    type Error = NotAMeasure;
    fn try_from(value: f64) -> Result<Self, NotAMeasure> {
        Self::new(value).ok_or(NotAMeasure)
    }
}

impl From<Figure> for f64 {
    fn from(figure: Figure) -> Self {
        figure.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_dotted_and_figures_finite() {
        assert!(MeasureName::try_from("garak.attempts".to_owned()).is_ok());
        for bad in ["", "Garak", "9x", "a b", &"a".repeat(81)] {
            assert!(MeasureName::try_from(bad.to_owned()).is_err(), "{bad:?}");
        }
        assert_eq!(
            MeasureName::coin("2 Exact Match,strict").map(String::from),
            Some("exact_match_strict".into())
        );
        assert_eq!(MeasureName::coin("二"), None);
        assert_eq!(Figure::new(f64::INFINITY), None);
    }
}
