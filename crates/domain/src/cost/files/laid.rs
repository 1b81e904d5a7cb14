//! Which days a file's amounts are laid on, and which of several files counts for a day.

use std::collections::BTreeMap;

use time::{Date, Duration};

use super::{Filed, measures};
use crate::evidence::{Completeness, Kind, Reading};

/// Days over which one file is laid at most.
const LONGEST: i64 = 400;
const SECONDS: f64 = 86_400.0;

/// The first and the last day that a file's amounts are laid on.
pub fn days_of(day: Date, content: &Reading) -> (Date, Date) {
    let stated = measures(content, "cost.period")
        .next()
        .map(|m| m.value.get());
    let seconds = stated.filter(|seconds| *seconds > 0.0);
    let Some((seconds, end)) = seconds.zip(content.taken_at) else {
        return (day, day);
    };
    // A period ends before the instant that ends it.
    let last = (end - Duration::seconds(1))
        .to_offset(time::UtcOffset::UTC)
        .date();
    #[expect(clippy::cast_possible_truncation, reason = "bounded just below")]
    let length = (seconds / SECONDS).ceil().min(400.0) as i64;
    let first = last.saturating_sub(Duration::days(length.clamp(1, LONGEST) - 1));
    (first, last)
}

/// Which day of which file counts. Bills are exported again and again while a month runs, often under other names: a file
/// that begins on the same day as another and reaches further replaces it. Of several files of a series that cover a day
/// the newest counts, which came last in `filed` where their days are equal.
pub(super) fn laid(filed: &[Filed], kind: Kind) -> Vec<(&Filed, Vec<Date>, f64)> {
    let mut usable: Vec<&Filed> = filed
        .iter()
        .filter(|one| {
            one.content.kind == kind && !matches!(one.content.completeness, Completeness::Failed(_))
        })
        .collect();
    let mut reach: BTreeMap<Date, Date> = BTreeMap::new();
    for (first, last) in usable.iter().map(|one| days_of(one.day, &one.content)) {
        let known = reach.entry(first).or_insert(last);
        *known = last.max(*known);
    }
    usable.retain(|one| {
        let (first, last) = days_of(one.day, &one.content);
        reach.get(&first) == Some(&last)
    });
    let mut newest: BTreeMap<(&str, Date), usize> = BTreeMap::new();
    let spans: Vec<_> = usable
        .iter()
        .map(|one| days_of(one.day, &one.content))
        .collect();
    let mut order: Vec<usize> = (0..usable.len()).collect();
    order.sort_by_key(|at| usable.get(*at).map(|one| one.day));
    for at in order {
        if let (Some(one), Some((first, last))) = (usable.get(at), spans.get(at)) {
            for day in days(*first, *last) {
                newest.insert((one.series.as_str(), day), at);
            }
        }
    }
    let mut found = Vec::new();
    for (at, (one, (first, last))) in usable.iter().zip(&spans).enumerate() {
        let all: Vec<Date> = days(*first, *last).collect();
        let own = all
            .iter()
            .copied()
            .filter(|day| newest.get(&(one.series.as_str(), *day)) == Some(&at));
        let share = 1.0 / f64::from(u32::try_from(all.len()).unwrap_or(1).max(1));
        found.push((*one, own.collect(), share));
    }
    found
}

fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let length = (last - first).whole_days().clamp(0, LONGEST);
    (0..=length).map(move |back| first.saturating_add(Duration::days(back)))
}
