//! Shared services: what they offer, and who subscribed to them.

use domain::{
    CriterionId, Permit, Profile, TeamId, UserId, WorkloadId,
    access::{EditWorkload, OfferAnswers},
    platform::Platform,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::parse, workloads::profile};

/// What a workload offers to others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// For optimistic writes; 0 where it never offered anything.
    pub version: i32,
    /// Criteria, in their order.
    pub criteria: Vec<CriterionId>,
}

fn criteria(texts: &[String]) -> Result<Vec<CriterionId>, StoreError> {
    let parsed = texts
        .iter()
        .map(|c| parse(c, "platform_offers", "criterion"));
    let mut criteria = parsed.collect::<Result<Vec<_>, _>>()?;
    criteria.sort();
    Ok(criteria)
}

/// What a workload offers.
///
/// # Errors
/// When the database fails.
pub async fn offer(db: &mut PgConnection, workload: WorkloadId) -> Result<Offer, StoreError> {
    let row = sqlx::query!(
        r#"SELECT p.version, ARRAY(SELECT criterion FROM platform_offers o WHERE o.platform_id = p.workload_id) AS "criteria!"
           FROM platforms p WHERE p.workload_id = $1"#,
        workload.0
    )
    .fetch_optional(db)
    .await?;
    row.map_or_else(
        || Ok(Offer::default()),
        |row| {
            Ok(Offer {
                version: row.version,
                criteria: criteria(&row.criteria)?,
            })
        },
    )
}

/// Writes what a workload offers over the expected version (0: nothing yet); false where another stands.
///
/// # Errors
/// When the database fails.
pub async fn set_offer(
    db: &mut PgConnection,
    permit: &Permit<OfferAnswers>,
    workload: WorkloadId,
    expected: i32,
    criteria: &[CriterionId],
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO platforms AS p (workload_id, updated_by, updated_at)
         SELECT $1, $2, $3 WHERE $4 = 0 OR EXISTS (SELECT 1 FROM platforms WHERE workload_id = $1)
         ON CONFLICT (workload_id) DO UPDATE SET version = p.version + 1, updated_by = $2, updated_at = $3
         WHERE p.version = $4",
        workload.0,
        permit.user().0,
        at,
        expected
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    let criteria: Vec<String> = criteria.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "DELETE FROM platform_offers WHERE platform_id = $1 AND criterion <> ALL ($2)",
        workload.0,
        &criteria
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO platform_offers (platform_id, criterion) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING",
        workload.0,
        &criteria
    )
    .execute(db)
    .await?;
    Ok(true)
}

/// A platform that a workload is subscribed to.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Which.
    pub platform: Platform,
    /// Its team's name.
    pub team_name: String,
    /// Since when.
    pub since: OffsetDateTime,
    /// Whether the platform is archived: it says nothing then.
    pub archived: bool,
    /// What it offers.
    pub criteria: Vec<CriterionId>,
}

/// The platforms that a workload is subscribed to, the oldest subscription first.
///
/// # Errors
/// When the database fails.
pub async fn subscriptions(
    db: &mut PgConnection,
    consumer: WorkloadId,
) -> Result<Vec<Subscription>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT w.id, w.name, w.team_id, t.name AS team_name, s.since, w.archived_at,
                  ARRAY(SELECT criterion FROM platform_offers o WHERE o.platform_id = s.platform_id) AS "criteria!"
           FROM platform_subscriptions s JOIN workloads w ON w.id = s.platform_id JOIN teams t ON t.id = w.team_id
           WHERE s.consumer_id = $1 ORDER BY s.since, w.id"#,
        consumer.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Subscription {
                platform: Platform {
                    id: WorkloadId(row.id),
                    name: row.name,
                    team: TeamId(row.team_id),
                },
                team_name: row.team_name,
                since: row.since,
                archived: row.archived_at.is_some(),
                criteria: criteria(&row.criteria)?,
            })
        })
        .collect()
}

