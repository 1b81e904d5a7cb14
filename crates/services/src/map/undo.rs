//! Taking back what one drew last, step by step.

use domain::{
    Permit, Viewer, WorkloadId,
    access::Assess,
    map::{MOST_CALLS, Shape, Undo},
};
use serde_json::json;
use store::{
    StoreError, Tx,
    map::{
        bearings, calls, found,
        parts::{self, Stored},
        steps::{self, NewStep, Step},
    },
    workloads::Workload,
};
use time::{Duration, OffsetDateTime};

use super::{close, one_of, room};
use crate::{Error, Services, assessing::open_for};

/// How many steps of a person are kept.
const MOST_STEPS: i64 = 20;
/// How long a step can be taken back.
const UNDOABLE: Duration = Duration::days(1);

/// What takes a step back, and the name of what was drawn.
pub(super) struct Back<'b> {
    pub permit: &'b Permit<Assess>,
    pub about: &'b str,
    pub undo: Vec<Undo>,
}

/// Keeps what takes the step back, writes the change log and commits.
pub(super) async fn draw(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    workload: &Workload,
    entry: (&str, &str, serde_json::Value),
    back: Back<'_>,
) -> Result<(), Error> {
    if !back.undo.is_empty() {
        let step = NewStep {
            action: entry.0,
            about: back.about,
            back: &back.undo,
        };
        let step = (step, services.now());
        steps::push(&mut tx, back.permit, workload.id, step, MOST_STEPS).await?;
    }
    close(services, tx, viewer, workload, entry).await
}

/// What somebody drew last and can take back.
pub(super) async fn last(
    tx: &mut Tx,
    viewer: &Viewer,
    id: WorkloadId,
    now: OffsetDateTime,
) -> Result<Option<Step>, Error> {
    Ok(steps::last(tx, id, viewer.user, now - UNDOABLE).await?)
}

/// Takes back what the viewer drew last; `number` says which step they saw.
///
/// # Errors
/// [`Error::Stale`] where it is not their last any more; [`Error::State`] where somebody changed the same since, which
/// forgets the step, or where it does not fit; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn take_back(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    number: i64,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let now = services.now();
    let step = last(&mut tx, viewer, id, now).await?;
    let step = step
        .filter(|step| step.number == number)
        .ok_or(Error::Stale)?;
    if !steps::remove(&mut tx, &permit, id, number).await? {
        return Err(Error::Stale);
    }
    let stored = parts::list(&mut tx, id).await?;
    for one in &step.back {
        match turn_back(&mut tx, &permit, id, (one, &stored), now).await {
            Err(Error::Stale | Error::NotFound) => {
                drop(tx);
                return Err(give_up(services, &permit, id, number).await?);
            }
            other => other?,
        }
    }
    let details = json!({ "undone": step.action, "about": step.about });
    let entry = ("map.undo", &*id.to_string(), details);
    close(services, tx, viewer, &workload, entry).await
}

/// A step that can't be taken back any more does not stand before those that can.
async fn give_up(
    services: &Services,
    permit: &Permit<Assess>,
    id: WorkloadId,
    number: i64,
) -> Result<Error, Error> {
    let mut tx = services.begin().await?;
    steps::remove(&mut tx, permit, id, number).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(Error::State("map_undo_gone"))
}

async fn turn_back(
    tx: &mut Tx,
    permit: &Permit<Assess>,
    id: WorkloadId,
    (undo, stored): (&Undo, &[Stored]),
    now: OffsetDateTime,
) -> Result<(), Error> {
    match undo {
        Undo::PartCame { part, is } => {
            let version = as_left(one_of(stored, *part)?, is)?;
            done(parts::remove(tx, permit, id, (*part, version), now).await?)
        }
        Undo::PartGone { part } => {
            room(tx, id, 1).await?;
            let restored = parts::restore(tx, permit, id, *part).await;
            done(restored.map_err(named)?.is_some())
        }
        Undo::PartChanged { part, was, is } => {
            let seen = (*part, as_left(one_of(stored, *part)?, is)?);
            let turned = parts::turn_back(tx, permit, id, seen, was).await;
            done(turned.map_err(named)?)
        }
        Undo::CallCame { call } => {
            // Gone already is as good.
            calls::remove(tx, permit, id, *call).await?;
            Ok(())
        }
        Undo::CallGone { call } => {
            if calls::list(tx, id).await?.len() >= MOST_CALLS {
                return Err(Error::State("map_full"));
            }
            // Drawn again already is as good.
            calls::add(tx, permit, id, &[*call], now).await?;
            Ok(())
        }
        Undo::Decided { component } => {
            found::forget(tx, permit, id, *component).await?;
            Ok(())
        }
        Undo::Forgotten { component, part } => {
            found::decide(tx, permit, id, &[(*component, *part)], now).await?;
            Ok(())
        }
        Undo::Said { part, check, was } => {
            bearings::say(tx, permit, id, (*part, check), *was, now).await?;
            Ok(())
        }
    }
}

/// The version of a part that is still as the step left it.
fn as_left(stored: &Stored, is: &Shape) -> Result<i32, Error> {
    if stored.shape() == *is {
        Ok(stored.version)
    } else {
        Err(Error::Stale)
    }
}

fn done(done: bool) -> Result<(), Error> {
    if done { Ok(()) } else { Err(Error::Stale) }
}

/// Another part can have taken the name meanwhile.
pub(super) fn named(error: StoreError) -> Error {
    match error.constraint() {
        Some("map_parts_name_key") => Error::State("map_name_taken"),
        _ => Error::Store(error),
    }
}
