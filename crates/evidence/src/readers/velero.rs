//! Restores of Velero, as a cluster lists them: `velero.io/v1`, kind `Restore`.
//!
//! Measures: `drill.restores`, those that ended; of the newest of them `drill.latest`, 1, `drill.latest.passed`, 1 where
//! it completed without an error, and `drill.seconds`, how long it took. Whether it was a drill, and how long the
//! business could wait, is not in the object. Date: when the newest ended.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, ScopeKind, Unit};
use time::OffsetDateTime;

use super::{
    Reader,
    objects::{self, Object},
};
use crate::{
    draft::{Draft, instant},
    fields::Fields,
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Velero,
    tool: "Velero",
    writes_nothing: false,
    matches: |content| objects::any(content, |object| object.group == "velero.io"),
    read,
};

/// A restore that ended.
struct Ended<'v> {
    object: Object<'v>,
    at: OffsetDateTime,
    date: &'v str,
    passed: bool,
}

impl<'v> Ended<'v> {
    fn of(object: Object<'v>) -> Option<Self> {
        let status = object.value.at("status");
        let date = status.text("completionTimestamp")?;
        let errors = status.count("errors").unwrap_or(0);
        Some(Self {
            object,
            at: instant(date)?,
            date,
            passed: status.text("phase") == Some("Completed") && errors == 0,
        })
    }
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let records = objects::records(content, draft);
    let mut ended = Vec::new();
    for (_, object) in records.iter().flat_map(|r| objects::objects(r)) {
        match object.filter(|o| o.group == "velero.io") {
            Some(object) if object.kind == "Restore" => match Ended::of(object) {
                Some(restore) => ended.push(restore),
                // It runs, or nobody knows when it ended.
                None => draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None),
            },
            Some(_) => draft.ignore(IgnoredWhat::Document, IgnoredWhy::OutOfScope, None),
            None => draft.ignore(IgnoredWhat::Document, IgnoredWhy::OtherKind, None),
        }
    }
    draft.count("drill.restores", crate::fields::many(ended.len()));
    let Some(newest) = ended.iter().max_by_key(|restore| restore.at) else {
        return draft.nothing_scanned();
    };
    draft.taken_at(newest.date);
    for namespace in newest.object.spec().texts("includedNamespaces") {
        draft.scope(ScopeKind::Namespace, namespace);
    }
    let title = newest.object.title();
    let labels = [("object", title.as_str())];
    let passed = f64::from(u8::from(newest.passed));
    for (name, value) in [("drill.latest", 1.0), ("drill.latest.passed", passed)] {
        draft.measure(name, &labels, value, Unit::Count, None);
    }
    let started = newest.object.value.at("status").text("startTimestamp");
    if let Some(started) = started.and_then(instant) {
        let took = (newest.at - started).as_seconds_f64();
        draft.measure("drill.seconds", &labels, took, Unit::Seconds, None);
    }
}
