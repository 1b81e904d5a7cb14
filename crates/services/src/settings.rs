//! What holds for the whole installation.

use std::collections::BTreeMap;

use domain::{
    FieldErrors, Framework, PillarId, Problem, Viewer, views::accounts::OrganisationSettings,
};
use serde_json::{Value, json};
use store::{StoreError, Tx, organisation};

use crate::{
    Error, Services,
    accounts::{Note, note, one_line},
};

/// The greatest priority of a pillar.
const GREATEST: u32 = 10;

/// Pillar priorities that differ from those below them.
pub(crate) struct Priorities(pub(crate) BTreeMap<PillarId, u32>);

impl Priorities {
    /// From what a form sends by pillar; empty fields don't differ.
    pub(crate) fn parse(
        framework: &Framework,
        form: &BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        let mut errors = FieldErrors::default();
        let mut given = BTreeMap::new();
        for (field, text) in form.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let pillar = framework
                .pillars
                .iter()
                .find(|pillar| pillar.id.as_str() == field);
            let pillar = errors.check(field, pillar.ok_or(Problem::Choice));
            let priority = text
                .trim()
                .parse()
                .ok()
                .filter(|priority| *priority <= GREATEST);
            let priority = errors.check(field, priority.ok_or(Problem::Number));
            if let (Some(pillar), Some(priority)) = (pillar, priority) {
                given.insert(pillar.id.clone(), priority);
            }
        }
        Error::check(errors)?;
        Ok(Self(given))
    }

    /// The priorities of all pillars that come of these over others, over the framework's. One must be above 0, or
    /// there would be no index.
    pub(crate) fn over(
        &self,
        framework: &Framework,
        below: &BTreeMap<PillarId, u32>,
    ) -> Result<BTreeMap<PillarId, u32>, Error> {
        let all = effective(framework, &self.0, below);
        if all.values().all(|priority| *priority == 0) {
            return Err(Error::field("priorities", Problem::Number));
        }
        Ok(all)
    }
}

/// The priorities of all pillars that come of some over others, over the framework's.
pub(crate) fn effective(
    framework: &Framework,
    above: &BTreeMap<PillarId, u32>,
    below: &BTreeMap<PillarId, u32>,
) -> BTreeMap<PillarId, u32> {
    let of = |pillar: &domain::Pillar| {
        let priority = above.get(&pillar.id).or_else(|| below.get(&pillar.id));
        (
            pillar.id.clone(),
            priority.copied().unwrap_or(pillar.priority),
        )
    };
    framework.pillars.iter().map(of).collect()
}

/// The organisation's name, for the head of every page; none before the set-up.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn organisation_name(services: &Services) -> Result<Option<String>, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(organisation::find(&mut db)
        .await?
        .map(|organisation| organisation.name))
}

/// The settings.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn get(services: &Services, viewer: &Viewer) -> Result<OrganisationSettings, Error> {
    viewer.administer()?;
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let organisation = organisation::find(&mut db).await?.ok_or(Error::NotFound)?;
    let priorities = effective(
        services.framework,
        &organisation.priorities,
        &BTreeMap::new(),
    );
    Ok(OrganisationSettings {
        name: organisation.name,
        priorities,
        version: organisation.version,
    })
}

/// Changes the organisation's name.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with `name`; [`Error::Stale`].
#[tracing::instrument(skip_all)]
pub async fn rename(
    services: &Services,
    viewer: &Viewer,
    name: &str,
    version: i32,
) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let name = one_line(name).map_err(|problem| Error::field("name", problem))?;
    let mut tx = services.begin().await?;
    let before = organisation::find(&mut tx).await?.ok_or(Error::NotFound)?;
    if !organisation::rename(&mut tx, &permit, &name, version).await? {
        return Err(Error::Stale);
    }
    log(
        services,
        tx,
        viewer,
        "organisation.rename",
        json!({ "before": before.name, "after": name }),
    )
    .await
}

/// Changes the pillar priorities, 0 to 10 by pillar; empty ones are the framework's. All numbers follow.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] by pillar, or with `priorities` where none is above 0; [`Error::Stale`].
#[tracing::instrument(skip_all)]
pub async fn set_priorities(
    services: &Services,
    viewer: &Viewer,
    form: &BTreeMap<String, String>,
    version: i32,
) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let priorities =
        Priorities::parse(services.framework, form)?.over(services.framework, &BTreeMap::new())?;
    let mut tx = services.begin().await?;
    let before = organisation::find(&mut tx).await?.ok_or(Error::NotFound)?;
    if !organisation::set_priorities(&mut tx, &permit, &priorities, version).await? {
        return Err(Error::Stale);
    }
    let details = json!({ "before": before.priorities, "after": priorities });
    log(services, tx, viewer, "organisation.priorities", details).await
}

async fn log(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    action: &str,
    details: Value,
) -> Result<(), Error> {
    let (at, actor) = (services.now(), Some(viewer.user));
    let entry = Note {
        at,
        actor,
        team: None,
        action,
        subject: &"organisation",
        details,
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
