//! Scans: open findings contradict, complete scans without them support.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::files::{Dated, Files, newest_of_each};
use super::verdict::{Gap, Outcome, Quoted, Verdict, count};
use super::{Pick, Select};
use crate::evidence::{Completeness, Finding, Fingerprint, Kind, Reading, Warning};

/// The name under which readers count what a scan examined.
const OBJECTS: &str = "scan.objects";
/// How many findings a verdict names.
const NAMED: usize = 10;

/// What a look at scans asks for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub select: &'a Select,
    pub doubt: &'a [Select],
    pub examined: Option<&'a Pick>,
    pub aside: &'a [Aside],
}

/// Files that are about other things as well: what they find counts, what they don't find proves nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aside {
    /// Of these kinds.
    pub kinds: Vec<Kind>,
    /// Findings that contradict.
    #[serde(default)]
    pub select: Vec<Select>,
    /// Findings with which a scan doesn't support.
    #[serde(default)]
    pub doubt: Vec<Select>,
}

impl Aside {
    /// The one that is about files of a kind.
    pub(super) fn of(aside: &[Self], kind: Kind) -> Option<&Self> {
        aside.iter().find(|one| one.kinds.contains(&kind))
    }
}

pub(super) fn judge(wanted: Wanted<'_>, files: &Files<'_>) -> Verdict {
    let newest = newest_of_each(files.dated);
    let (beside, scans): (Vec<_>, Vec<_>) = newest
        .iter()
        .copied()
        .partition(|d| Aside::of(wanted.aside, d.reading.kind).is_some());
    let contradicting = |kind: Kind| match Aside::of(wanted.aside, kind) {
        Some(aside) => aside.select.as_slice(),
        None => std::slice::from_ref(wanted.select),
    };
    let doubting = |kind: Kind| match Aside::of(wanted.aside, kind) {
        Some(aside) => aside.doubt.as_slice(),
        None => wanted.doubt,
    };
    let (open, later) = open(&newest, files, contradicting);
    let (doubtful, doubted_later) = self::open(&newest, files, doubting);
    let examined = scans.iter().map(|d| match wanted.examined {
        Some(pick) => whole(pick.sum(d.reading)),
        None => examined(d.reading),
    });
    let examined = examined.sum();
    let least = files.thresholds.min;
    let found = u64::try_from(open.len()).unwrap_or(u64::MAX);
    let outcome = if found > 0 {
        Outcome::Contradicts
    } else if !doubtful.is_empty() || scans.iter().any(|d| !covers(d.reading)) {
        Outcome::NoData(Gap::Partial)
    } else if examined < least || scans.is_empty() && !beside.is_empty() {
        Outcome::NoData(Gap::Inconclusive)
    } else {
        Outcome::Supports
    };
    // What is not old enough to count yet will be, unless somebody mends it before.
    let later = [later, doubted_later].into_iter().flatten().min();
    Verdict {
        outcome,
        quotes: [
            count(Quoted::Open, found, Some(0)),
            count(Quoted::Examined, examined, Some(least)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        names: open
            .iter()
            .chain(&doubtful)
            .take(NAMED)
            .map(|f| f.title.clone())
            .collect(),
        fresh_until: later.filter(|_| outcome == Outcome::Supports),
        ..Verdict::none(Gap::Nothing)
    }
}

/// The findings that count by any of the selections for their kind of file, and the last day before another one does.
fn open<'a, 's>(
    newest: &[Dated<'a>],
    files: &Files<'_>,
    selections: impl Fn(Kind) -> &'s [Select],
) -> (Vec<&'a Finding>, Option<Date>) {
    let (mut open, mut later) = (Vec::new(), None);
    for item in newest {
        for finding in &item.reading.findings {
            if files.settled.contains(&finding.fingerprint) {
                continue;
            }
            let chosen = selections(item.reading.kind)
                .iter()
                .filter(|select| select.takes(finding));
            let last = |select: &Select| {
                let since = first_day(files.since, &finding.fingerprint, item.day);
                select
                    .older
                    .map(|days| since.saturating_add(Duration::days(i64::from(days))))
            };
            let waits: Vec<Option<Date>> = chosen
                .map(|select| last(select).filter(|last| *last >= files.today))
                .collect();
            if waits.iter().any(Option::is_none) {
                open.push(finding);
            } else {
                later = later.into_iter().chain(waits.into_iter().flatten()).min();
            }
        }
    }
    (open, later)
}

/// Since when a finding is known; a file that says something for the first time knows it since its own day.
fn first_day(since: &BTreeMap<Fingerprint, Date>, of: &Fingerprint, day: Date) -> Date {
    since.get(of).copied().map_or(day, |first| first.min(day))
}

/// Whether "nothing found" speaks for everything the scan was about.
fn covers(reading: &Reading) -> bool {
    // Findings that are not all there, or whose severity nobody gave, can't be said to be harmless.
    let vague = |warning: &Warning| {
        matches!(
            warning,
            Warning::FindingsOmitted { .. } | Warning::SeverityAssumed { .. }
        )
    };
    reading.completeness == Completeness::Complete && !reading.warnings.iter().any(vague)
}

/// How many objects or checks a scan examined.
fn examined(reading: &Reading) -> u64 {
    let stated = reading
        .measures
        .iter()
        .filter(|measure| measure.name.as_str() == OBJECTS)
        .map(|measure| whole(measure.value.get()))
        .sum();
    (reading.tally.passed + reading.tally.total()).max(stated)
}

/// A count that a file wrote as a number; what is no count is none.
pub(super) fn whole(value: f64) -> u64 {
    // Counts are far below 2⁵³, where every whole number has a float.
    if value.is_finite() && (0.0..=9e15).contains(&value) {
        format!("{value:.0}").parse().unwrap_or(0)
    } else {
        0
    }
}
