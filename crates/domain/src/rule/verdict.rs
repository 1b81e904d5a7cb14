//! What a rule says.

use serde::{Deserialize, Serialize};
use time::Date;

pub use super::quoted::Quoted;
use crate::evidence::{Figure, Label, Title, Unit};

/// A rule's verdict on one workload, with the figures it looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verdict {
    /// The verdict.
    pub outcome: Outcome,
    /// The figures, the deciding one first.
    pub quotes: Vec<Quote>,
    /// Names of what decided, such as the titles of open findings; the first ten.
    pub names: Vec<Title>,
    /// The tools whose data it read.
    pub tools: Vec<Label>,
    /// The first day of the data.
    #[serde(with = "crate::day::option")]
    pub from: Option<Date>,
    /// The last day of the data.
    #[serde(with = "crate::day::option")]
    pub to: Option<Date>,
    /// The last day on which the data is fresh.
    #[serde(with = "crate::day::option")]
    pub fresh_until: Option<Date>,
}

impl Verdict {
    /// The verdict as it stands on a day: what it rests on grows stale by itself.
    #[must_use]
    pub fn as_of(mut self, today: Date) -> Self {
        let decided = !matches!(self.outcome, Outcome::NoData(_));
        if decided && self.fresh_until.is_some_and(|last| last < today) {
            self.outcome = Outcome::NoData(Gap::Stale);
        }
        self
    }

    /// A verdict without data.
    pub const fn none(gap: Gap) -> Self {
        Self {
            outcome: Outcome::NoData(gap),
            quotes: Vec::new(),
            names: Vec::new(),
            tools: Vec::new(),
            from: None,
            to: None,
            fresh_until: None,
        }
    }
}

/// What a rule returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "verdict", content = "why", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// The data shows what the criterion says.
    Supports,
    /// The data shows the opposite.
    Contradicts,
    /// The data says neither; never a "no".
    NoData(Gap),
}

crate::answer::wire_enum! {
    /// Why there is no verdict.
    Gap {
        /// Nothing has come in.
        Nothing = "nothing",
        /// What came in is too old.
        Stale = "stale",
        /// What came in covers only part, or lies between the thresholds.
        Partial = "partial",
        /// Too few observations.
        Inconclusive = "inconclusive",
        /// What came in can't be used: the run failed.
        Rejected = "rejected",
    }
}

impl Outcome {
    /// The name on the wire and in the database: `supports`, `contradicts`, or why there is no data.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Contradicts => "contradicts",
            Self::NoData(gap) => gap.as_str(),
        }
    }
}

/// One figure of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    /// What was measured.
    pub what: Quoted,
    /// The value.
    pub value: Figure,
    /// Its unit; a share is given as ratio 0–1.
    pub unit: Unit,
    /// The threshold it is held against, in the same unit.
    pub bound: Option<Figure>,
}

/// A count as a figure; counts beyond 2⁵³ don't occur and would be cut.
pub(super) fn count(what: Quoted, value: u64, bound: Option<u64>) -> Option<Quote> {
    let figure = |number: u64| {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        Figure::new(f64::from(number))
    };
    Some(Quote {
        what,
        value: figure(value)?,
        unit: Unit::Count,
        bound: bound.and_then(figure),
    })
}
