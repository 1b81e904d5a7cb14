//! Writing events where they happen.

use std::collections::BTreeSet;

use domain::{DeliveryId, EventId, UserId, WorkloadId, notice::Event};
use store::{
    PgConnection, StoreError,
    deliveries::{self, NewDelivery, Recipient},
    notices::events::{self, NewEvent},
    shares::Place,
    webhooks,
};

use crate::Services;

/// Something that happened to a workload, and who is told.
pub(super) struct News {
    pub workload: WorkloadId,
    pub event: Event,
    pub to: BTreeSet<UserId>,
}

/// Writes events, notices and what webhooks are sent, in the caller's transaction. Who does not want to see a kind, does
/// not: the store looks at what each chose.
pub(super) async fn tell(
    services: &Services,
    db: &mut PgConnection,
    news: Vec<News>,
) -> Result<(), StoreError> {
    let event = |News {
                     workload,
                     event,
                     to,
                 }| NewEvent {
        id: EventId(services.new_id()),
        place: Place {
            workload: Some(workload),
            team: None,
        },
        event,
        to,
    };
    write(services, db, news.into_iter().map(event).collect()).await
}

/// The same of something that happened anywhere.
pub(super) async fn tell_of(
    services: &Services,
    db: &mut PgConnection,
    place: Place,
    (event, to): (Event, BTreeSet<UserId>),
) -> Result<(), StoreError> {
    let new = NewEvent {
        id: EventId(services.new_id()),
        place,
        event,
        to,
    };
    write(services, db, vec![new]).await
}

async fn write(
    services: &Services,
    db: &mut PgConnection,
    events: Vec<NewEvent>,
) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
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
