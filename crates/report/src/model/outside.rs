//! What other tools and telemetry say of a workload.

use std::collections::BTreeMap;

use domain::{
    CriterionId, RuleId,
    evidence::{ComponentKind, Label, Severity, Title},
    rule::{Outcome, Quote},
    views::{
        evidence::{FindingRow, Standing},
        signals::{ComponentStanding, SignalChart},
    },
};
use time::{Date, OffsetDateTime};

/// What a rule says of a criterion.
#[derive(Clone, Debug)]
pub struct VerdictLine {
    /// Which rule.
    pub rule: RuleId,
    /// The criterion that it tests.
    pub criterion: CriterionId,
    /// What it says today.
    pub outcome: Outcome,
    /// How that stands to the answer.
    pub standing: Standing,
    /// The figures, the deciding one first.
    pub quotes: Vec<Quote>,
    /// What decided, such as titles of open findings.
    pub names: Vec<Title>,
    /// The tools whose data it read.
    pub tools: Vec<Label>,
    /// The first and the last day of the data.
    pub period: Option<(Date, Date)>,
    /// The last day on which its data is fresh.
    pub fresh_until: Option<Date>,
    /// Whether it reads telemetry, not files.
    pub telemetry: bool,
    /// For how many days its data counts; none where the rule is gone.
    pub window: Option<u16>,
    /// Who decided about it, and why.
    pub decided: Option<(String, String)>,
}

/// A part of the workload that telemetry or a file named.
#[derive(Clone, Debug)]
pub struct ComponentLine {
    /// What it is.
    pub kind: ComponentKind,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// What a person says of it.
    pub standing: ComponentStanding,
    /// Why, and who said so.
    pub reviewed: Option<(String, String)>,
    /// Where it was seen: `telemetry`, or the code of a kind of file.
    pub origin: String,
    /// When it was first seen.
    pub first_at: OffsetDateTime,
    /// When it was last seen.
    pub last_at: OffsetDateTime,
}

/// A file of another tool that was read; it is not kept itself.
#[derive(Clone, Debug)]
pub struct FileRow {
    /// The code of what it was read as.
    pub kind: String,
    /// The tool that wrote it, with its version.
    pub tool: String,
    /// The name that it came with.
    pub file_name: String,
    /// 64 hexadecimal digits.
    pub sha256: String,
    /// The day from which it counts.
    pub day: Date,
    /// When it came in.
    pub received_at: OffsetDateTime,
    /// The person or token that sent it.
    pub sender: String,
}

/// What a second person confirmed.
#[derive(Clone, Debug)]
pub struct AttestationRow {
    /// Of which criterion.
    pub criterion: CriterionId,
    /// What they saw.
    pub statement: String,
    /// Their display name.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
}

/// What other tools found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// How many there are, by severity, the worst first.
    pub counts: Vec<(Severity, FindingCounts)>,
    /// The worst and latest, at most as many as the report shows.
    pub rows: Vec<FindingRow>,
    /// Whether rows are all findings or the open ones only.
    pub whole: bool,
}

/// Findings by where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingCounts {
    /// They count.
    pub open: u64,
    /// Accepted until a day.
    pub accepted: u64,
    /// No problem.
    pub false_positive: u64,
    /// Gone in a later run, or fixed as somebody says.
    pub fixed: u64,
}

impl FindingCounts {
    /// All of them.
    pub const fn all(self) -> u64 {
        self.open + self.accepted + self.false_positive + self.fixed
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            open: self.open + other.open,
            accepted: self.accepted + other.accepted,
            false_positive: self.false_positive + other.false_positive,
            fixed: self.fixed + other.fixed,
        }
    }
}

impl Findings {
    /// All severities together.
    pub fn sum(&self) -> FindingCounts {
        let each = self.counts.iter().map(|(_, counts)| *counts);
        each.fold(FindingCounts::default(), FindingCounts::plus)
    }

    /// How many the rows leave out.
    pub fn more(&self) -> u64 {
        let sum = self.sum();
        let whole = if self.whole { sum.all() } else { sum.open };
        whole.saturating_sub(u64::try_from(self.rows.len()).unwrap_or(u64::MAX))
    }
}

/// Telemetry that rules look at.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    /// By what rules know it as.
    pub rows: Vec<SignalLine>,
    /// How many series came in altogether, also those that no rule reads.
    pub series: u64,
    /// The days over which values were taken.
    pub days: u32,
    /// What rules with a verdict look at, in the order of the verdicts; at most as many as the report shows.
    pub charts: Vec<(RuleId, SignalChart)>,
}

/// All series of one name.
#[derive(Clone, Debug)]
pub struct SignalLine {
    /// What rules know it as.
    pub signal: String,
    /// The name, as sent.
    pub name: String,
    /// `gauge`, `counter` or `distribution`.
    pub kind: String,
    /// Its unit; empty where the sender names none.
    pub unit: String,
    /// How many series have the name.
    pub series: u32,
    /// Services that sent it, the first few.
    pub sources: Vec<String>,
    /// The mean of a gauge, the increase of anything else over the days; none without data.
    pub window: Option<f64>,
    /// Of the days' hours, those with data.
    pub hours: u32,
    /// The last value, where there is one.
    pub last: Option<f64>,
    /// When it was first seen.
    pub first_at: OffsetDateTime,
    /// Its last point.
    pub last_at: Option<OffsetDateTime>,
    /// Rules that read it.
    pub rules: Vec<RuleId>,
}

/// One series, as the table of all series has it.
#[derive(Clone, Debug)]
pub struct SeriesLine {
    /// What rules know it as; none where no rule reads it.
    pub signal: Option<String>,
    /// The name, as sent.
    pub name: String,
    /// `gauge`, `counter` or `distribution`.
    pub kind: String,
    /// Its unit; empty where the sender names none.
    pub unit: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// When it was first seen.
    pub first_at: OffsetDateTime,
    /// Its last point.
    pub last_at: Option<OffsetDateTime>,
    /// The last value, where there is one.
    pub last: Option<f64>,
    /// Points that are kept.
    pub points: u64,
    /// Rules that read it.
    pub rules: Vec<RuleId>,
}
