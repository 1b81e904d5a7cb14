//! Telemetry that stays where it is: the console asks the installation's Prometheus for what rules read, and keeps only
//! rollups of it.

use std::{collections::BTreeSet, fmt, fmt::Write as _, sync::Arc};

use domain::{
    Problem, Viewer, WorkloadId, access::EditWorkload, framework::Framework,
    rule::signal::SignalLook, views::signals::PullRow,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::signals::{batches::NewBatch, pull_bounds, pulls};
use telemetry::{Limits, journal, mapping, prometheus::query, series::Kind, series::MetricName};
use time::{Duration, OffsetDateTime};
use tokio::task::{JoinError, JoinSet};

use super::selector::Selector;
use crate::{
    Error, Services,
    assessing::{finish_apart, open_for},
};

/// A path with a query in; the body of the answer out, or a sentence that says why there is none.
pub type Ask = dyn Fn(&str) -> Result<Vec<u8>, String> + Send + Sync;

/// Asks a Prometheus-compatible API. It may block.
#[derive(Clone)]
pub struct Fetch(pub Arc<Ask>);

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fetch")
    }
}

/// How often each workload is fetched for.
const EVERY: Duration = Duration::minutes(1);
/// How far the first fetch goes back.
const BACK: Duration = Duration::days(7);
/// One query's span: an answer fits into memory.
const SPAN: Duration = Duration::hours(6);
/// Samples settle: the newest may still be on their way.
const BEHIND: Duration = Duration::seconds(30);
/// Seconds between two points.
const STEP: i64 = 60;
/// Names asked for in one query: addresses have a longest length.
const NAMES: usize = 25;
/// Workloads fetched for beside each other: most of the time goes into waiting for the source.
const BESIDE: usize = 8;
/// Workloads fetched for before the next look at which are due.
const AT_ONCE: i64 = 100;
/// What is noted where the console itself failed.
const INTERNAL: &str = "internal";

/// Fetches for every workload that is due; how many those were. Does nothing where the installation has no source.
///
/// # Errors
/// When the database fails. What the source says no to is noted with the workload.
#[tracing::instrument(skip_all)]
pub async fn pull_due(services: &Services) -> Result<usize, Error> {
    let Some(fetch) = services.signals.fetch() else {
        return Ok(0);
    };
    let mut db = services
        .pool
        .acquire()
        .await
        .map_err(store::StoreError::from)?;
    let due = pulls::due(&mut db, services.now() - EVERY, AT_ONCE).await?;
    drop(db);
    let count = due.len();
    // One workload's trouble is not the others'.
    let mut failed = None;
    let mut under_way = JoinSet::new();
    for pull in due {
        if under_way.len() >= BESIDE {
            failed = ended(under_way.join_next().await).err().or(failed);
        }
        under_way.spawn(one_noted(services.clone(), fetch.clone(), pull));
    }
    while !under_way.is_empty() {
        failed = ended(under_way.join_next().await).err().or(failed);
    }
    failed.map_or(Ok(count), Err)
}

fn ended(joined: Option<Result<Result<(), Error>, JoinError>>) -> Result<(), Error> {
    match joined {
        Some(Err(e)) => Err(Error::Internal("pull", Box::new(e))),
        Some(Ok(done)) => done,
        None => Ok(()),
    }
}

/// Fetches for a workload; what the source says no to is noted with it.
async fn one_noted(services: Services, fetch: Fetch, pull: pulls::Stored) -> Result<(), Error> {
    match one(&services, &fetch, &pull).await {
        Ok(()) => Ok(()),
        Err(PullError::Said(failure)) => note(&services, &pull, &failure).await,
        Err(PullError::Failed(error)) => {
            // What fails each time is not due before all others. Where not even this can be noted, the first error says
            // more than the second.
            let _ = note(&services, &pull, INTERNAL).await;
            Err(error)
        }
    }
}

