//! The order in which a team's capacity serves the plans of its workloads (ADR 18).

use domain::{TeamId, plan::share};
use store::{StoreError, plans::order};

use crate::{Error, Services, results};

/// Makes the prepared plans true again: numbers first, then the order of each team whose plans changed; only of some
/// teams where they are given. In a transaction of its own, so that others wait for what is prepared and for nothing else.
pub(super) async fn refresh(services: &Services, teams: Option<&[TeamId]>) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    results::refresh(services, &mut tx).await?;
    if order::stale(&mut tx, teams).await?.is_empty() {
        tx.commit().await.map_err(StoreError::from)?;
        return Ok(());
    }
    order::alone(&mut tx).await?;
    for stale in order::stale(&mut tx, teams).await? {
        if stale.same {
            order::note(&mut tx, &stale).await?;
            continue;
        }
        let queues = order::queues(&mut tx, stale.team).await?;
        let plans: Vec<_> = queues
            .iter()
            .map(|queue| {
                let tasks = queue.tasks.iter().map(|(_, task)| *task).collect();
                (queue.tier, tasks)
            })
            .collect();
        order::keep(&mut tx, &stale, &queues, &share(&plans)).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