/// Makes changes of these platforms wait until this transaction has ended, and waits for those that have begun: between
/// them and a new subscription no consumer's number may stay as it was.
///
/// # Errors
/// When the database fails.
pub async fn hold(db: &mut PgConnection, platforms: &[WorkloadId]) -> Result<(), StoreError> {
    let ids: Vec<_> = platforms.iter().map(|id| id.0).collect();
    sqlx::query!(
        "SELECT workload_id FROM platforms WHERE workload_id = ANY ($1) ORDER BY workload_id FOR UPDATE",
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(())
}

/// Waits for whoever is subscribing to any of these platforms, and makes those who come later wait until this transaction
/// has ended. Workloads that never offered anything are none.
///
/// # Errors
/// When the database fails.
pub async fn wait(db: &mut PgConnection, platforms: &[WorkloadId]) -> Result<(), StoreError> {
    let ids: Vec<_> = platforms.iter().map(|id| id.0).collect();
    sqlx::query!(
        "SELECT workload_id FROM platforms WHERE workload_id = ANY ($1) ORDER BY workload_id FOR SHARE",
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(())
}

/// Subscribes a workload; false where it is subscribed already.
///
/// # Errors
/// When the database fails.
pub async fn subscribe(
    db: &mut PgConnection,
    permit: &Permit<EditWorkload>,
    (consumer, platform): (WorkloadId, WorkloadId),
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO platform_subscriptions (consumer_id, platform_id, since, subscribed_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        consumer.0,
        platform.0,
        at,
        permit.user().0
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who ends a subscription.
#[derive(Clone, Copy, Debug)]
pub enum Ending<'a> {
    /// Somebody of the consumer.
    Consumer(&'a Permit<EditWorkload>),
    /// Somebody of the platform.
    Platform(&'a Permit<OfferAnswers>),
}

impl Ending<'_> {
    /// Who.
    pub const fn user(&self) -> UserId {
        match self {
            Self::Consumer(permit) => permit.user(),
            Self::Platform(permit) => permit.user(),
        }
    }
}

/// Ends a subscription; false where there is none.
///
/// # Errors
/// When the database fails.
pub async fn unsubscribe(
    db: &mut PgConnection,
    _by: Ending<'_>,
    (consumer, platform): (WorkloadId, WorkloadId),
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM platform_subscriptions WHERE consumer_id = $1 AND platform_id = $2",
        consumer.0,
        platform.0
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A workload that is subscribed to a platform and in use.
#[derive(Clone, Debug)]
pub struct Consumer {
    /// Which.
    pub id: WorkloadId,
    /// Its name.
    pub name: String,
    /// Its team.
    pub team: TeamId,
    /// Its team's name.
    pub team_name: String,
    /// Facts that hold: they decide what it inherits.
    pub profile: Profile,
    /// Since when.
    pub since: OffsetDateTime,
    /// Offered criteria that it answers itself.
    pub own: Vec<CriterionId>,
}

/// Who is subscribed to a platform, by name.
///
/// # Errors
/// When the database fails.
pub async fn consumers(
    db: &mut PgConnection,
    platform: WorkloadId,
) -> Result<Vec<Consumer>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT w.id, w.name, w.team_id, t.name AS team_name, w.profile, s.since,
                  ARRAY(SELECT a.criterion FROM answers a JOIN platform_offers o ON o.criterion = a.criterion
                        WHERE a.assessment_id = d.id AND o.platform_id = $1) AS "own!"
           FROM platform_subscriptions s JOIN workloads w ON w.id = s.consumer_id JOIN teams t ON t.id = w.team_id
           JOIN assessments d ON d.workload_id = w.id AND d.state <> 'approved'
           WHERE s.platform_id = $1 AND w.archived_at IS NULL ORDER BY w.name, w.id"#,
        platform.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Consumer {
                id: WorkloadId(row.id),
                name: row.name,
                team: TeamId(row.team_id),
                team_name: row.team_name,
                profile: profile(&row.profile)?,
                since: row.since,
                own: criteria(&row.own)?,
            })
        })
        .collect()
}

/// A platform that a workload could subscribe to.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Which.
    pub platform: Platform,
    /// Its team's name.
    pub team_name: String,
    /// What it offers.
    pub criteria: Vec<CriterionId>,
}

/// Platforms in use that offer something, other than the workload itself and those it is subscribed to, by name.
///
/// # Errors
/// When the database fails.
pub async fn candidates(
    db: &mut PgConnection,
    consumer: WorkloadId,
) -> Result<Vec<Candidate>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT w.id, w.name, w.team_id, t.name AS team_name, o.criteria AS "criteria!"
           FROM (SELECT platform_id, array_agg(criterion) AS criteria FROM platform_offers GROUP BY platform_id) o
           JOIN workloads w ON w.id = o.platform_id JOIN teams t ON t.id = w.team_id
           WHERE w.archived_at IS NULL AND w.id <> $1 AND NOT EXISTS (
               SELECT 1 FROM platform_subscriptions s WHERE s.consumer_id = $1 AND s.platform_id = w.id)
           ORDER BY w.name, w.id"#,
        consumer.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Candidate {
                platform: Platform {
                    id: WorkloadId(row.id),
                    name: row.name,
                    team: TeamId(row.team_id),
                },
                team_name: row.team_name,
                criteria: criteria(&row.criteria)?,
            })
        })
        .collect()
}
