//! A workload's telemetry: what comes in, since when, until when, and which rules read it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RuleId, Viewer, WorkloadId,
    framework::Framework,
    views::signals::{ComponentRow, PullRow, SignalRow, SignalsPage},
};
use store::{
    Tx, components,
    signals::{pull_bounds, pulls, rollups, series, workloads},
};

use telemetry::mapping;

use super::{fold::instant, series::OWN};
use crate::{Error, Services, texts, workload};

/// Hours of the small charts: a week.
const HOURS: i64 = 7 * 24;
/// Names shown; a workload that sends more is told so by the count of series.
const NAMES: usize = 300;

/// The signals page.
///
/// # Errors
/// [`Error::NotFound`] where the workload is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn signals_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
) -> Result<SignalsPage, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let head = workload::look_at(services, &mut tx, viewer, &stored).await?;
    let sums = workloads::get(&mut tx, id).await?;
    let now = services.now().unix_timestamp().div_euclid(3600);
    let from = now - HOURS + 1;
    let signals = rows(services, &mut tx, id, (from, now)).await?;
    let components = components::list(&mut tx, id).await?;
    let pull = pulls::get(&mut tx, id).await?;
    let bound = pull_bounds::of_workload(&mut tx, id).await?;
    let pull = services.signals.fetch().map(|_| PullRow {
        bound: bound.unwrap_or_default(),
        ..pull.map_or_else(PullRow::default, pull_row)
    });
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let folded = sums
        .as_ref()
        .map(|sums| sums.folded.clone())
        .unwrap_or_default();
    let mut dropped: Vec<_> = folded
        .dropped
        .iter()
        .map(|(reason, count)| (reason.clone(), count.as_u64().unwrap_or(0)))
        .collect();
    dropped.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(SignalsPage {
        head,
        last_at: sums
            .as_ref()
            .and_then(|sums| sums.last_at)
            .map(texts::instant),
        judged_at: sums
            .as_ref()
            .and_then(|sums| sums.judged_at)
            .map(texts::instant),
        points: count(folded.points),
        spans: count(folded.spans),
        logs: count(folded.logs),
        dropped,
        signals,
        from,
        components: components.into_iter().map(component_row).collect(),
        pull,
    })
}

async fn rows(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    (from, to): (i64, i64),
) -> Result<Vec<SignalRow>, Error> {
    let mut names = series::names(tx, id).await?;
    // What rules read comes first; of the rest only so many.
    names.sort_by_key(|name| (signal(&name.name).is_none(), name.name.clone()));
    names.truncate(NAMES);
    let all: Vec<String> = names.iter().map(|name| name.name.clone()).collect();
    let stored = series::named(tx, id, &all).await?;
    let name_of: BTreeMap<i64, &str> = stored
        .iter()
        .map(|one| (one.id, one.name.as_str()))
        .collect();
    let ids: Vec<i64> = name_of.keys().copied().collect();
    let mut hours: BTreeMap<(&str, i64), (f64, i64)> = BTreeMap::new();
    for row in rollups::plain_hours(tx, &ids, (instant(from * 3600), instant(to * 3600))).await? {
        let Some(name) = name_of.get(&row.series) else {
            continue;
        };
        let slot = hours
            .entry((name, row.hour.unix_timestamp().div_euclid(3600)))
            .or_default();
        slot.0 += row.sum;
        slot.1 += row.count;
    }
    let rules = readers(services.framework);
    let row = |name: series::Name| {
        let signal = signal(&name.name);
        let value = |hour: i64| {
            hours
                .get(&(name.name.as_str(), hour))
                .map(|(sum, count)| shown(&name.kind, *sum, *count))
        };
        SignalRow {
            hours: (from..=to).map(value).collect(),
            rules: signal
                .and_then(|signal| rules.get(signal))
                .cloned()
                .unwrap_or_default(),
            signal: signal.map(str::to_owned),
            kind: name.kind.clone(),
            unit: name.unit.clone(),
            series: u32::try_from(name.series).unwrap_or(u32::MAX),
            first_at: texts::instant(name.first_at),
            last_at: name.last_at.map(texts::instant),
            name: name.name.clone(),
        }
    };
    Ok(names.into_iter().map(row).collect())
}

/// What rules know a name as.
pub(crate) fn signal(name: &str) -> Option<&str> {
    if name.starts_with(OWN) {
        return Some(name);
    }
    let sources = mapping::builtin().signals_of(name);
    sources.first().map(|source| source.signal.id())
}

/// The mean of a gauge, the increase of anything else.
pub(super) fn shown(kind: &str, sum: f64, count: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2⁵³")]
    let count = count.max(1) as f64;
    if kind == "gauge" { sum / count } else { sum }
}

/// The rules that read each signal.
pub(super) fn readers(framework: &Framework) -> BTreeMap<&str, Vec<RuleId>> {
    let mut readers: BTreeMap<&str, BTreeSet<&RuleId>> = BTreeMap::new();
    for rule in &framework.rules {
        for signal in rule.signal.iter().flat_map(|test| test.look.signals()) {
            readers.entry(signal).or_default().insert(&rule.id);
        }
    }
    let list = |ids: BTreeSet<&RuleId>| ids.into_iter().cloned().collect();
    readers
        .into_iter()
        .map(|(signal, ids)| (signal, list(ids)))
        .collect()
}

fn pull_row(stored: pulls::Stored) -> PullRow {
    PullRow {
        selector: stored.selector,
        bound: String::new(),
        fetched_until: stored.fetched_until.map(texts::instant),
        tried_at: stored.tried_at.map(texts::instant),
        failure: stored.failure,
        version: stored.version,
    }
}

fn component_row(stored: components::Stored) -> ComponentRow {
    ComponentRow {
        id: stored.id,
        content: stored.content,
        origin: stored.origin,
        first_at: texts::instant(stored.first_at),
        last_at: texts::instant(stored.last_at),
        standing: stored.standing,
        reviewed: stored.by_name.map(|name| (stored.remark, name)),
        version: stored.version,
    }
}
