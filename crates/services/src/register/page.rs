//! The register of an organisation or of a team: rows, matrices, what the filters offer, what waits.

use domain::{
    Framework, Locale, Readable, TeamId, Viewer, WorkloadId,
    access::{AcceptRisk, Read, Treat},
    views::register::{
        CellCounts, Choices, Matrices, RegisterPage, RegisterQuery, RegisterRow, WaitingRow,
    },
    views::workloads::Person,
};
use store::{
    PgConnection, StoreError, members,
    register::{self, Cell, Filter, Listed, Waiting},
};

use super::query::{Asked, asked};
use crate::{Error, Services, results, texts};

/// Rows on a page.
const PER_PAGE: u32 = 50;
/// The most rows that other software gets at once.
pub const MOST: u32 = 500;
/// More workloads than this are no choice any more, unless they are one team's.
const CHOOSABLE: i64 = 200;
/// Acceptances that are shown on top.
const WAITING: i64 = 20;

/// Everything that the viewer may read.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn page(
    services: &Services,
    viewer: &Viewer,
    query: &RegisterQuery,
    locale: Locale,
) -> Result<RegisterPage, Error> {
    show(services, viewer, None, query, locale).await
}

/// One team's register.
///
/// # Errors
/// [`Error::NotFound`] where the team is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn team(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    query: &RegisterQuery,
    locale: Locale,
) -> Result<RegisterPage, Error> {
    viewer.permit::<Read>(team)?;
    show(services, viewer, Some(team), query, locale).await
}

async fn show(
    services: &Services,
    viewer: &Viewer,
    of: Option<TeamId>,
    query: &RegisterQuery,
    locale: Locale,
) -> Result<RegisterPage, Error> {
    let readable = of.map_or_else(|| viewer.readable(), |team| Readable::Teams(vec![team]));
    let today = services.today();
    let (asked, _) = asked(services.framework, viewer, readable, query, today);
    let mut tx = services.begin().await?;
    let team = match of {
        Some(team) => {
            let permit = viewer.permit::<Read>(team)?;
            let found = store::teams::find(&mut tx, &permit).await?;
            Some((team, found.ok_or(Error::NotFound)?.name))
        }
        None => None,
    };
    results::refresh(services, &mut tx).await?;
    let found = found(&mut tx, &asked, PER_PAGE).await?;
    let choices = choices(services.framework, &mut tx, viewer, &asked.filter, locale).await?;
    let (waiting, waiting_total) = waiting(services, &mut tx, viewer, of, locale).await?;
    let assignable = assignable(&mut tx, viewer, of.or(asked.filter.team)).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let row = |listed| row(services.framework, viewer, listed, locale);
    Ok(RegisterPage {
        team,
        rows: found.rows.into_iter().map(row).collect(),
        total: found.total,
        page: found.page,
        pages: found.pages,
        matrices: found.matrices,
        choices,
        waiting,
        waiting_total,
        assignable,
    })
}

/// The rows for other software: so many a page, and how many there are.
///
/// # Errors
/// [`Error::Invalid`] where a filter makes no sense.
#[tracing::instrument(skip_all)]
pub async fn rows(
    services: &Services,
    viewer: &Viewer,
    query: &RegisterQuery,
    per_page: u32,
    locale: Locale,
) -> Result<(Vec<RegisterRow>, u32, u32), Error> {
    let today = services.today();
    let readable = viewer.readable();
    let (asked, errors) = asked(services.framework, viewer, readable, query, today);
    Error::check(errors)?;
    let mut tx = services.begin().await?;
    results::refresh(services, &mut tx).await?;
    let found = found(&mut tx, &asked, per_page.clamp(1, MOST)).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let row = |listed| row(services.framework, viewer, listed, locale);
    let rows = found.rows.into_iter().map(row).collect();
    Ok((rows, found.total, found.pages))
}

/// What the database found.
struct Found {
    rows: Vec<Listed>,
    total: u32,
    page: u32,
    pages: u32,
    matrices: Matrices,
}

/// Counts first: the cells add up to how many rows there are, and so to the last page.
async fn found(db: &mut PgConnection, asked: &Asked, per_page: u32) -> Result<Found, Error> {
    let (inherent, assured) = register::count_by_cell(db, &asked.filter).await?;
    let total = match asked.cell {
        Some(cell) => at(if cell.assured { &assured } else { &inherent }, cell),
        None => inherent.iter().flatten().sum(),
    };
    let pages = total.div_ceil(per_page).max(1);
    let page = asked.page.min(pages);
    let place = (i64::from(page - 1) * i64::from(per_page), per_page.into());
    let rows = register::page(db, &asked.filter, asked.cell, asked.order, place).await?;
    Ok(Found {
        rows,
        total,
        page,
        pages,
        matrices: Matrices { inherent, assured },
    })
}

