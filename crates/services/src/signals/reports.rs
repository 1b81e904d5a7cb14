//! Telemetry in reports: what rules look at, and a table of all series.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Locale, RuleId, Viewer, WorkloadId, access::Read};
use report::{
    csv::Part,
    model::{SeriesLine, SignalLine, Signals},
};
use store::{
    PgConnection, StoreError,
    signals::{rollups, series},
};

use super::{
    fold::instant,
    page::{readers, shown, signal},
};
use crate::{
    Error, Services,
    export::{self, Page, Paged, Table},
};

/// Days over which a report takes values.
const DAYS: u32 = 7;
/// Names in a report, series in a table.
const NAMES: usize = 300;
const SERIES: i64 = 100_000;
/// Services named as a source.
const SOURCES: usize = 3;
/// Labels that name the service, the preferred first.
const SERVICE: [&str; 3] = ["service.name", "service_name", "job"];

/// What came in under one name.
#[derive(Default)]
struct Seen<'a> {
    sources: BTreeSet<&'a str>,
    sum: f64,
    count: i64,
    hours: BTreeSet<i64>,
    /// The newest point with a value, and when that was.
    last: Option<(time::OffsetDateTime, f64)>,
}

/// The telemetry of a workload that rules look at.
pub(crate) async fn in_report(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
) -> Result<Signals, Error> {
    let rules = readers(services.framework);
    let all = series::names(db, id).await?;
    let total: i64 = all.iter().map(|name| name.series).sum();
    let known = |name: &series::Name| {
        let signal = signal(&name.name)?;
        Some((signal.to_owned(), rules.get(signal)?.clone()))
    };
    let mut read: Vec<_> = all
        .into_iter()
        .filter_map(|name| known(&name).map(|(signal, rules)| (signal, rules, name)))
        .collect();
    read.sort_by(|a, b| (&a.0, &a.2.name).cmp(&(&b.0, &b.2.name)));
    read.truncate(NAMES);
    let names: Vec<String> = read.iter().map(|(_, _, name)| name.name.clone()).collect();
    let stored = series::named(db, id, &names).await?;
    let now = services.now().unix_timestamp().div_euclid(3600);
    let from = now - i64::from(DAYS) * 24 + 1;
    let ids: Vec<i64> = stored.iter().map(|one| one.id).collect();
    let span = (instant(from * 3600), instant(now * 3600));
    let hours = rollups::plain_hours(db, &ids, span).await?;
    let seen = seen(&stored, &hours);
    let line = |(signal, rules, name): (String, Vec<RuleId>, series::Name)| {
        let nothing = Seen::default();
        let seen = seen.get(name.name.as_str()).unwrap_or(&nothing);
        line((signal, rules), name, seen)
    };
    Ok(Signals {
        rows: read.into_iter().map(line).collect(),
        series: u64::try_from(total).unwrap_or(0),
        days: DAYS,
        charts: Vec::new(),
    })
}

fn seen<'a>(stored: &'a [series::Stored], hours: &[rollups::Hour]) -> BTreeMap<&'a str, Seen<'a>> {
    let mut seen: BTreeMap<&str, Seen<'_>> = BTreeMap::new();
    let mut name_of = BTreeMap::new();
    for one in stored {
        name_of.insert(one.id, one.name.as_str());
        let service = SERVICE.iter().find_map(|label| one.labels.get(*label));
        let entry = seen.entry(&one.name).or_default();
        entry.sources.extend(service.map(String::as_str));
    }
    for hour in hours {
        let Some(entry) = name_of
            .get(&hour.series)
            .and_then(|name| seen.get_mut(name))
        else {
            continue;
        };
        entry.sum += hour.sum;
        entry.count += hour.count;
        entry.hours.insert(hour.hour.unix_timestamp());
        if let Some((at, value)) = hour.last_at.zip(hour.last)
            && entry.last.is_none_or(|(before, _)| before <= at)
        {
            entry.last = Some((at, value));
        }
    }
    seen
}

fn line((signal, rules): (String, Vec<RuleId>), name: series::Name, seen: &Seen<'_>) -> SignalLine {
    let sources = seen.sources.iter().take(SOURCES);
    SignalLine {
        signal,
        sources: sources.map(|source| (*source).to_owned()).collect(),
        window: (!seen.hours.is_empty()).then(|| shown(&name.kind, seen.sum, seen.count)),
        hours: u32::try_from(seen.hours.len()).unwrap_or(u32::MAX),
        last: seen.last.map(|(_, value)| value),
        series: u32::try_from(name.series).unwrap_or(u32::MAX),
        name: name.name,
        kind: name.kind,
        unit: name.unit,
        first_at: name.first_at,
        last_at: name.last_at,
        rules,
    }
}

/// All series of a workload as CSV, by name: at most a hundred thousand.
///
/// # Errors
/// [`Error::NotFound`] where the workload is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn signals_csv(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<Table, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    viewer.permit::<Read>(stored.ok_or(Error::NotFound)?.team)?;
    drop(tx);
    let rows = Rows {
        services: services.clone(),
        workload: id,
        after: None,
        locale,
    };
    Ok(Table::new(rows, SERIES))
}

struct Rows {
    services: Services,
    workload: WorkloadId,
    /// Name and number of the last series that was given.
    after: Option<(String, i64)>,
    locale: Locale,
}

impl Paged for Rows {
    async fn page(&mut self, part: Part, rows: i64) -> Result<Page, Error> {
        let after = self.after.as_ref().map(|(name, id)| (name.as_str(), *id));
        let mut tx = self.services.begin().await?;
        let kept = series::kept(&mut tx, self.workload, (after, rows)).await?;
        tx.commit().await.map_err(StoreError::from)?;
        if let Some(last) = kept.last() {
            self.after = Some((last.series.name.clone(), last.series.id));
        }
        let (lines, locale) = (lines(&self.services, kept), self.locale);
        export::page(lines.len(), move || {
            report::csv::signals(&lines, (part, locale))
        })
        .await
    }
}

/// All series of a workload with their last values.
pub(crate) async fn all_series(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
) -> Result<Vec<SeriesLine>, Error> {
    let kept = series::kept(db, id, (None, SERIES)).await?;
    Ok(lines(services, kept))
}

fn lines(services: &Services, kept: Vec<series::Kept>) -> Vec<SeriesLine> {
    let rules = readers(services.framework);
    let line = |kept: series::Kept| {
        let one = kept.series;
        let signal = signal(&one.name);
        SeriesLine {
            rules: signal
                .and_then(|signal| rules.get(signal))
                .cloned()
                .unwrap_or_default(),
            signal: signal.map(str::to_owned),
            kind: one.kind,
            unit: one.unit,
            labels: one.labels,
            first_at: one.first_at,
            last_at: one.last_at,
            last: kept.last,
            points: u64::try_from(kept.points).unwrap_or(0),
            name: one.name,
        }
    };
    kept.into_iter().map(line).collect()
}
