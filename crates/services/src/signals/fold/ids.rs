//! The ids of a batch's series; new series are stored.

use std::collections::{BTreeSet, HashMap};

use domain::{WorkloadId, evidence::Component};
use store::{
    StoreError, Tx,
    components::TELEMETRY,
    signals::{
        series::{self, NewSeries},
        workloads::Folded,
    },
};
use telemetry::{
    Intake, WireKey,
    series::{Kind, Series, SeriesKey},
};

use super::note;
use crate::{Error, Services, signals::components};

/// Ids by key; a series for which there was no room has none.
pub(super) type Ids = HashMap<SeriesKey, i64>;

/// Stores the series of a batch that has just come in, and remembers how they are written, so that the next body with
/// them is not read in full; their ids in the order of the batch.
pub(in crate::signals) async fn store_series(
    services: &Services,
    workload: WorkloadId,
    intake: &Intake,
    written: &[(WireKey, SeriesKey, Kind)],
) -> Result<Vec<Option<i64>>, Error> {
    let state = &services.signals.0;
    let storing = state.storing.lock().await;
    let mut tx = services.begin().await?;
    // What finds no room is counted when the batch is folded.
    let nowhere = &mut Folded::default();
    let (ids, named) = series_ids(services, &mut tx, workload, intake, nowhere).await?;
    let named: Vec<&Component> = named.iter().collect();
    components::keep(services, &mut tx, workload, TELEMETRY, &named).await?;
    tx.commit().await.map_err(StoreError::from)?;
    drop(storing);
    for (key, id) in &ids {
        state.series.insert((workload, *key.as_bytes()), *id);
    }
    for (wire, key, kind) in written {
        if let Some(id) = ids.get(key) {
            state.written.insert((workload, *wire), (*id, *kind));
        }
    }
    let ids = intake
        .series
        .iter()
        .map(|series| ids.get(&series.key()).copied());
    Ok(ids.collect())
}

/// The ids of all series; new ones get theirs, as long as the workload has room for them. Also what the labels of new ones
/// name.
pub(super) async fn series_ids(
    services: &Services,
    tx: &mut Tx,
    workload: WorkloadId,
    intake: &Intake,
    sums: &mut Folded,
) -> Result<(Ids, Vec<Component>), Error> {
    let known = &services.signals.0.series;
    let mut ids = Ids::new();
    let mut unknown: HashMap<SeriesKey, &Series> = HashMap::new();
    for series in &intake.series {
        let key = series.key();
        match known.get(&(workload, *key.as_bytes())) {
            Some(id) => drop(ids.insert(key, id)),
            None => drop(unknown.insert(key, series)),
        }
    }
    if unknown.is_empty() {
        return Ok((ids, Vec::new()));
    }
    let keys: Vec<_> = unknown.keys().map(|key| key.as_bytes().to_vec()).collect();
    let mut found = series::find(tx, workload, &keys).await?;
    let there: BTreeSet<_> = found.iter().map(|(key, _)| key.clone()).collect();
    let room = services.signals.0.limits.series - series::count(tx, workload).await?;
    let missing = unknown
        .values()
        .filter(|series| !there.contains(series.key().as_bytes().as_slice()));
    let mut missing: Vec<_> = missing.copied().collect();
    // Two transactions that store the same series must not wait for each other.
    missing.sort_by_key(|series| series.key());
    let room = usize::try_from(room).unwrap_or(0);
    if missing.len() > room {
        let over = u64::try_from(missing.len() - room).unwrap_or(u64::MAX);
        note(sums, "too_many_series", over);
    }
    missing.truncate(room);
    let named = components::of_series(missing.iter().copied());
    let new: Vec<_> = missing.into_iter().map(new_series).collect();
    if !new.is_empty() {
        found.extend(series::add(tx, workload, &new, services.now()).await?);
    }
    for (key, id) in found {
        let Ok(key) = <[u8; 16]>::try_from(key.as_slice()) else {
            continue;
        };
        ids.insert(SeriesKey::from_bytes(key), id);
        // Should this transaction fail, the id of a new series is given to no other.
        if there.contains(key.as_slice()) {
            known.insert((workload, key), id);
        }
    }
    Ok((ids, named))
}

fn new_series(series: &Series) -> NewSeries {
    let labels = series
        .labels()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string().into()));
    NewSeries {
        key: series.key().as_bytes().to_vec(),
        name: series.name().to_string(),
        kind: kind(series.kind()).to_owned(),
        unit: series.unit().to_string(),
        labels: serde_json::Value::Object(labels.collect()),
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Gauge => "gauge",
        Kind::Counter => "counter",
        Kind::Histogram => "distribution",
    }
}