/// Notes why there is nothing.
async fn note(services: &Services, pull: &pulls::Stored, failure: &str) -> Result<(), Error> {
    let mut db = services
        .pool
        .acquire()
        .await
        .map_err(store::StoreError::from)?;
    let at = (pull.workload, pull.version);
    let failure: String = failure.chars().take(300).collect();
    Ok(pulls::tried(&mut db, at, None, &failure, services.now()).await?)
}

enum PullError {
    Said(String),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for PullError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

async fn one(services: &Services, fetch: &Fetch, pull: &pulls::Stored) -> Result<(), PullError> {
    let end = services.now() - BEHIND;
    let names = names(&spread_of(services.framework));
    let mut from = pull.fetched_until.unwrap_or(end - BACK).max(end - BACK);
    let mut missing = String::new();
    while from < end {
        let to = end.min(from + SPAN);
        let matchers = matchers(services, pull).await?;
        for query in queries(&names, &matchers, (from, to)) {
            let fetch = fetch.clone();
            let packed = tokio::task::spawn_blocking(move || fetch_and_pack(&fetch, &query)).await;
            let packed = packed.map_err(|e| Error::Internal("pull", Box::new(e)))?;
            let (packed, left_out) = packed.map_err(PullError::Said)?;
            if let Some(why) = left_out.filter(|_| missing.is_empty()) {
                missing = why;
            }
            if let Some((digest, body)) = packed {
                let batch = NewBatch {
                    workload: pull.workload,
                    digest,
                    body,
                };
                let journal = &services.signals.0.journal;
                journal.keep(&services.pool, batch, services.now()).await?;
                services.signals.notify();
            }
        }
        let mut db = services
            .pool
            .acquire()
            .await
            .map_err(store::StoreError::from)?;
        pulls::tried(
            &mut db,
            (pull.workload, pull.version),
            Some(to),
            &missing,
            services.now(),
        )
        .await?;
        from = to;
    }
    Ok(())
}

/// What the queries for a workload ask for: its own matchers, and those that an administrator set for its team. Both are
/// read anew each time: a bound holds from the next query on, and where either is no matchers, nothing is fetched.
async fn matchers(services: &Services, pull: &pulls::Stored) -> Result<String, PullError> {
    let mut db = services
        .pool
        .acquire()
        .await
        .map_err(store::StoreError::from)?;
    let bound = pull_bounds::of_workload(&mut db, pull.workload).await?;
    let read = |text: &str| Selector::parse(text).map_err(|e| PullError::Said(e.to_string()));
    let own = read(&pull.selector)?;
    Ok(match bound {
        Some(bound) => own.within(&read(&bound)?),
        None => own.to_string(),
    })
}

/// The signals whose whole distribution rules compare.
fn spread_of(framework: &Framework) -> BTreeSet<&str> {
    let tests = framework
        .rules
        .iter()
        .filter_map(|rule| rule.signal.as_ref());
    let spread = tests.filter_map(|test| match &test.look {
        SignalLook::Latency { of, .. } => Some(of),
        _ => None,
    });
    spread.flatten().map(|pick| pick.signal.as_str()).collect()
}

/// The names of all metrics that rules read, as a Prometheus keeps them. A classic histogram has many buckets: only those
/// are asked for that somebody reads.
fn names(spread: &BTreeSet<&str>) -> Vec<String> {
    let mut names = BTreeSet::new();
    for signal in mapping::builtin().signals() {
        for wanted in signal.names() {
            for name in wanted.in_prometheus(signal.unit()) {
                if wanted.kind == Kind::Histogram {
                    names.extend([format!("{name}_sum"), format!("{name}_count")]);
                    if spread.contains(signal.id()) {
                        names.insert(format!("{name}_bucket"));
                    }
                }
                // A native one has no parts.
                names.insert(name);
            }
        }
    }
    names.into_iter().collect()
}

/// The queries for some metrics, in parts.
fn queries(
    names: &[String],
    selector: &str,
    (from, to): (OffsetDateTime, OffsetDateTime),
) -> Vec<String> {
    names
        .chunks(NAMES)
        .map(|part| {
            let query = format!("{{__name__=~\"{}\",{selector}}}", part.join("|"));
            let (from, to) = (from.unix_timestamp(), to.unix_timestamp());
            format!(
                "/api/v1/query_range?query={}&start={from}&end={to}&step={STEP}",
                encoded(&query)
            )
        })
        .collect()
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// An answer's hash and what it holds, packed.
type Packed = ([u8; 32], Vec<u8>);

/// Nothing packed where the answer holds no point; and what the source says is missing from it.
fn fetch_and_pack(fetch: &Fetch, path: &str) -> Result<(Option<Packed>, Option<String>), String> {
    let answer = (fetch.0)(path)?;
    let name = MetricName::parse("query").map_err(|e| e.to_string())?;
    let query::Answered { intake, missing } =
        query::read(&answer, &name, &Limits::default()).map_err(|e| e.to_string())?;
    let missing = missing.map(|why| PullRow::incomplete(why.as_str()));
    if intake.points.is_empty() {
        return Ok((None, missing));
    }
    let digest = Sha256::new()
        .chain_update(path)
        .chain_update(&answer)
        .finalize()
        .into();
    let body = journal::encode(&intake).map_err(|e| e.to_string())?;
    Ok((Some((digest, body)), missing))
}

/// Has the console fetch a workload's telemetry from the installation's Prometheus; with an empty selector no longer.
///
/// # Errors
/// [`Error::Invalid`] with `selector`; [`Error::Stale`]; [`Error::State`] where the installation has no Prometheus;
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn set_pull(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    selector: &str,
    version: i32,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<EditWorkload>(&mut tx, viewer, id).await?;
    let done = if selector.trim().is_empty() {
        pulls::stop(&mut tx, &permit, (id, version)).await?
    } else {
        if services.signals.fetch().is_none() {
            return Err(Error::State("no_prometheus"));
        }
        let selector =
            Selector::parse(selector).map_err(|_| Error::field("selector", Problem::Choice))?;
        pulls::set(
            &mut tx,
            &permit,
            (id, version),
            selector.as_str(),
            services.now(),
        )
        .await?
    };
    if !done {
        return Err(Error::Stale);
    }
    let entry = (
        "signals.pull",
        "pull",
        json!({ "selector": selector.trim() }),
    );
    finish_apart(services, tx, viewer, &workload, entry).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_ask_for_known_names_of_the_workload_only() {
        let at = OffsetDateTime::UNIX_EPOCH;
        let names = names(&BTreeSet::new());
        let all = queries(&names, "namespace=\"chat\"", (at, at + SPAN));
        assert!(
            all.iter()
                .any(|query| query.contains("vllm%3Anum_requests_running"))
        );
        assert!(
            all.iter()
                .all(|query| query.contains("namespace%3D%22chat%22") && query.len() < 4_000)
        );
        assert!(
            all.iter()
                .all(|query| query.ends_with("&start=0&end=21600&step=60"))
        );
    }

    #[test]
    fn everything_that_a_rule_needs_is_asked_for() {
        let names = names(&spread_of(domain::framework::builtin().unwrap()));
        for name in [
            "DCGM_FI_DEV_GPU_UTIL",
            // The 99th percentile lies between buckets.
            "vllm:e2e_request_latency_seconds_bucket",
            "gen_ai_client_operation_duration_seconds_bucket",
            // Tokens are the sum of a histogram.
            "gen_ai_client_token_usage_sum",
            "vllm:time_to_first_token_seconds_count",
        ] {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
        let unread = "vllm:time_to_first_token_seconds_bucket";
        assert!(names.iter().all(|known| known != unread));
    }
}
