//! What reviews tell.

use std::collections::BTreeSet;

use domain::{Remark, UserId, Viewer, notice::Event};
use store::{PgConnection, StoreError, notices::events, users, workloads::Workload};

use super::outbox::{News, tell};
use crate::Services;

/// Tells those who may review that somebody asks for it: the team's other owners; administrators where there are none.
pub(crate) async fn review_asked(
    services: &Services,
    db: &mut PgConnection,
    (viewer, workload): (&Viewer, &Workload),
    comment: &Remark,
) -> Result<(), StoreError> {
    let to = deciders(db, viewer, workload).await?;
    let event = Event::ReviewAsked {
        by: name(db, viewer).await?,
        comment: comment.to_string(),
    };
    let workload = workload.id;
    tell(
        services,
        db,
        vec![News {
            workload,
            event,
            to,
        }],
    )
    .await
}

/// Tells the team's owners and who asked what a reviewer decided.
pub(crate) async fn decided(
    services: &Services,
    db: &mut PgConnection,
    (viewer, workload): (&Viewer, &Workload),
    (approved, comment): (bool, &Remark),
) -> Result<(), StoreError> {
    let mut to = owners(db, workload).await?;
    to.extend(workload.assessment.submitted_by.as_ref().map(|(id, _)| *id));
    to.remove(&viewer.user);
    let (by, comment) = (name(db, viewer).await?, comment.to_string());
    let event = if approved {
        Event::Approved { by, comment }
    } else {
        Event::SentBack { by, comment }
    };
    let workload = workload.id;
    tell(
        services,
        db,
        vec![News {
            workload,
            event,
            to,
        }],
    )
    .await
}

/// Who may decide what the viewer asks for: the team's other owners; administrators where there are none.
pub(super) async fn deciders(
    db: &mut PgConnection,
    viewer: &Viewer,
    workload: &Workload,
) -> Result<BTreeSet<UserId>, StoreError> {
    let mut to = owners(db, workload).await?;
    to.remove(&viewer.user);
    if to.is_empty() {
        to = events::administrators(db).await?;
        to.remove(&viewer.user);
    }
    Ok(to)
}

pub(super) async fn name(db: &mut PgConnection, viewer: &Viewer) -> Result<String, StoreError> {
    let user = users::find(db, viewer.user).await?;
    Ok(user.map(|user| user.name).unwrap_or_default())
}

async fn owners(
    db: &mut PgConnection,
    workload: &Workload,
) -> Result<BTreeSet<UserId>, StoreError> {
    let teams = [workload.team].into();
    let owners = events::owners(db, &teams).await?.remove(&workload.team);
    Ok(owners.unwrap_or_default())
}
