//! From what came in to a verdict.

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, Duration};

use super::{Gap, Look, Test, Thresholds, Verdict, parts, runs, scan, share};
use crate::evidence::{Completeness, Fingerprint, Label, Reading, Scope};

/// A reading and the day from which it counts: the date inside the file, else the day it came in.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'a> {
    /// What it says.
    pub reading: &'a Reading,
    /// The day.
    pub day: Date,
}

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// Everything that came in for the workload, in any order.
    pub readings: &'a [Dated<'a>],
    /// Findings that somebody accepted or called false: they no longer count.
    pub settled: &'a BTreeSet<Fingerprint>,
    /// Today.
    pub today: Date,
}

/// Judges a workload by one rule. The same evidence always gives the same verdict.
pub fn judge(test: &Test, thresholds: &Thresholds, evidence: Evidence<'_>) -> Verdict {
    let days = Duration::days(i64::from(thresholds.days));
    let age = |dated: &Dated<'_>| evidence.today - dated.day;
    let read: Vec<_> = evidence
        .readings
        .iter()
        .copied()
        .filter(|dated| test.kinds.contains(&dated.reading.kind))
        .collect();
    let fresh: Vec<_> = read.iter().copied().filter(|d| age(d) <= days).collect();
    if fresh.is_empty() {
        let stale = read.iter().any(|d| age(d) <= days * 2);
        return Verdict::none(if stale { Gap::Stale } else { Gap::Nothing });
    }
    let usable: Vec<_> = fresh.iter().copied().filter(ran).collect();
    if usable.is_empty() {
        return framed(Verdict::none(Gap::Rejected), &fresh, thresholds);
    }
    let verdict = match &test.look {
        Look::Scan { select, doubt } => scan::judge(
            (select, doubt.as_ref()),
            thresholds,
            &usable,
            evidence.settled,
        ),
        Look::Share {
            part,
            whole,
            only,
            better,
        } => share::judge(
            &share::Parts { part, whole, only },
            *better,
            thresholds,
            &usable,
        ),
        Look::Runs {
            tried,
            variety,
            among,
        } => {
            let wanted = runs::Wanted {
                tried: tried.as_ref(),
                variety: variety.as_ref(),
                among,
            };
            runs::judge(&wanted, thresholds, &usable)
        }
        Look::Components { of, need } => parts::judge(of, need, thresholds, &usable),
    };
    framed(verdict, &usable, thresholds)
}

fn ran(dated: &Dated<'_>) -> bool {
    !matches!(dated.reading.completeness, Completeness::Failed(_))
}

/// Adds which data it was, and until when it counts: as long as the oldest of the newest files.
fn framed(mut verdict: Verdict, dated: &[Dated<'_>], thresholds: &Thresholds) -> Verdict {
    let newest = newest_of_each(dated);
    let tools: BTreeSet<_> = newest
        .iter()
        .map(|d| d.reading.tool.name.as_str())
        .collect();
    verdict.tools = tools.into_iter().map(Label::clip).collect();
    verdict.from = dated.iter().map(|d| d.day).min();
    verdict.to = dated.iter().map(|d| d.day).max();
    let oldest = newest.iter().map(|d| d.day).min();
    let days = Duration::days(i64::from(thresholds.days));
    verdict.fresh_until = oldest.map(|day| day.saturating_add(days));
    verdict
}

/// The newest file of each series: the same kind and tool about the same things.
pub(super) fn newest_of_each<'a>(dated: &[Dated<'a>]) -> Vec<Dated<'a>> {
    type Series<'a> = (&'a str, &'a str, &'a [Scope]);
    let mut newest: BTreeMap<Series<'a>, Dated<'a>> = BTreeMap::new();
    for item in dated {
        let reading = item.reading;
        let series = (
            reading.kind.code(),
            reading.tool.name.as_str(),
            &*reading.scopes,
        );
        let kept = newest.entry(series).or_insert(*item);
        if item.day >= kept.day {
            *kept = *item;
        }
    }
    newest.into_values().collect()
}
