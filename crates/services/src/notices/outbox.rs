//! Writing events where they happen.

use std::collections::BTreeSet;

use domain::{DeliveryId, EventId, UserId, WorkloadId, notice::Event};
use store::{
    PgConnection, StoreError,
    deliveries::{self, NewDelivery, Recipient},
    notices::events::{self, NewEvent},
    webhooks,
};

use crate::Services;

/// Something that happened to a workload, and who is told.
pub(super) struct News {
    pub workload: WorkloadId,
    pub event: Event,
    pub to: BTreeSet<UserId>,
}

/// Writes events, notices and what webhooks are sent, in the caller's transaction.
pub(super) async fn tell(
    services: &Services,
    db: &mut PgConnection,
    news: Vec<News>,
) -> Result<(), StoreError> {
    if news.is_empty() {
        return Ok(());
    }
    let event = |News {
                     workload,
                     event,
                     to,
                 }| NewEvent {
        id: EventId(services.new_id()),
        workload,
        event,
        to,
    };
    let events: Vec<_> = news.into_iter().map(event).collect();
    events::add(db, &events, services.now()).await?;
    let mut calls = Vec::new();
    for (hook, kinds) in webhooks::active(db).await? {
        let wanted = events
            .iter()
            .filter(|one| kinds.contains(&one.event.kind()));
        calls.extend(wanted.map(|one| NewDelivery {
            id: DeliveryId(services.new_id()),
            to: Recipient::Webhook(hook, Some(one.id)),
        }));
    }
    if !calls.is_empty() {
        deliveries::add(db, &calls, services.now()).await?;
    }
    Ok(())
}
