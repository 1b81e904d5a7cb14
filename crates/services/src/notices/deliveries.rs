//! What was sent and what failed, for administrators.

use domain::{
    DeliveryId, Viewer,
    notice::DeliveryState,
    views::notices::{DeliveriesPage, DeliveryQuery, DeliveryRow},
};
use serde_json::json;
use store::{
    StoreError,
    deliveries::{self, Delivery, Filter},
    notices::events,
};
use time::Duration;

use super::inbox::pages;
use crate::{
    Error, Services,
    accounts::{Note, note},
    texts,
};

/// Deliveries on one page.
const PER_PAGE: u32 = 50;
/// How long a delivery is listed.
const KEPT: Duration = Duration::days(30);
/// How long a notice is kept.
const NOTICES: Duration = Duration::days(366);
/// Nothing is told of days that lie this far back.
const MARKS: Duration = Duration::days(90);

/// Deliveries of the last thirty days, newest first.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn deliveries_page(
    services: &Services,
    viewer: &Viewer,
    query: &DeliveryQuery,
) -> Result<DeliveriesPage, Error> {
    let permit = viewer.administer()?;
    let filter = Filter {
        state: query.state.parse().ok(),
        channel: query.channel.parse().ok(),
    };
    let page = query.page.max(1);
    let limits = (
        i64::from(PER_PAGE),
        i64::from(page - 1) * i64::from(PER_PAGE),
    );
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let (rows, total) = deliveries::list(&mut db, &permit, filter, limits).await?;
    Ok(DeliveriesPage {
        rows: rows.into_iter().map(row).collect(),
        page,
        pages: pages(total, PER_PAGE),
        total,
        sends: services.sends_mail,
    })
}

fn row(one: Delivery) -> DeliveryRow {
    let waits = matches!(one.state, DeliveryState::Waiting | DeliveryState::Failed);
    DeliveryRow {
        id: one.id,
        channel: one.channel,
        to: one.to,
        kinds: one.kinds,
        report: one.report,
        state: one.state,
        attempts: one.attempts,
        next_at: waits.then(|| texts::instant(one.next_at)),
        failure: one.failure,
        created_at: texts::instant(one.created_at),
        done_at: one.done_at.map(texts::instant),
    }
}

/// Has a delivery that failed tried now.
///
/// # Errors
/// [`Error::State`] where there is nothing to try; [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn retry(services: &Services, viewer: &Viewer, id: DeliveryId) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let mut tx = services.begin().await?;
    if !deliveries::retry(&mut tx, &permit, id, services.now()).await? {
        return Err(Error::State("nothing_to_retry"));
    }
    note(
        &mut tx,
        Note {
            at: services.now(),
            actor: Some(viewer.user),
            team: None,
            action: "delivery.retry",
            subject: &id,
            details: json!({}),
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Forgets deliveries, notices and marks that are old; how many rows.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn upkeep(services: &Services) -> Result<u64, Error> {
    let now = services.now();
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let sent = deliveries::forget(&mut db, now - KEPT).await?;
    let told = events::forget(&mut db, now - NOTICES, (now - MARKS).date()).await?;
    Ok(sent + told)
}
