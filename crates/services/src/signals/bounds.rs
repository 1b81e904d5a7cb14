//! How far the pulls of a team may reach: an administrator's matchers beside those that its people write.

use domain::{TeamId, TextError, Viewer, access::Read, views::signals::PullBound};
use serde_json::json;
use store::{StoreError, signals::pull_bounds, teams};

use super::selector::Selector;
use crate::{
    Error, Services,
    accounts::{Note, note},
    texts,
};

/// A team's bound; none where the installation has no Prometheus to fetch from.
///
/// # Errors
/// [`Error::NotFound`] where the team may not be read.
#[tracing::instrument(skip_all)]
pub async fn bound_of(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
) -> Result<Option<PullBound>, Error> {
    viewer.permit::<Read>(team)?;
    if services.signals.fetch().is_none() {
        return Ok(None);
    }
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let stored = pull_bounds::of_team(&mut db, team).await?;
    let bound = stored.map_or_else(PullBound::default, |stored| PullBound {
        matchers: stored.matchers,
        set: Some((stored.by_name, texts::instant(stored.at))),
        version: stored.version,
    });
    Ok(Some(bound))
}

/// Sets what every query for the team's workloads must also ask for; empty matchers take the bound away. It holds from
/// the next query on; what came in before stays.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators; [`Error::NotFound`]; [`Error::Invalid`] with `matchers`;
/// [`Error::Stale`].
#[tracing::instrument(skip_all)]
pub async fn set_bound(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    matchers: &str,
    version: i32,
) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let wanted = parse(matchers, version)?;
    let mut tx = services.begin().await?;
    let read = viewer.permit::<Read>(team)?;
    teams::find(&mut tx, &read).await?.ok_or(Error::NotFound)?;
    let before = pull_bounds::of_team(&mut tx, team).await?;
    let at = (team, version);
    let done = match &wanted {
        Some(wanted) => {
            let set = pull_bounds::set(&mut tx, &permit, at, wanted.as_str(), services.now());
            set.await?
        }
        None => pull_bounds::remove(&mut tx, &permit, at).await?,
    };
    if !done {
        return Err(Error::Stale);
    }
    let entry = Note {
        at: services.now(),
        actor: Some(viewer.user),
        team: Some(team),
        action: "signals.bound",
        subject: &team,
        details: json!({
            "before": before.map(|stored| stored.matchers),
            "after": wanted.map(|wanted| wanted.to_string()),
        }),
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// None takes the bound away, where there is one.
fn parse(matchers: &str, version: i32) -> Result<Option<Selector>, Error> {
    if !matchers.trim().is_empty() {
        let parsed = Selector::parse(matchers);
        return parsed
            .map(Some)
            .map_err(|_| Error::field("matchers", TextError::Malformed));
    }
    if version == 0 {
        return Err(Error::field("matchers", TextError::Required));
    }
    Ok(None)
}
