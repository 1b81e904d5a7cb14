//! locust's `…_stats.csv`: a row for each request name, and one for all of them; and what `--json` writes: a list
//! of the same without the row for all, with the times of all requests by the millisecond. Names of requests are
//! never kept.
//!
//! Measures: those of [`super::bench`], latencies of `e2e`, of all requests.

mod json;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind};

use serde_json::Value;

use super::{Reader, bench::Run};
use crate::{
    draft::Draft,
    fields::{items, number, whole},
    intake::{Content, Row, Table},
};

pub static READER: Reader = Reader {
    kind: Kind::Locust,
    tool: "locust",
    writes_nothing: false,
    matches: |content| match content {
        Content::Csv(table) => {
            table.has(&["Name", "Type"])
                && COUNTS
                    .iter()
                    .any(|(requests, failures)| table.has(&[requests, failures]))
        }
        Content::Json(Value::Array(list)) => list.first().is_some_and(json::is_entry),
        _ => false,
    },
    read,
};

/// Requests and failures, by the names of today and those before 1.0.
const COUNTS: [(&str, &str); 2] = [
    ("Request Count", "Failure Count"),
    ("# requests", "# failures"),
];

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let table = match content {
        Content::Csv(table) => table,
        Content::Json(list) => return json::read(items(list), draft),
        _ => return,
    };
    let run = Run::default();
    let (mut sent, mut failed) = (0_u64, 0_u64);
    for row in table.rows() {
        let row = match row {
            Ok(row) => row,
            Err(why) => return draft.refuse(why),
        };
        let Some((requests, failures)) = counts(&row) else {
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Incomplete, Some(row.line));
            continue;
        };
        if matches!(row.get("Name"), Some("Aggregated" | "Total")) {
            return all(table, &row, requests, failures, &run, draft);
        }
        sent = sent.saturating_add(requests);
        failed = failed.saturating_add(failures);
    }
    // Without the row for all requests their percentiles can't be known.
    run.requests(Some(sent), Some(failed), draft);
}

fn counts(row: &Row<'_>) -> Option<(u64, u64)> {
    let cell = |name: &str| whole(figure(row, name)?);
    COUNTS
        .iter()
        .find_map(|(requests, failures)| Some((cell(requests)?, cell(failures)?)))
}

fn all(
    table: &Table<'_>,
    row: &Row<'_>,
    requests: u64,
    failures: u64,
    run: &Run,
    draft: &mut Draft<'_>,
) {
    run.requests(Some(requests), Some(failures), draft);
    run.throughput("requests", figure(row, "Requests/s"), draft);
    let mut latency = |stat: &str, column: &str| {
        let seconds = figure(row, column).map(|ms| ms / 1e3);
        run.latency("e2e", stat, seconds, Some(requests), draft);
    };
    latency("mean", "Average Response Time");
    for column in table.columns().filter(|c| c.ends_with('%')) {
        latency(column, column);
    }
    if !table.has(&["100%"]) {
        latency("max", "Max Response Time");
    }
}

fn figure(row: &Row<'_>, name: &str) -> Option<f64> {
    number(&row.get(name)?.into())
}
