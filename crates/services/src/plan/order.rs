//! The order in which a team's capacity serves the plans of its workloads (ADR 18).

use std::time::{Duration, Instant};

use domain::{TeamId, plan::share};
use store::{
    PgConnection, StoreError,
    plans::order::{self, Stale},
};

use crate::{Error, Services, results};

/// Workloads whose numbers a page of all plans still prepares itself; after a change of more it shows what there was.
const FEW: usize = 200;

/// Makes the prepared plans true again: numbers first, then the order of each team whose plans changed; only of some
/// teams where they are given.
pub(super) async fn refresh(services: &Services, teams: Option<&[TeamId]>) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    results::refresh(services, &mut tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    all(services, teams, None).await.map(|_| ())
}

/// The same of all teams for a page, which waits for some seconds at most; whether all of it is true.
pub(super) async fn refresh_some(services: &Services) -> Result<bool, Error> {
    let began = Instant::now();
    let mut tx = services.begin().await?;
    let now = results::now(services);
    let few = store::results::stale(&mut tx, now).await?.len() <= FEW;
    if few {
        results::refresh(services, &mut tx).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    let rest = services.patience.saturating_sub(began.elapsed());
    Ok(all(services, None, Some(rest)).await? && few)
}

/// Makes the orders of all teams true again whose plans changed, so that no reader waits for them; of how many teams.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn prepare_orders(services: &Services) -> Result<usize, Error> {
    let mut tx = services.begin().await?;
    let stale = order::stale(&mut tx, None).await?.len();
    tx.commit().await.map_err(StoreError::from)?;
    all(services, None, None).await?;
    Ok(stale)
}

/// Team by team, each in a transaction of its own: what is done stays done, and others wait for one team at most.
/// Whether it came to the end in time.
async fn all(
    services: &Services,
    teams: Option<&[TeamId]>,
    within: Option<Duration>,
) -> Result<bool, Error> {
    let began = Instant::now();
    let mut tx = services.begin().await?;
    let stale = order::stale(&mut tx, teams).await?;
    tx.commit().await.map_err(StoreError::from)?;
    for found in stale {
        if within.is_some_and(|within| began.elapsed() >= within) {
            return Ok(false);
        }
        let mut tx = services.begin().await?;
        order::alone(&mut tx).await?;
        // What somebody else has made meanwhile is stale no more.
        for stale in order::stale(&mut tx, Some(&[found.team])).await? {
            make(&mut tx, &stale).await?;
        }
        tx.commit().await.map_err(StoreError::from)?;
    }
    Ok(true)
}

async fn make(db: &mut PgConnection, stale: &Stale) -> Result<(), StoreError> {
    if stale.same {
        return order::note(db, stale).await;
    }
    let queues = order::queues(db, stale.team).await?;
    let plans: Vec<_> = queues
        .iter()
        .map(|queue| {
            let tasks = queue.tasks.iter().map(|(_, task)| *task).collect();
            (queue.tier, tasks)
        })
        .collect();
    order::keep(db, stale, &queues, &share(&plans)).await
}
