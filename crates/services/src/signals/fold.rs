//! From acknowledged batches to rollups: each counts once, whatever fails.

mod ids;
mod write;

use std::{
    collections::{HashMap, HashSet},
    mem,
    sync::atomic::Ordering,
};

use domain::WorkloadId;
use rayon::prelude::*;
use store::{
    Tx,
    signals::{
        batches, series,
        workloads::{self, Folded},
    },
};
use telemetry::{
    Intake, KnownPoint,
    dropped::Reason,
    journal,
    rollup::{self, Rollup, State, States},
};
use time::OffsetDateTime;

use self::{
    ids::{Ids, series_ids},
    write::write,
};
use super::{changed, components, series::OWN, traces};
use crate::{Error, Services};
pub(super) use ids::store_series;

/// The series in which spans count themselves.
const SPANS: &str = "hexastyle.spans";
/// The series in which log records count themselves.
const LOGS: &str = "hexastyle.logs";
/// Batches folded in one transaction, and the bytes after which no more are: a million points take about as many, and
/// some 150 MB of memory while they are folded.
const MOST: usize = 2048;
const BYTES: usize = 16 << 20;

/// Folds what waits, workload by workload; how many batches that were.
///
/// # Errors
/// When the database fails. What was not folded waits for the next call.
#[tracing::instrument(skip_all)]
pub async fn fold_waiting(services: &Services) -> Result<usize, Error> {
    let mut db = services
        .pool
        .acquire()
        .await
        .map_err(store::StoreError::from)?;
    let waiting = batches::waiting(&mut db).await?;
    let (backlog, _) = batches::backlog(&mut db).await?;
    services.signals.0.backlog.store(backlog, Ordering::Relaxed);
    drop(db);
    let (mut folded, mut failed) = (0, None);
    for workload in waiting {
        loop {
            match fold(services, workload).await {
                Ok(done) => {
                    folded += done.batches;
                    if !done.more {
                        break;
                    }
                }
                // One workload's trouble is not the others'.
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
    }
    failed.map_or(Ok(folded), Err)
}

/// What one transaction folded.
#[derive(Clone, Copy, Default)]
struct Done {
    batches: usize,
    /// It was as much as one transaction takes. What came in meanwhile waits for the next call: few large folds cost
    /// less than many small ones.
    more: bool,
}

/// Folds the oldest batches of a workload in one transaction.
async fn fold(services: &Services, workload: WorkloadId) -> Result<Done, Error> {
    let mut tx = services.begin().await?;
    // Another process folds this workload, and will go on until nothing is left.
    if !batches::lock(&mut tx, workload).await? {
        return Ok(Done::default());
    }
    let bodies = batches::take(&mut tx, workload, MOST, BYTES).await?;
    let batches = bodies.len();
    if batches == 0 {
        return Ok(Done::default());
    }
    let bytes: usize = bodies.iter().map(Vec::len).sum();
    let more = batches >= MOST || bytes >= BYTES;
    let unpacked = tokio::task::spawn_blocking(move || unpack(bodies)).await;
    let unpacked = unpacked.map_err(|e| Error::Internal("telemetry", Box::new(e)))?;
    let (intake, broken) = (&unpacked.intake, unpacked.broken);
    let mut sums = Folded::default();
    if broken > 0 {
        // Written by another version of the program: nothing of it can be used, and it would block all that follows.
        tracing::error!(batches = broken, "batches that can't be read were dropped");
        note(&mut sums, "unreadable_batch", broken);
    }
    let (ids, named) = series_ids(services, &mut tx, workload, intake, &mut sums).await?;
    traces::add(services, &mut tx, workload, intake).await?;
    for (reason, drop) in intake.dropped.iter() {
        note(&mut sums, &code(reason), drop.count);
    }
    if !intake.traces.is_empty() {
        sums.came.insert(changed::TRACES.to_owned());
    }
    let seen = intake.components.clone();
    add_rollups(services, &mut tx, &ids, unpacked, &mut sums).await?;
    // Its rows are locked until the end, and whoever receives new series waits for them: after what takes long.
    components::see(services, &mut tx, workload, &seen, &named).await?;
    workloads::touch(&mut tx, workload, &sums, services.now()).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(Done { batches, more })
}

/// Batches as they are folded together.
struct Unpacked {
    /// All as one, but for the points of known series.
    intake: Intake,
    /// Those, batch by batch as they were read: they are nearly all there is, and no copy of them is made.
    known: Vec<Vec<KnownPoint>>,
    /// The ids of known series, each once.
    known_ids: Vec<i64>,
    /// How many batches can't be read.
    broken: u64,
}

fn unpack(bodies: Vec<Vec<u8>>) -> Unpacked {
    let read: Vec<_> = bodies
        .into_par_iter()
        .map(|body| journal::decode(&body))
        .collect();
    let broken = read.iter().filter(|one| one.is_err()).count();
    let mut known = Vec::with_capacity(read.len());
    let read = read.into_iter().filter_map(Result::ok);
    let apart = read.map(|mut batch| {
        known.push(mem::take(&mut batch.known));
        batch
    });
    let intake = Intake::join(apart);
    let known_ids = rollup::series_of(known.iter().flatten().map(KnownPoint::sample));
    Unpacked {
        intake,
        known,
        known_ids,
        broken: u64::try_from(broken).unwrap_or(u64::MAX),
    }
}

/// A reason's name in the database.
pub(super) fn code(reason: Reason) -> String {
    match serde_json::to_value(reason) {
        Ok(serde_json::Value::String(name)) => name,
        _ => "other".to_owned(),
    }
}

fn note(sums: &mut Folded, reason: &str, count: u64) {
    let before = sums.dropped.get(reason).and_then(serde_json::Value::as_u64);
    sums.dropped.insert(
        reason.to_owned(),
        before.unwrap_or(0).saturating_add(count).into(),
    );
}

async fn add_rollups(
    services: &Services,
    tx: &mut Tx,
    ids: &Ids,
    unpacked: Unpacked,
    sums: &mut Folded,
) -> Result<(), Error> {
    let Unpacked {
        intake,
        known,
        known_ids,
        ..
    } = unpacked;
    let places: Vec<Option<i64>> = intake
        .series
        .iter()
        .map(|series| ids.get(&series.key()).copied())
        .collect();
    let own = own(&intake, &places);
    let states = stored_states(tx, &all_ids(&places, known_ids)).await?;
    let folded = tokio::task::spawn_blocking(move || {
        let mut states = states;
        let known = known.iter().flatten().map(KnownPoint::sample);
        let folded = rollup::fold(intake.samples(&places).chain(known), &mut states);
        (states, folded)
    });
    let (states, folded) = folded
        .await
        .map_err(|e| Error::Internal("telemetry", Box::new(e)))?;
    if folded.not_newer > 0 {
        note(sums, &code(Reason::NotNewer), folded.not_newer);
    }
    let mut of: Vec<i64> = folded.hours.iter().map(|part| part.series).collect();
    of.dedup();
    let came = changed::came(services, tx, &of).await?;
    sums.came.extend(came.signals);
    for part in &folded.hours {
        let own = own.get(&part.series).map(String::as_str);
        for (_, rollup) in &part.minutes {
            count(sums, own, rollup);
        }
    }
    keep_states(tx, &states).await?;
    let earliest = folded.hours.iter().map(|part| part.hour).min();
    let costs = earliest.filter(|_| came.costs);
    sums.earliest = costs.map(|hour| instant(hour * 3600));
    write(services, tx, folded.hours).await
}

/// The series that the console made itself of spans and records, by id. They are never among the known ones.
fn own(intake: &Intake, places: &[Option<i64>]) -> HashMap<i64, String> {
    let named = intake.series.iter().zip(places);
    let own = named.filter(|(series, _)| series.name().as_str().starts_with(OWN));
    own.filter_map(|(series, id)| Some(((*id)?, series.name().to_string())))
        .collect()
}

/// The ids of all series of a batch, each once.
fn all_ids(places: &[Option<i64>], known: Vec<i64>) -> Vec<i64> {
    let ids: HashSet<i64> = places.iter().copied().flatten().chain(known).collect();
    ids.into_iter().collect()
}

/// What came in: points as they were sent, not what was made of spans and records, which count themselves.
fn count(sums: &mut Folded, own: Option<&str>, rollup: &Rollup) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole numbers of spans in one minute"
    )]
    let records = rollup.sum as i64;
    match own {
        Some(SPANS) => sums.spans += records,
        Some(LOGS) => sums.logs += records,
        Some(_) => {}
        None => sums.points += i64::try_from(rollup.points).unwrap_or(i64::MAX),
    }
}

async fn stored_states(tx: &mut Tx, ids: &[i64]) -> Result<States, Error> {
    let stored = series::states(tx, ids).await?.into_iter();
    // A state that can't be read is that of a series which begins anew.
    let readable = stored.filter_map(|(id, bytes)| Some((id, State::from_bytes(&bytes).ok()?)));
    Ok(readable.collect())
}

async fn keep_states(tx: &mut Tx, states: &States) -> Result<(), Error> {
    let (mut of, mut at, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
    for (id, state) in states {
        of.push(*id);
        at.push(instant(state.last_at().div_euclid(1000)));
        bytes.push(
            state
                .to_bytes()
                .map_err(|e| Error::Internal("telemetry", Box::new(e)))?,
        );
    }
    Ok(series::keep_states(tx, &of, &at, &bytes).await?)
}

/// Seconds since 1970; what no calendar has stays at its edge.
pub(super) fn instant(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// Packs a rollup or a distribution for the database.
pub(super) fn pack<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    postcard::to_allocvec(value).map_err(|e| Error::Internal("telemetry", Box::new(e)))
}

/// Opens what [`pack`] packed.
pub(super) fn open<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    postcard::from_bytes(bytes).map_err(|e| Error::Internal("telemetry", Box::new(e)))
}
