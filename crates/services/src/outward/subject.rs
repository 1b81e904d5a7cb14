//! What a report is about, and who manages links and schedules of it.

use domain::{
    Locale, Readable, ScheduleId, Viewer,
    access::{ManageTeam, Read},
    views::{
        outward::{About, Subjects},
        reports::{Choice, ReportFormat, ReportKind, Subject},
    },
};
use serde_json::Value;
use store::{
    PgConnection, StoreError, Tx, change_log,
    change_log::{Chain, Entry},
    organisation,
    shares::{Place, Sight},
    teams, workloads,
};

use crate::{Error, Services};

/// A subject that somebody may read.
pub(super) struct Found {
    pub subject: Subject,
    pub place: Place,
    /// Its name.
    pub name: String,
}

/// Finds what a report is to be about.
pub(super) async fn find(
    db: &mut PgConnection,
    viewer: &Viewer,
    about: About,
) -> Result<Found, Error> {
    match about {
        About::Organisation => {
            let found = organisation::find(db).await?.ok_or(Error::NotFound)?;
            Ok(Found {
                subject: Subject::Organisation {
                    choice: Choice::default(),
                },
                place: Place::default(),
                name: found.name,
            })
        }
        About::Team(id) => {
            let permit = viewer.permit::<Read>(id)?;
            let found = teams::find(db, &permit).await?.ok_or(Error::NotFound)?;
            Ok(Found {
                subject: Subject::Team {
                    id,
                    choice: Choice::default(),
                },
                place: Place {
                    workload: None,
                    team: Some(id),
                },
                name: found.name,
            })
        }
        About::Workload(id) => {
            let found = workloads::lookup(db, id).await?.ok_or(Error::NotFound)?;
            viewer.permit::<Read>(found.team)?;
            Ok(Found {
                subject: Subject::Workload { id },
                place: Place {
                    workload: Some(id),
                    team: Some(found.team),
                },
                name: found.name,
            })
        }
    }
}

/// What is chosen where a page is opened for something; what may not be read is not chosen.
pub(super) async fn choices(
    db: &mut PgConnection,
    viewer: &Viewer,
    asked: &str,
) -> Result<(Subjects, Option<Found>), Error> {
    let mut choices = Vec::new();
    if let Some(found) = organisation::find(db).await? {
        choices.push((About::Organisation.to_string(), found.name));
    }
    for (id, name) in teams::names(db, &viewer.readable()).await? {
        choices.push((About::Team(id).to_string(), name));
    }
    let about = About::parse(asked).unwrap_or_default();
    let found = match find(db, viewer, about).await {
        Ok(found) => Some(found),
        Err(Error::NotFound | Error::Forbidden) => None,
        Err(error) => return Err(error),
    };
    if let (About::Workload(_), Some(found)) = (about, &found) {
        choices.push((about.to_string(), found.name.clone()));
    }
    let chosen = found.as_ref().map(|_| about.to_string());
    let subjects = Subjects {
        choices,
        chosen: chosen.unwrap_or_default(),
    };
    Ok((subjects, found))
}

/// Where rows of a place lead.
pub(super) const fn about(place: Place) -> About {
    match (place.workload, place.team) {
        (Some(id), _) => About::Workload(id),
        (None, Some(id)) => About::Team(id),
        (None, None) => About::Organisation,
    }
}

/// Whose links and schedules somebody sees besides their own: those of teams that they manage.
pub(super) fn sight(viewer: &Viewer) -> Sight {
    let managed = viewer
        .teams
        .keys()
        .copied()
        .filter(|team| viewer.permit::<ManageTeam>(*team).is_ok());
    Sight {
        user: viewer.user,
        teams: managed.collect(),
        all: viewer.administer().is_ok(),
    }
}

/// Whether somebody may read a subject at this moment.
pub(super) fn may_read(viewer: &Viewer, place: Place) -> bool {
    match place.team {
        Some(team) => viewer.permit::<Read>(team).is_ok(),
        None => viewer.readable() != Readable::Teams(Vec::new()),
    }
}

/// Whose workloads are in a report about a place that somebody reads.
pub(super) fn teams_in(viewer: &Viewer, place: Place) -> Readable {
    match place.team {
        Some(team) => Readable::Teams(vec![team]),
        None => viewer.readable(),
    }
}

/// For whom a report is, in which form and language, as forms send it.
pub(super) fn form(
    errors: &mut domain::FieldErrors,
    (kind, format, locale): (&str, &str, &str),
) -> Option<(ReportKind, ReportFormat, Locale)> {
    use domain::Problem::Choice;

    let kind = errors.check("kind", kind.parse().map_err(|_| Choice));
    let format = errors.check("format", format.parse().map_err(|_| Choice));
    let locale = errors.check("locale", Locale::from_tag(locale).ok_or(Choice));
    Some((kind?, format?, locale?))
}

/// Logs a write in the chain of what it is about, and commits.
pub(super) async fn finish(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    place: Place,
    (action, subject, details): (&str, &str, Value),
) -> Result<(), Error> {
    let entry = Entry {
        chain: place.workload.map_or(Chain::Organisation, Chain::Workload),
        at: services.now(),
        actor: Some(viewer.user),
        team: place.team,
        action,
        subject,
        details,
    };
    change_log::append(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// The schedule with an id, if the viewer sees it. Who set it up and may no longer read what it is about does not: its
/// team goes on without them.
pub(super) async fn seen(
    db: &mut PgConnection,
    viewer: &Viewer,
    id: ScheduleId,
) -> Result<store::schedules::Schedule, Error> {
    let found = store::schedules::list(db, &sight(viewer), Some(id)).await?;
    let found = found.into_iter().next();
    found
        .filter(|schedule| may_read(viewer, schedule.place))
        .ok_or(Error::NotFound)
}

/// Whether somebody may change what somebody else may have made.
pub(super) fn manages(viewer: &Viewer, by: domain::UserId, place: Place) -> bool {
    let team = place
        .team
        .is_some_and(|team| viewer.permit::<ManageTeam>(team).is_ok());
    viewer.user == by || team || viewer.administer().is_ok()
}
