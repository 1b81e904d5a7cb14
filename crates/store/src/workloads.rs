//! Workloads and their open assessments.

use std::collections::BTreeMap;

use domain::{
    AssessmentId, AssessmentState, CheckId, Fact, FrameworkId, Permit, PillarId, Profile, Readable,
    TeamId, Tier, WorkloadId, access::EditWorkload,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    StoreError,
    results::Edition,
    rows::{from_json, parse, to_json},
};

/// A workload with its team and its open assessment.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Which.
    pub id: WorkloadId,
    /// Its team.
    pub team: TeamId,
    /// Its team's name.
    pub team_name: String,
    /// Its team's capacity in person-days a month.
    pub capacity: u32,
    /// Pillar priorities: the organisation's, overridden by the team's.
    pub priorities: BTreeMap<PillarId, u32>,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// How much it matters.
    pub tier: Tier,
    /// Facts that hold.
    pub profile: Profile,
    /// Target levels that differ from the tier's.
    pub targets: BTreeMap<CheckId, u8>,
    /// When it was archived.
    pub archived_at: Option<OffsetDateTime>,
    /// For optimistic writes.
    pub version: i32,
    /// The assessment people work on.
    pub assessment: OpenAssessment,
}

/// The assessment people work on.
#[derive(Clone, Debug)]
pub struct OpenAssessment {
    /// Which.
    pub id: AssessmentId,
    /// From 1.
    pub number: i32,
    /// Where it stands.
    pub state: AssessmentState,
    /// Which framework.
    pub framework: FrameworkId,
    /// Which version of it.
    pub framework_version: String,
    /// Who submitted it: id and name.
    pub submitted_by: Option<(domain::UserId, String)>,
    /// When.
    pub submitted_at: Option<OffsetDateTime>,
    /// For optimistic writes.
    pub version: i32,
}

/// What a person says about a workload.
#[derive(Clone, Debug)]
pub struct WorkloadFields<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is.
    pub description: &'a str,
    /// How much it matters.
    pub tier: Tier,
    /// Facts that hold.
    pub profile: &'a Profile,
}

fn facts(profile: &Profile) -> Vec<String> {
    profile.iter().map(|f| f.as_str().to_owned()).collect()
}

pub(crate) fn tier(number: i16) -> Result<Tier, StoreError> {
    let broken = StoreError::Inconsistent {
        table: "workloads",
        column: "tier",
    };
    u8::try_from(number)
        .ok()
        .and_then(|n| Tier::try_from(n).ok())
        .ok_or(broken)
}

pub(crate) fn profile(facts: &[String]) -> Result<Profile, StoreError> {
    facts
        .iter()
        .map(|f| parse::<Fact>(f, "workloads", "profile"))
        .collect()
}

/// Finds a workload with its open assessment.
///
/// # Errors
/// When the database fails.
pub async fn lookup(db: &mut PgConnection, id: WorkloadId) -> Result<Option<Workload>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT w.id, w.team_id, t.name AS team_name, t.capacity_days, t.priorities AS team_priorities,
                  (SELECT priorities FROM organisation) AS org_priorities,
                  w.name, w.description, w.tier, w.profile, w.targets, w.archived_at, w.version,
                  a.id AS assessment_id, a.number, a.state, a.framework_id, a.framework_version, a.submitted_at,
                  a.version AS assessment_version, a.submitted_by, u.name AS "submitter?"
           FROM workloads w
           JOIN teams t ON t.id = w.team_id
           JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved'
           LEFT JOIN users u ON u.id = a.submitted_by
           WHERE w.id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let mut priorities: BTreeMap<PillarId, u32> = match row.org_priorities {
        Some(value) => from_json(value, "organisation", "priorities")?,
        None => BTreeMap::new(),
    };
    priorities.extend(from_json::<BTreeMap<PillarId, u32>>(
        row.team_priorities,
        "teams",
        "priorities",
    )?);
    Ok(Some(Workload {
        id: WorkloadId(row.id),
        team: TeamId(row.team_id),
        team_name: row.team_name,
        capacity: u32::try_from(row.capacity_days).unwrap_or(0),
        priorities,
        name: row.name,
        description: row.description,
        tier: tier(row.tier)?,
        profile: profile(&row.profile)?,
        targets: from_json(row.targets, "workloads", "targets")?,
        archived_at: row.archived_at,
        version: row.version,
        assessment: OpenAssessment {
            id: AssessmentId(row.assessment_id),
            number: row.number,
            state: parse(&row.state, "assessments", "state")?,
            framework: parse(&row.framework_id, "assessments", "framework_id")?,
            framework_version: row.framework_version,
            submitted_by: row.submitted_by.map(domain::UserId).zip(row.submitter),
            submitted_at: row.submitted_at,
            version: row.assessment_version,
        },
    }))
}

