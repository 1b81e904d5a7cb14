//! Changes for the worse: found when samples are taken, listed on pages.

use domain::{
    Exact, Framework, Locale, Readable, RiskId, TeamId, Viewer, WorkloadId,
    access::Read,
    alert::{Alert, Moment, alerts},
    group::{Group, ShareRisk},
    notice::Event,
    views::trend::{AlertRow, Alerts, AlertsPage},
};
use serde::Deserialize;
use store::{
    PgConnection, StoreError,
    alerts::{self as stored, Since},
};
use time::{Date, Duration, OffsetDateTime};

use crate::{
    Error, Services,
    overview::{names::Names, number},
    workload::list::cut,
};

/// Pages tell of alerts of so many days.
const LOOK_BACK: Duration = Duration::days(14);
/// A conflict is new for so many days; then it is one of those that wait.
const NEW: Duration = Duration::days(7);
/// Alerts on a page of their own.
const PER_PAGE: u32 = 50;

/// Writes what changed for the worse with the samples of a day that were taken at an instant, of one workload or of all.
pub(super) async fn notice(
    db: &mut PgConnection,
    (day, at): (Date, OffsetDateTime),
    only: Option<WorkloadId>,
) -> Result<(), Error> {
    let mut found = Vec::new();
    for pair in stored::pairs(db, (day, at), only).await? {
        let (before, after) = (moment(pair.before)?, moment(pair.after)?);
        for alert in alerts(&before, &after) {
            found.push(stored::Alert {
                workload: pair.workload,
                day,
                kind: alert.kind().to_owned(),
                details: serde_json::to_value(&alert)
                    .map_err(|e| Error::Internal("alerts", Box::new(e)))?,
            });
        }
    }
    Ok(stored::keep(db, (day, at), only, &found).await?)
}

fn moment(side: stored::Side) -> Result<Moment, Error> {
    let assured: Option<Result<Exact, _>> = side.assured.as_deref().map(str::parse);
    let assured = assured.transpose().map_err(|_| StoreError::Inconsistent {
        table: "workload_samples",
        column: "assured",
    })?;
    let risks = match side.risks {
        Some(json) => Vec::<ShareRisk>::deserialize(&json).map_err(|source| StoreError::Json {
            table: "workload_samples",
            column: "risks",
            source,
        })?,
        None => Vec::new(),
    };
    Ok(Moment {
        version: side.version,
        assured,
        ended: number(side.ended),
        risks,
    })
}

/// The first days that pages tell of.
pub(crate) fn since(today: Date) -> Since {
    Since {
        worse: today - LOOK_BACK,
        conflicts: today - NEW,
    }
}

/// An alert as it was kept; events are kept as such.
fn read(one: &stored::Alert) -> Result<Alert, StoreError> {
    let (of_event, table, column) = match one.kind.as_str() {
        "conflict" | "budget_passed" => (true, "notice_events", "content"),
        _ => (false, "alerts", "details"),
    };
    let broken = |source| StoreError::Json {
        table,
        column,
        source,
    };
    if !of_event {
        return Alert::deserialize(&one.details).map_err(broken);
    }
    let event = Event::deserialize(&one.details).map_err(broken)?;
    Alert::of_event(event).ok_or(StoreError::Inconsistent { table, column })
}

/// As pages show them.
pub(crate) fn view(
    framework: &Framework,
    (found, total): (Vec<stored::Alert>, i64),
    names: &Names,
    locale: Locale,
) -> Result<Alerts, Error> {
    let name = |of: (WorkloadId, &RiskId)| names.risk(framework, of, locale);
    let row = |one: stored::Alert| {
        let alert = read(&one)?;
        let risk_names = match &alert {
            Alert::CriticalRisk { risks } => risks
                .iter()
                .map(|(id, _)| name((one.workload, id)))
                .collect(),
            _ => Vec::new(),
        };
        let (workload_name, team_name) = names.of(one.workload);
        Ok(AlertRow {
            workload: one.workload,
            workload_name,
            team_name,
            day: one.day,
            alert,
            risk_names,
        })
    };
    let rows: Result<Vec<_>, StoreError> = found.into_iter().map(row).collect();
    Ok(Alerts {
        rows: rows?,
        total: number(total),
        page: 1,
        pages: 1,
        days: number(LOOK_BACK.whole_days()),
    })
}

/// All alerts of the last days, of a team or of all that the viewer may read.
///
/// # Errors
/// [`Error::NotFound`] where the team is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn page(
    services: &Services,
    viewer: &Viewer,
    team: Option<TeamId>,
    asked: &str,
    locale: Locale,
) -> Result<AlertsPage, Error> {
    let mut tx = services.begin().await?;
    let (team, readable) = match team {
        None => (None, viewer.readable()),
        Some(id) => {
            let permit = viewer.permit::<Read>(id)?;
            let found = store::teams::find(&mut tx, &permit)
                .await?
                .ok_or(Error::NotFound)?;
            (Some((id, found.name)), Readable::Teams(vec![id]))
        }
    };
    let since = since(services.today());
    let who = (&readable, None);
    let (_, total) = stored::since(&mut tx, who, since, (1, 0)).await?;
    let (page, pages) = cut(asked, number(total), PER_PAGE);
    let skipped = i64::from(page - 1) * i64::from(PER_PAGE);
    let (rows, _) = stored::since(&mut tx, who, since, (PER_PAGE.into(), skipped)).await?;
    let names = Names::read(&mut tx, &Group::default(), &[], &rows).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let alerts = view(services.framework, (rows, total), &names, locale)?;
    Ok(AlertsPage {
        team,
        alerts: Alerts {
            page,
            pages,
            ..alerts
        },
    })
}
