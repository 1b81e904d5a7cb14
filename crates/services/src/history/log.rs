//! The change log of a workload with its milestones, and that of the organisation.

use std::collections::BTreeMap;

use domain::{
    Viewer, WorkloadId,
    access::Read,
    views::results::{HistoryPage, LogPage, LogReach, LogView},
};
use serde::Deserialize;
use store::{
    PgConnection, StoreError,
    change_log::{Chain, Logged, of_chain},
    imported_history, lists,
};

use super::{
    called::{call, noted},
    milestones::view,
};
use crate::{Error, Services, texts, workload};

/// Entries on one page.
const PER_PAGE: u32 = 50;

/// Milestones and one page (from 1) of the change log of a workload, and one (from 1) of what was done before it was
/// imported.
///
/// # Errors
/// [`Error::NotFound`] where the workload is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    (page, imported): (u32, u32),
) -> Result<HistoryPage, Error> {
    let mut tx = services.begin().await?;
    let found = store::workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let head = workload::look_at(services, &mut tx, viewer, &found).await?;
    let milestones = store::reviews::milestones(&mut tx, id).await?;
    let LogPage {
        mut rows,
        page,
        more,
    } = read(&mut tx, Chain::Workload(id), page).await?;
    name_reached(&mut tx, viewer, &mut rows).await?;
    call(&mut tx, viewer, &mut rows).await?;
    let imported = read_imported(&mut tx, id, imported).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let milestones = milestones.iter().map(view).collect::<Result<_, _>>()?;
    Ok(HistoryPage {
        head,
        milestones,
        log: rows,
        log_page: page,
        log_more: more,
        imported,
    })
}

/// One page (from 1) of what was done outside of single workloads: people, teams, settings.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn admin_log(services: &Services, viewer: &Viewer, page: u32) -> Result<LogPage, Error> {
    viewer.administer()?;
    let mut tx = services.begin().await?;
    let mut found = read(&mut tx, Chain::Organisation, page).await?;
    call(&mut tx, viewer, &mut found.rows).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(found)
}

async fn read(db: &mut PgConnection, chain: Chain, page: u32) -> Result<LogPage, Error> {
    let (limit, offset) = reach(page);
    let rows = of_chain(db, chain, limit, offset).await?;
    Ok(fitting(rows.into_iter().map(entry).collect(), page))
}

/// Owners in it are names already, and it reached nobody here. Past the end is the last page: an empty one would look as if
/// nothing had been imported.
async fn read_imported(
    db: &mut PgConnection,
    id: WorkloadId,
    mut page: u32,
) -> Result<LogPage, Error> {
    let (limit, offset) = reach(page);
    let mut rows = imported_history::of_workload(db, id, limit, offset).await?;
    if rows.is_empty() && page > 1 {
        page = last(imported_history::count(db, id).await?);
        let (limit, offset) = reach(page);
        rows = imported_history::of_workload(db, id, limit, offset).await?;
    }
    let rows = rows.into_iter().map(|one| LogView {
        origin: one.origin,
        reached: None,
        ..entry(one.told)
    });
    Ok(fitting(rows.collect(), page))
}

/// How many entries to read for a page, and after how many: one more than fits, to know whether there is another page.
fn reach(page: u32) -> (i64, i64) {
    let per_page = i64::from(PER_PAGE);
    (per_page + 1, i64::from(page.max(1) - 1) * per_page)
}

/// The last page of so many entries.
fn last(count: i64) -> u32 {
    u32::try_from((count - 1).max(0) / i64::from(PER_PAGE)).map_or(1, |full| full + 1)
}

fn fitting(mut rows: Vec<LogView>, page: u32) -> LogPage {
    let fits = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > fits;
    rows.truncate(fits);
    LogPage {
        rows,
        page: page.max(1),
        more,
    }
}

/// What `inherited_by` of an entry says.
#[derive(Deserialize)]
struct Inherited {
    inherited_by: Reached,
}

#[derive(Deserialize)]
struct Reached {
    count: u32,
    workloads: Vec<WorkloadId>,
}

/// Whom an entry reached, without their names; none where nobody inherits.
fn reached(details: &serde_json::Value) -> Option<LogReach> {
    let Inherited {
        inherited_by: Reached { count, workloads },
    } = Inherited::deserialize(details).ok()?;
    let workloads = workloads.into_iter().map(|id| (Some(id), String::new()));
    Some(LogReach {
        count,
        workloads: workloads.collect(),
    })
}

/// Names whom entries reached: who offers answers sees who takes them, and opens what they may read.
async fn name_reached(
    db: &mut PgConnection,
    viewer: &Viewer,
    rows: &mut [LogView],
) -> Result<(), Error> {
    let all = rows.iter().filter_map(|row| row.reached.as_ref());
    let mut ids: Vec<_> = all
        .flat_map(|reached| reached.workloads.iter().filter_map(|(id, _)| *id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    let found = lists::placed(db, &ids).await?;
    let places: BTreeMap<_, _> = found
        .into_iter()
        .enumerate()
        .map(|(at, (id, name, team))| (id, (at, name, viewer.permit::<Read>(team).is_ok())))
        .collect();
    for reached in rows.iter_mut().filter_map(|row| row.reached.as_mut()) {
        let known = reached
            .workloads
            .iter()
            .filter_map(|(id, _)| places.get_key_value(id.as_ref()?));
        let mut known: Vec<_> = known.collect();
        known.sort_unstable_by_key(|(_, (at, ..))| *at);
        reached.workloads = known
            .into_iter()
            .map(|(id, (_, name, reads))| (reads.then_some(*id), name.clone()))
            .collect();
    }
    Ok(())
}

fn entry(logged: Logged) -> LogView {
    let Logged {
        number,
        at,
        actor,
        action,
        subject,
        details,
    } = logged;
    let called = noted(&action, &details);
    LogView {
        number,
        at: texts::instant(at),
        actor: actor.unwrap_or_default(),
        action,
        subject,
        called,
        reached: reached(&details),
        details: details.to_string(),
        origin: String::new(),
    }
}