/// Adds a workload with its first draft and its (stale) results row.
///
/// # Errors
/// When the database fails; the constraint `workloads_team_id_name_key` says that the name is taken.
pub async fn add(
    db: &mut PgConnection,
    permit: &Permit<EditWorkload>,
    id: WorkloadId,
    fields: WorkloadFields<'_>,
    assessment: NewAssessment<'_>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO workloads (id, team_id, name, description, tier, profile, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        id.0,
        permit.team().0,
        fields.name,
        fields.description,
        i16::from(fields.tier.number()),
        &facts(fields.profile),
        at
    )
    .execute(&mut *db)
    .await?;
    add_assessment(db, id, assessment, at).await?;
    sqlx::query!("INSERT INTO results (workload_id) VALUES ($1)", id.0)
        .execute(db)
        .await?;
    Ok(())
}

/// A draft to be started.
#[derive(Clone, Copy, Debug)]
pub struct NewAssessment<'a> {
    /// Its id.
    pub id: AssessmentId,
    /// From 1.
    pub number: i32,
    /// Which framework.
    pub framework: &'a FrameworkId,
    /// Which version of it.
    pub framework_version: &'a str,
}

/// Starts a draft.
///
/// # Errors
/// When the database fails.
pub async fn add_assessment(
    db: &mut PgConnection,
    workload: WorkloadId,
    new: NewAssessment<'_>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO assessments (id, workload_id, number, framework_id, framework_version, state, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, 'draft', $6, $6)",
        new.id.0,
        workload.0,
        new.number,
        new.framework.as_str(),
        new.framework_version,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Changes what is said about a workload; false where the version is not the expected one.
///
/// # Errors
/// When the database fails.
pub async fn update(
    db: &mut PgConnection,
    permit: &Permit<EditWorkload>,
    id: WorkloadId,
    expected: i32,
    fields: WorkloadFields<'_>,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE workloads SET name = $4, description = $5, tier = $6, profile = $7, updated_at = $8, version = version + 1
         WHERE id = $1 AND team_id = $2 AND version = $3",
        id.0,
        permit.team().0,
        expected,
        fields.name,
        fields.description,
        i16::from(fields.tier.number()),
        &facts(fields.profile),
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets target levels that differ from the tier's.
///
/// # Errors
/// When the database fails.
pub async fn set_targets(
    db: &mut PgConnection,
    permit: &Permit<EditWorkload>,
    id: WorkloadId,
    targets: &BTreeMap<CheckId, u8>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE workloads SET targets = $3, updated_at = $4, version = version + 1 WHERE id = $1 AND team_id = $2",
        id.0,
        permit.team().0,
        to_json(targets, "workloads", "targets")?,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Archives or restores; false where it is in that state already.
///
/// # Errors
/// When the database fails.
pub async fn set_archived(
    db: &mut PgConnection,
    permit: &Permit<EditWorkload>,
    id: WorkloadId,
    archived: bool,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE workloads SET archived_at = CASE WHEN $3 THEN $4::timestamptz END, updated_at = $4, version = version + 1
         WHERE id = $1 AND team_id = $2 AND (archived_at IS NOT NULL) <> $3",
        id.0,
        permit.team().0,
        archived,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A row of a list, with its prepared numbers.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which.
    pub id: WorkloadId,
    /// Its team.
    pub team: TeamId,
    /// Its team's name.
    pub team_name: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// How much it matters.
    pub tier: Tier,
    /// Facts that hold.
    pub profile: Profile,
    /// Whether it was archived.
    pub archived: bool,
    /// Where its open assessment stands.
    pub state: AssessmentState,
    /// The framework version that it answers.
    pub framework_version: String,
    /// The last change.
    pub updated_at: OffsetDateTime,
    /// Which prepared numbers it has, if any.
    pub numbers: Option<Edition>,
}

/// All workloads that somebody may read, by name.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    readable: &Readable,
    archived: bool,
) -> Result<Vec<Listed>, StoreError> {
    following(db, readable, archived, (None, i64::MAX)).await
}

/// The workloads after one in that order, at most so many; from the first on where none is given.
///
/// # Errors
/// When the database fails.
pub async fn following(
    db: &mut PgConnection,
    readable: &Readable,
    archived: bool,
    (after, limit): (Option<(&str, WorkloadId)>, i64),
) -> Result<Vec<Listed>, StoreError> {
    listed(db, (readable, archived, None), (after, limit)).await
}

/// Some active workloads, by name; those that are not there are left out.
///
/// # Errors
/// When the database fails.
pub async fn some(
    db: &mut PgConnection,
    readable: &Readable,
    ids: &[WorkloadId],
) -> Result<Vec<Listed>, StoreError> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    listed(
        db,
        (readable, false, Some(ids.as_slice())),
        (None, i64::MAX),
    )
    .await
}

async fn listed(
    db: &mut PgConnection,
    (readable, archived, ids): (&Readable, bool, Option<&[uuid::Uuid]>),
    (after, limit): (Option<(&str, WorkloadId)>, i64),
) -> Result<Vec<Listed>, StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        r#"SELECT w.id, w.team_id, t.name AS team_name, w.name, w.description, w.tier, w.profile, w.archived_at,
                a.state, a.framework_version, w.updated_at, r.computed_revision, r.true_until, r.summary IS NOT NULL AS "prepared!"
         FROM workloads w
         JOIN teams t ON t.id = w.team_id
         JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved'
         JOIN results r ON r.workload_id = w.id
         WHERE ($1::uuid[] IS NULL OR w.team_id = ANY($1)) AND (w.archived_at IS NOT NULL) = $2
           AND ($3::text IS NULL OR (w.name, w.id) > ($3, $4::uuid)) AND ($6::uuid[] IS NULL OR w.id = ANY ($6))
         ORDER BY w.name, w.id LIMIT $5"#,
        teams.as_deref(),
        archived,
        after.map(|(name, _)| name),
        after.map(|(_, id)| id.0),
        limit,
        ids
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Listed {
                id: WorkloadId(row.id),
                team: TeamId(row.team_id),
                team_name: row.team_name,
                name: row.name,
                description: row.description,
                tier: tier(row.tier)?,
                profile: profile(&row.profile)?,
                archived: row.archived_at.is_some(),
                state: parse(&row.state, "assessments", "state")?,
                framework_version: row.framework_version,
                updated_at: row.updated_at,
                numbers: row.prepared.then_some(Edition {
                    workload: WorkloadId(row.id),
                    revision: row.computed_revision,
                    true_until: row.true_until,
                }),
            })
        })
        .collect()
}

