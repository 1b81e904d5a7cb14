//! Records of incidents: `PagerDuty`'s raw analytics (`/analytics/raw/incidents`), or our own plain form in CSV, JSON or
//! one object a line, since trackers of tickets have no common one:
//!
//! ```csv
//! id,level,category,opened,acknowledged,closed,target_minutes,post_mortem
//! 17,1,security,2026-03-01T10:00:00Z,2026-03-01T10:04:00Z,2026-03-01T12:00:00Z,15,2026-03-08
//! ```
//!
//! `level` is 1 for the gravest (`P1`, `SEV-1` too); `post_mortem` the day on which it was published. Titles and names
//! of people are never kept. Only the 180 days before the newest record count, and that record is the file's date.
//!
//! Measures: `incident.count` by `class` (`security`, `other`); `incident.acknowledged` by `class` and `target`
//! (`stated`, `none`), of these with a stated target `incident.acknowledged.in_time`; `incident.seconds`, the median time
//! to acknowledge by `class`; `incident.grave`, those of level 1 or 2 that ended 14 days or more before the newest
//! record, or have a post-mortem, of these `incident.reviewed`, those with a post-mortem within 14 days, where any
//! record has one.

mod record;

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, Unit};
use serde_json::Value;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use super::Reader;
use crate::{
    draft::Draft,
    fields::{Fields, exact, figure, many},
    intake::Content,
};
use record::Record;

pub static READER: Reader = Reader {
    kind: Kind::Incidents,
    tool: "",
    writes_nothing: false,
    matches: |content| match content {
        Content::Csv(table) => {
            table.has(&["opened", "acknowledged"])
                && (table.has(&["level"]) || table.has(&["severity"]))
        }
        _ => content
            .sample()
            .iter()
            .any(|v| listed(v).iter().any(is_record)),
    },
    read,
};

/// How long before the newest record others count.
const WINDOW: Duration = Duration::days(180);
/// A post-mortem that comes later comes too late.
const REVIEW: Duration = Duration::days(14);

/// The records of a value: itself, or what an API answers.
fn listed(v: &Value) -> &[Value] {
    for key in ["incidents", "data"] {
        if v.at(key).is_array() {
            return v.list(key);
        }
    }
    std::slice::from_ref(v)
}

fn is_record(v: &Value) -> bool {
    let own = v.has("opened") && v.has("acknowledged") && (v.has("level") || v.has("severity"));
    own || is_pager_duty(v)
}

fn is_pager_duty(v: &Value) -> bool {
    v.get("seconds_to_first_ack").is_some() && v.has("created_at")
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let mut records = Vec::new();
    let mut unreadable = 0;
    let mut keep = |record: Option<Record>, line, draft: &mut Draft<'_>| {
        if let Some(record) = record {
            records.push(record);
        } else {
            unreadable += 1;
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, line);
        }
    };
    if let Content::Csv(table) = content {
        for row in table.rows() {
            match row {
                Ok(row) => keep(Record::of(&|key| row.get(key)), Some(row.line), draft),
                Err(error) => return draft.refuse(error),
            }
        }
    } else {
        for found in content.records() {
            let value = found.value.ok();
            for one in value.as_deref().map(listed).unwrap_or_default() {
                if is_pager_duty(one) {
                    draft.tool("PagerDuty", None);
                    keep(Record::of_pager_duty(one), found.line, draft);
                } else {
                    keep(Record::of(&|key| one.text(key)), found.line, draft);
                }
            }
        }
    }
    if unreadable > 0 {
        draft.partial(Reason::PartsUnreadable { count: unreadable });
    }
    report(&records, draft);
}

fn report(records: &[Record], draft: &mut Draft<'_>) {
    let Some(newest) = records.iter().map(Record::last).max() else {
        return draft.nothing_scanned();
    };
    if let Ok(date) = newest.format(&Rfc3339) {
        draft.taken_at(&date);
    }
    let recent = |record: &&Record| newest - record.opened <= WINDOW;
    let recent: Vec<_> = records.iter().filter(recent).collect();
    let old = many(records.len() - recent.len());
    draft.ignore_many(old, IgnoredWhat::Result, IgnoredWhy::OutOfScope, None);
    acknowledged(&recent, draft);
    reviewed(&recent, newest, draft);
}

/// Counts, and how many were acknowledged in time.
fn acknowledged(records: &[&Record], draft: &mut Draft<'_>) {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut kept: BTreeMap<(&str, bool), (u64, u64)> = BTreeMap::new();
    for record in records {
        *counts.entry(record.class).or_default() += 1;
        let Some(took) = record.took() else { continue };
        times.entry(record.class).or_default().push(took);
        let entry = kept
            .entry((record.class, record.target.is_some()))
            .or_default();
        entry.0 += 1;
        entry.1 += u64::from(record.target.is_some_and(|target| took <= target));
    }
    for (class, count) in counts {
        draft.measure(
            "incident.count",
            &[("class", class)],
            exact(count),
            Unit::Count,
            None,
        );
    }
    for ((class, stated), (all, in_time)) in kept {
        let target = if stated { "stated" } else { "none" };
        let labels = [("class", class), ("target", target)];
        draft.measure(
            "incident.acknowledged",
            &labels,
            exact(all),
            Unit::Count,
            None,
        );
        if stated {
            let name = "incident.acknowledged.in_time";
            draft.measure(name, &labels, exact(in_time), Unit::Count, None);
        }
    }
    for (class, mut times) in times {
        times.sort_by(f64::total_cmp);
        if let Some(median) = times.get(times.len() / 2) {
            let n = Some(many(times.len()));
            draft.measure(
                "incident.seconds",
                &[("class", class)],
                *median,
                Unit::Seconds,
                n,
            );
        }
    }
}

/// Grave ones that are due for a post-mortem, and those that have it in time.
fn reviewed(records: &[&Record], newest: OffsetDateTime, draft: &mut Draft<'_>) {
    let grave = records.iter().filter(|record| record.grave);
    let due = grave.filter_map(|record| Some((record, record.closed?)));
    let due: Vec<_> = due
        .filter(|(record, closed)| record.review.is_some() || newest - *closed >= REVIEW)
        .collect();
    let in_time = due.iter().filter(|(record, closed)| {
        record
            .review
            .is_some_and(|review| review - *closed <= REVIEW)
    });
    let in_time = figure(many(in_time.count()));
    if due.is_empty() {
        return;
    }
    draft.count("incident.grave", many(due.len()));
    // Where no record has one, the tracker may not know of any.
    if records.iter().any(|record| record.review.is_some()) {
        draft.measure("incident.reviewed", &[], in_time, Unit::Count, None);
    }
}
