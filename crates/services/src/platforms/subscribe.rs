//! Who inherits from whom.

use std::collections::BTreeSet;

use domain::{
    Comment, CriterionId, Problem, Viewer, WorkloadId, access::EditWorkload, access::OfferAnswers,
};
use serde_json::json;
use store::{
    StoreError, Tx,
    change_log::{self, Chain, Entry},
    platforms::{self, Ending},
    results,
    workloads::Workload,
};

use crate::{
    Error, Services,
    assessing::{finish, open_for},
    plan,
};

/// Takes over what a platform offers: its answers count wherever the workload has none of its own.
///
/// The offer is the platform's consent; its team sees who took it.
///
/// # Errors
/// [`Error::NotFound`] where the workload may not be read or the platform offers nothing; [`Error::Stale`] where it is
/// subscribed already; [`Error::State`] where either is archived, or both are the same; [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn subscribe(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    platform: WorkloadId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<EditWorkload>(&mut tx, viewer, id).await?;
    if id == platform {
        return Err(Error::State("own_platform"));
    }
    platforms::hold(&mut tx, &[id, platform]).await?;
    let offered = platforms::offer(&mut tx, platform).await?.criteria;
    let found = store::workloads::lookup(&mut tx, platform).await?;
    // Whoever may not read it must not learn more than that nothing is on offer.
    let found = found.filter(|p| !offered.is_empty() && p.archived_at.is_none());
    let found = found.ok_or(Error::NotFound)?;
    let fulfilled = plan::fulfilled(services, &mut tx, id).await?;
    let pair = (id, platform);
    if !platforms::subscribe(&mut tx, &permit, pair, services.now()).await? {
        return Err(Error::Stale);
    }
    settle(services, &mut tx, (id, Some(viewer)), &fulfilled).await?;
    let details = json!({ "platform": platform, "name": found.name, "offered": offered.len() });
    let subject = platform.to_string();
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("platform.subscribe", &subject, details),
    )
    .await
}

/// Inherits no longer: what it did not answer itself is unanswered again.
///
/// # Errors
/// [`Error::Stale`] where it is not subscribed any more; [`Error::State`] where it is archived; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn unsubscribe(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    platform: WorkloadId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<EditWorkload>(&mut tx, viewer, id).await?;
    let fulfilled = plan::fulfilled(services, &mut tx, id).await?;
    end(&mut tx, Ending::Consumer(&permit), (id, platform)).await?;
    settle(services, &mut tx, (id, Some(viewer)), &fulfilled).await?;
    let subject = platform.to_string();
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("platform.unsubscribe", &subject, json!({})),
    )
    .await
}

/// The platform's team ends a subscription: of a workload that does not stand on it after all.
///
/// # Errors
/// [`Error::Invalid`] without a reason; else as [`unsubscribe`].
#[tracing::instrument(skip_all)]
pub async fn end_subscription(
    services: &Services,
    viewer: &Viewer,
    platform: WorkloadId,
    consumer: WorkloadId,
    reason: &str,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<OfferAnswers>(&mut tx, viewer, platform).await?;
    let reason = Comment::parse(reason).map_err(|e| Error::field("reason", Problem::Text(e)))?;
    let fulfilled = plan::fulfilled(services, &mut tx, consumer).await?;
    end(&mut tx, Ending::Platform(&permit), (consumer, platform)).await?;
    settle(services, &mut tx, (consumer, None), &fulfilled).await?;
    results::touch(&mut tx, consumer).await?;
    let found = store::workloads::lookup(&mut tx, consumer).await?;
    let found = found.ok_or(Error::NotFound)?;
    let details = json!({ "platform": workload.name, "consumer": found.name, "reason": reason });
    // One entry, in the chain of the workload whose numbers change.
    log(services, &mut tx, viewer, (&found, &workload), details).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

async fn end(
    tx: &mut Tx,
    by: Ending<'_>,
    (consumer, platform): (WorkloadId, WorkloadId),
) -> Result<(), Error> {
    platforms::hold(tx, &[consumer, platform]).await?;
    if platforms::unsubscribe(tx, by, (consumer, platform)).await? {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Its plan follows the answers that it has now, or has no longer. Who is of another team is not named to it.
async fn settle(
    services: &Services,
    tx: &mut Tx,
    (consumer, by): (WorkloadId, Option<&Viewer>),
    fulfilled: &BTreeSet<CriterionId>,
) -> Result<(), Error> {
    let since = plan::Since {
        by,
        claimed: &BTreeSet::new(),
        fulfilled,
        about: None,
    };
    plan::settle(services, tx, consumer, since).await
}

async fn log(
    services: &Services,
    tx: &mut Tx,
    viewer: &Viewer,
    (consumer, platform): (&Workload, &Workload),
    details: serde_json::Value,
) -> Result<(), Error> {
    let entry = Entry {
        chain: Chain::Workload(consumer.id),
        at: services.now(),
        actor: Some(viewer.user),
        team: Some(consumer.team),
        action: "platform.end",
        subject: &platform.id.to_string(),
        details,
    };
    change_log::append(tx, entry).await?;
    Ok(())
}