/// The teams of a filter; none means no filter.
pub(crate) fn team_filter(readable: &Readable) -> Option<Vec<uuid::Uuid>> {
    match readable {
        Readable::All => None,
        Readable::Teams(teams) => Some(teams.iter().map(|t| t.0).collect()),
    }
}

/// The workload that an assessment belongs to.
///
/// # Errors
/// When the database fails.
pub async fn of_assessment(
    db: &mut PgConnection,
    id: AssessmentId,
) -> Result<Option<WorkloadId>, StoreError> {
    let found = sqlx::query_scalar!("SELECT workload_id FROM assessments WHERE id = $1", id.0)
        .fetch_optional(db)
        .await?;
    Ok(found.map(WorkloadId))
}

/// The ids of all open assessments, oldest workload first.
///
/// # Errors
/// When the database fails.
pub async fn open_assessments(db: &mut PgConnection) -> Result<Vec<AssessmentId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT a.id FROM assessments a JOIN workloads w ON w.id = a.workload_id
         WHERE a.state <> 'approved' AND w.archived_at IS NULL ORDER BY w.created_at, w.id"
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(AssessmentId).collect())
}

/// Workloads whose open assessment answers another framework version, the archived ones too, by id.
///
/// # Errors
/// When the database fails.
pub async fn answering_another(
    db: &mut PgConnection,
    (framework, version): (&FrameworkId, &str),
) -> Result<Vec<WorkloadId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT workload_id FROM assessments
         WHERE state <> 'approved' AND (framework_id <> $1 OR framework_version <> $2) ORDER BY workload_id",
        framework.as_str(),
        version
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(WorkloadId).collect())
}

/// An open assessment that answers another framework version from now on.
#[derive(Clone, Debug)]
pub struct Reframed {
    /// Which.
    pub assessment: AssessmentId,
    /// Its workload's team.
    pub team: TeamId,
    /// The framework that it answered.
    pub framework: String,
    /// Which version of it.
    pub version: String,
}

/// Lets a workload's open assessment answer a framework version; none where it answers that one already.
///
/// # Errors
/// When the database fails.
pub async fn reframe(
    db: &mut PgConnection,
    workload: WorkloadId,
    (framework, version): (&FrameworkId, &str),
    at: OffsetDateTime,
) -> Result<Option<Reframed>, StoreError> {
    // The row is locked before it is looked at: of two instances that start at once, one moves it.
    let row = sqlx::query!(
        r#"WITH old AS (
               SELECT a.id, a.framework_id, a.framework_version, w.team_id
               FROM assessments a JOIN workloads w ON w.id = a.workload_id
               WHERE a.workload_id = $1 AND a.state <> 'approved' AND (a.framework_id <> $2 OR a.framework_version <> $3)
               FOR UPDATE OF a
           )
           UPDATE assessments a
           SET framework_id = $2, framework_version = $3, updated_at = $4, version = a.version + 1
           FROM old WHERE a.id = old.id
           RETURNING a.id AS "id!", old.framework_id AS "framework!", old.framework_version AS "framework_version!",
                     old.team_id AS "team!""#,
        workload.0,
        framework.as_str(),
        version,
        at
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Reframed {
        assessment: AssessmentId(row.id),
        team: TeamId(row.team),
        framework: row.framework,
        version: row.framework_version,
    }))
}
