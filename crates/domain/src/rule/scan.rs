//! Scans: open findings contradict, complete scans without them support.

use super::files::{Files, newest_of_each};
use super::verdict::{Gap, Outcome, Quoted, Verdict, count};
use super::{Pick, Select};
use crate::evidence::{Completeness, Finding, Reading, Warning};

/// The name under which readers count what a scan examined.
const OBJECTS: &str = "scan.objects";
/// How many findings a verdict names.
const NAMED: usize = 10;

pub(super) fn judge(
    (select, doubt): (&Select, Option<&Select>),
    counted: Option<&Pick>,
    files: &Files<'_>,
) -> Verdict {
    let newest = newest_of_each(files.dated);
    let open = |select: &Select| -> Vec<&Finding> {
        let findings = newest.iter().flat_map(|d| &d.reading.findings);
        findings
            .filter(|f| select.takes(f) && !files.settled.contains(&f.fingerprint))
            .collect()
    };
    let doubtful = doubt.map(open).unwrap_or_default();
    let open = open(select);
    let examined = newest.iter().map(|d| match counted {
        Some(pick) => whole(pick.sum(d.reading)),
        None => examined(d.reading),
    });
    let examined = examined.sum();
    let least = files.thresholds.min;
    let found = u64::try_from(open.len()).unwrap_or(u64::MAX);
    let outcome = if found > 0 {
        Outcome::Contradicts
    } else if !doubtful.is_empty() || newest.iter().any(|d| !covers(d.reading)) {
        Outcome::NoData(Gap::Partial)
    } else if examined < least {
        Outcome::NoData(Gap::Inconclusive)
    } else {
        Outcome::Supports
    };
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
        ..Verdict::none(Gap::Nothing)
    }
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
