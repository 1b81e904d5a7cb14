//! What acceptances of risks tell: that one waits for an approval, and what became of it.

use std::collections::BTreeSet;

use domain::{RiskId, UserId, Viewer, notice::Event};
use store::{PgConnection, StoreError, decisions::Treatment, workloads::Workload};
use time::Date;

use super::{
    outbox::{News, tell},
    review::{deciders, name},
};
use crate::Services;

/// Tells those who may approve that somebody asks for an acceptance: the team's other owners; administrators where there
/// are none.
pub(crate) async fn acceptance_asked(
    services: &Services,
    db: &mut PgConnection,
    (viewer, workload): (&Viewer, &Workload),
    risk: &RiskId,
    (until, comment): (Date, &str),
) -> Result<(), StoreError> {
    let news = News {
        workload: workload.id,
        event: Event::AcceptanceAsked {
            by: name(db, viewer).await?,
            risk: risk.clone(),
            until,
            comment: comment.to_owned(),
        },
        to: deciders(db, viewer, workload).await?,
    };
    tell(services, db, vec![news]).await
}

/// Tells who asked and whose the risk is that it was approved.
pub(crate) async fn acceptance_approved(
    services: &Services,
    db: &mut PgConnection,
    (viewer, workload): (&Viewer, &Workload),
    (asked, until): (&Treatment, Date),
) -> Result<(), StoreError> {
    let news = News {
        workload: workload.id,
        event: Event::AcceptanceApproved {
            by: name(db, viewer).await?,
            risk: asked.risk.clone(),
            until,
        },
        to: concerned(viewer, asked),
    };
    tell(services, db, vec![news]).await
}

/// Tells who asked and whose the risk is that it was refused, and why.
pub(crate) async fn acceptance_rejected(
    services: &Services,
    db: &mut PgConnection,
    (viewer, workload): (&Viewer, &Workload),
    (asked, reason): (&Treatment, &str),
) -> Result<(), StoreError> {
    let news = News {
        workload: workload.id,
        event: Event::AcceptanceRejected {
            by: name(db, viewer).await?,
            risk: asked.risk.clone(),
            comment: reason.to_owned(),
        },
        to: concerned(viewer, asked),
    };
    tell(services, db, vec![news]).await
}

/// Nobody is told of what they decided themselves.
fn concerned(viewer: &Viewer, asked: &Treatment) -> BTreeSet<UserId> {
    let people = [&asked.asked_by, &asked.owner];
    let ids = people.into_iter().flatten().map(|(id, _)| *id);
    ids.filter(|id| *id != viewer.user).collect()
}