fn at(counts: &CellCounts, cell: Cell) -> u32 {
    let place = |n: i16| usize::try_from(n - 1).unwrap_or(0);
    let row = counts.get(place(cell.likelihood));
    let found = row.and_then(|row| row.get(place(cell.impact)));
    found.copied().unwrap_or(0)
}

/// A row with the name of its risk.
pub(super) fn row(
    framework: &Framework,
    viewer: &Viewer,
    listed: Listed,
    locale: Locale,
) -> RegisterRow {
    RegisterRow {
        name: texts::named(framework, &listed.risk, listed.title.as_deref(), locale),
        treat: viewer.permit::<Treat>(listed.team).is_ok(),
        workload: listed.workload,
        workload_name: listed.workload_name,
        team: listed.team,
        team_name: listed.team_name,
        risk: listed.risk,
        pillar: listed.pillar,
        likelihood: listed.likelihood,
        impact: listed.impact,
        band: listed.band,
        claimed: listed.claimed,
        assured: listed.assured,
        findings: listed.findings,
        reopened: listed.reopened,
        treatment: listed.treatment,
        owner: listed.owner,
        expires_on: listed
            .expires_on
            .map(|day| day.to_string())
            .unwrap_or_default(),
        acceptance: listed.acceptance,
        version: listed.version,
    }
}

async fn choices(
    framework: &Framework,
    db: &mut PgConnection,
    viewer: &Viewer,
    filter: &Filter,
    locale: Locale,
) -> Result<Choices, Error> {
    let one_team =
        filter.team.is_some() || matches!(&filter.readable, Readable::Teams(t) if t.len() == 1);
    let mut workloads =
        register::workloads(db, &filter.readable, filter.team, CHOOSABLE + 1).await?;
    if !one_team && workloads.len() > usize::try_from(CHOOSABLE).unwrap_or(usize::MAX) {
        workloads.clear();
    }
    with_chosen(db, viewer, filter.workload, &mut workloads).await?;
    let names = texts::names(framework, locale);
    Ok(Choices {
        teams: store::teams::names(db, &viewer.readable()).await?,
        workloads,
        risks: names.risks.into_iter().collect(),
        pillars: names.pillars,
        owners: register::owners(db, &filter.readable).await?,
    })
}

/// The workload that is filtered by stays in the filter.
async fn with_chosen(
    db: &mut PgConnection,
    viewer: &Viewer,
    chosen: Option<WorkloadId>,
    among: &mut Vec<(WorkloadId, String)>,
) -> Result<(), Error> {
    let Some(id) = chosen.filter(|id| among.iter().all(|(known, _)| known != id)) else {
        return Ok(());
    };
    let found = store::workloads::lookup(db, id).await?;
    let found = found.filter(|w| viewer.permit::<Read>(w.team).is_ok());
    among.extend(found.map(|w| (w.id, w.name)));
    Ok(())
}

/// Acceptances that the viewer may decide and did not ask for.
async fn waiting(
    services: &Services,
    db: &mut PgConnection,
    viewer: &Viewer,
    of: Option<TeamId>,
    locale: Locale,
) -> Result<(Vec<WaitingRow>, u32), Error> {
    let may = |team: &TeamId| viewer.permit::<AcceptRisk>(*team).is_ok();
    let teams: Option<Vec<_>> = match of {
        Some(team) => Some(Some(team).into_iter().filter(may).collect()),
        None if viewer.administer().is_ok() => None,
        None => Some(viewer.teams.keys().copied().filter(may).collect()),
    };
    if teams.as_ref().is_some_and(Vec::is_empty) {
        return Ok((Vec::new(), 0));
    }
    let (teams, today) = (teams.as_deref(), services.today());
    let (rows, total) = register::waiting(db, teams, viewer.user, today, WAITING).await?;
    let view = |w: Waiting| WaitingRow {
        name: texts::named(services.framework, &w.risk, w.title.as_deref(), locale),
        workload: w.workload,
        workload_name: w.workload_name,
        team_name: w.team_name,
        risk: w.risk,
        assured: (w.assured, w.band),
        asked_by: w.asked_by,
        asked_at: texts::instant(w.asked_at),
        note: w.note,
        until: w.until.to_string(),
        version: w.version,
    };
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    Ok((rows.into_iter().map(view).collect(), total))
}

/// Members of the one team that is shown, where the viewer may treat its risks.
async fn assignable(
    db: &mut PgConnection,
    viewer: &Viewer,
    team: Option<TeamId>,
) -> Result<Vec<Person>, Error> {
    match team.filter(|team| viewer.permit::<Treat>(*team).is_ok()) {
        Some(team) => Ok(members::people(db, team).await?),
        None => Ok(Vec::new()),
    }
}
