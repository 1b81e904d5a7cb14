//! What reports that are made by themselves tell.

use std::collections::BTreeSet;

use domain::{UserId, notice::Event, views::reports::Subject};
use store::{PgConnection, StoreError, schedules::Claimed, shares::Place};

use super::outbox::tell_of;
use crate::Services;

/// Tells those for whom a report was made, and who set it up, that it is there.
pub(crate) async fn report_ready(
    services: &Services,
    db: &mut PgConnection,
    claimed: &Claimed,
    mut to: BTreeSet<UserId>,
) -> Result<(), StoreError> {
    to.insert(claimed.by);
    let (kind, format) = (claimed.kind, claimed.format);
    let event = Event::ReportReady { kind, format };
    tell_of(services, db, place(&claimed.subject), (event, to)).await
}

/// Tells those who wait for a report, and who set it up, that it is not made.
pub(crate) async fn report_failed(
    services: &Services,
    db: &mut PgConnection,
    claimed: &Claimed,
) -> Result<(), StoreError> {
    let mut to: BTreeSet<_> = claimed.recipients.iter().copied().collect();
    to.insert(claimed.by);
    let (kind, format) = (claimed.kind, claimed.format);
    let event = Event::ReportFailed { kind, format };
    tell_of(services, db, place(&claimed.subject), (event, to)).await
}

/// What it is about; readers are asked for the team that a workload is in when they look.
const fn place(subject: &Subject) -> Place {
    match subject {
        Subject::Organisation { .. } => Place {
            workload: None,
            team: None,
        },
        Subject::Team { id, .. } => Place {
            workload: None,
            team: Some(*id),
        },
        Subject::Workload { id } => Place {
            workload: Some(*id),
            team: None,
        },
    }
}
