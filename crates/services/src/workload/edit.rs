//! Creating and changing workloads.

use std::collections::BTreeMap;

use domain::{
    AssessmentId, CheckId, Description, Fact, FieldErrors, Name, Problem, Profile, TeamId, Tier,
    Viewer, WorkloadId, access::EditWorkload,
};
use serde_json::json;
use store::{
    StoreError,
    change_log::{Chain, Entry, append},
    results, workloads,
    workloads::{NewAssessment, WorkloadFields},
};

use crate::{Error, Services, platforms};

/// What the workload form sends.
#[derive(Clone, Debug, Default)]
pub struct WorkloadForm {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// `1`, `2`, `3`.
    pub tier: String,
    /// Wire names of the facts that hold.
    pub profile: Vec<String>,
}

struct Parsed {
    name: Name,
    description: Description,
    tier: Tier,
    profile: Profile,
}

impl Parsed {
    fn fields(&self) -> WorkloadFields<'_> {
        WorkloadFields {
            name: self.name.as_str(),
            description: self.description.as_str(),
            tier: self.tier,
            profile: &self.profile,
        }
    }

    fn details(&self) -> serde_json::Value {
        json!({ "name": self.name, "tier": self.tier, "profile": self.profile, "description": self.description })
    }
}

fn parse(form: &WorkloadForm) -> Result<Parsed, Error> {
    let mut errors = FieldErrors::default();
    let name = errors.check("name", crate::accounts::one_line(&form.name));
    let description = errors.check("description", Description::parse(&form.description));
    let tier = form
        .tier
        .trim()
        .parse::<u8>()
        .ok()
        .and_then(|n| Tier::try_from(n).ok());
    let tier = errors.check("tier", tier.ok_or(Problem::Choice));
    let facts: Result<Profile, _> = form.profile.iter().map(|f| f.parse::<Fact>()).collect();
    let profile = errors.check("profile", facts.map_err(|_| Problem::Choice));
    match (name, description, tier, profile) {
        (Some(name), Some(description), Some(tier), Some(profile)) => Ok(Parsed {
            name,
            description,
            tier,
            profile,
        }),
        _ => Err(Error::Invalid(errors)),
    }
}

fn taken(error: StoreError) -> Error {
    match error.constraint() {
        Some("workloads_team_id_name_key") => Error::field("name", Problem::Taken),
        _ => Error::Store(error),
    }
}

/// Creates a workload and its first draft.
///
/// # Errors
/// [`Error::Invalid`] where the form is wrong or the name is taken in the team; [`Error::NotFound`] or
/// [`Error::Forbidden`] where the viewer may not.
#[tracing::instrument(skip_all)]
pub async fn create(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    form: &WorkloadForm,
) -> Result<WorkloadId, Error> {
    let permit = viewer.permit::<EditWorkload>(team)?;
    let parsed = parse(form)?;
    let (id, assessment, now) = (
        WorkloadId(services.new_id()),
        AssessmentId(services.new_id()),
        services.now(),
    );
    let mut tx = services.begin().await?;
    let framework = services.framework;
    let draft = NewAssessment {
        id: assessment,
        number: 1,
        framework: &framework.id,
        framework_version: &framework.version,
    };
    workloads::add(&mut tx, &permit, id, parsed.fields(), draft, now)
        .await
        .map_err(taken)?;
    let entry = Entry {
        chain: Chain::Workload(id),
        at: now,
        actor: Some(viewer.user),
        team: Some(team),
        action: "workload.create",
        subject: &id.to_string(),
        details: parsed.details(),
    };
    append(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}

/// Changes what is said about a workload.
///
/// # Errors
/// As [`create`]; [`Error::Stale`] where somebody else changed it meanwhile.
#[tracing::instrument(skip_all)]
pub async fn edit(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    expected: i32,
    form: &WorkloadForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let workload = workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let permit = viewer.permit::<EditWorkload>(workload.team)?;
    let parsed = parse(form)?;
    // What is out of its scope it says to nobody.
    let heirs = platforms::heirs(services, &mut tx, id).await?;
    let now = services.now();
    if !workloads::update(&mut tx, &permit, id, expected, parsed.fields(), now)
        .await
        .map_err(taken)?
    {
        return Err(Error::Stale);
    }
    heirs.settle(services, &mut tx).await?;
    results::touch(&mut tx, id).await?;
    let before = json!({ "name": workload.name, "tier": workload.tier, "profile": workload.profile, "description": workload.description });
    let entry = Entry {
        chain: Chain::Workload(id),
        at: now,
        actor: Some(viewer.user),
        team: Some(workload.team),
        action: "workload.edit",
        subject: &id.to_string(),
        details: json!({ "before": before, "after": parsed.details() }),
    };
    append(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Puts a workload into the archive: it leaves lists and means, and nothing in it changes.
///
/// # Errors
/// [`Error::State`] where it is there already; [`Error::NotFound`] or [`Error::Forbidden`].
pub async fn archive(services: &Services, viewer: &Viewer, id: WorkloadId) -> Result<(), Error> {
    set_archived(services, viewer, id, true).await
}

/// Takes a workload out of the archive.
///
/// # Errors
/// As [`archive`].
pub async fn restore(services: &Services, viewer: &Viewer, id: WorkloadId) -> Result<(), Error> {
    set_archived(services, viewer, id, false).await
}

#[tracing::instrument(skip_all)]
async fn set_archived(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    archived: bool,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let workload = workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let permit = viewer.permit::<EditWorkload>(workload.team)?;
    let heirs = platforms::heirs(services, &mut tx, id).await?;
    let now = services.now();
    if !workloads::set_archived(&mut tx, &permit, id, archived, now).await? {
        return Err(Error::State(if archived {
            "archived"
        } else {
            "not_archived"
        }));
    }
    // Those who take answers over from it have them no longer, or again.
    heirs.settle(services, &mut tx).await?;
    results::touch(&mut tx, id).await?;
    let entry = Entry {
        chain: Chain::Workload(id),
        at: now,
        actor: Some(viewer.user),
        team: Some(workload.team),
        action: if archived {
            "workload.archive"
        } else {
            "workload.restore"
        },
        subject: &id.to_string(),
        details: json!({}),
    };
    append(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Sets a check's target level; none goes back to the tier's.
///
/// # Errors
/// [`Error::Invalid`] where the check or level is none of the framework's; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn set_targets(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    check: &CheckId,
    level: Option<u8>,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let workload = workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let permit = viewer.permit::<EditWorkload>(workload.team)?;
    if services.framework.check(check).is_none() || level.is_some_and(|l| !(1..=5).contains(&l)) {
        return Err(Error::field("level", Problem::Choice));
    }
    let mut targets: BTreeMap<CheckId, u8> = workload.targets.clone();
    match level {
        Some(level) if level != workload.tier.target() => targets.insert(check.clone(), level),
        _ => targets.remove(check),
    };
    let now = services.now();
    workloads::set_targets(&mut tx, &permit, id, &targets, now).await?;
    results::touch(&mut tx, id).await?;
    let entry = Entry {
        chain: Chain::Workload(id),
        at: now,
        actor: Some(viewer.user),
        team: Some(workload.team),
        action: "workload.target",
        subject: check.as_str(),
        details: json!({ "level": level }),
    };
    append(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
