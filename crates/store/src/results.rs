//! Prepared numbers: stale in the transaction that changes what they follow from, computed anew by the next reader.

use domain::WorkloadId;
use serde_json::Value;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::StoreError;

/// Notes that a workload's numbers follow from something that has just changed, and with them those of every workload
/// that takes answers over from it.
///
/// # Errors
/// When the database fails.
pub async fn touch(db: &mut PgConnection, workload: WorkloadId) -> Result<(), StoreError> {
    // Whoever is subscribing at this moment is waited for, and then seen by the statement below.
    sqlx::query!(
        "SELECT workload_id FROM platforms WHERE workload_id = $1 FOR SHARE",
        workload.0
    )
    .fetch_optional(&mut *db)
    .await?;
    // In the order in which readers keep what they computed: nobody waits in a circle.
    sqlx::query!(
        "WITH touched AS (
             SELECT workload_id FROM results
             WHERE workload_id = ANY (ARRAY(SELECT consumer_id FROM platform_subscriptions WHERE platform_id = $1) || $1::uuid)
             ORDER BY workload_id FOR UPDATE
         )
         UPDATE results r SET revision = revision + 1 FROM touched t WHERE r.workload_id = t.workload_id",
        workload.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The same for a change that nobody inherits.
///
/// # Errors
/// When the database fails.
pub async fn touch_alone(db: &mut PgConnection, workload: WorkloadId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE results SET revision = revision + 1 WHERE workload_id = $1",
        workload.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Which numbers of a workload: they change only together with one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    /// The workload.
    pub workload: WorkloadId,
    /// The revision that they were computed from.
    pub revision: i64,
    /// The last day on which they are true.
    pub true_until: Option<Date>,
}

impl Edition {
    const fn new(workload: Uuid, revision: i64, true_until: Option<Date>) -> Self {
        Self {
            workload: WorkloadId(workload),
            revision,
            true_until,
        }
    }
}

/// What lists and reports on many workloads need of one's prepared numbers.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Which numbers.
    pub edition: Edition,
    /// The text of the services' summary without its risks and issues, which are nine tenths of it.
    pub json: String,
    /// Open critical risks.
    pub critical: u32,
    /// Open risks that are high, without the critical.
    pub high: u32,
}

/// The prepared numbers of some workloads as far as lists need them.
///
/// # Errors
/// When the database fails.
pub async fn briefs(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<Brief>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT workload_id, computed_revision, true_until, (summary - '{risks,issues}'::text[])::text AS "json!",
                  critical, high
           FROM results WHERE workload_id = ANY ($1) AND summary IS NOT NULL"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let number = |n: i32| u32::try_from(n).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| Brief {
            edition: Edition::new(row.workload_id, row.computed_revision, row.true_until),
            json: row.json,
            critical: number(row.critical),
            // The column counts both.
            high: number(row.high - row.critical),
        })
        .collect())
}

/// The risks of some workloads' prepared numbers.
///
/// # Errors
/// When the database fails.
pub async fn risks(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<(WorkloadId, Value)>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT workload_id, summary -> 'risks' AS "risks!" FROM results
           WHERE workload_id = ANY ($1) AND summary IS NOT NULL"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (WorkloadId(row.workload_id), row.risks))
        .collect())
}

/// Prepared numbers of a workload.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The revision that a computation from now on will be of.
    pub revision: i64,
    /// The numbers, where they are true on this day.
    pub fresh: Option<Value>,
}

/// What makes prepared numbers true: a day, and the framework version that computes.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// Today.
    pub today: Date,
    /// The framework version that computes; numbers of another are stale.
    pub with: &'a str,
}

/// The numbers of a workload on a day.
///
/// # Errors
/// When the database fails.
pub async fn lookup(
    db: &mut PgConnection,
    workload: WorkloadId,
    now: Now<'_>,
) -> Result<Option<Prepared>, StoreError> {
    let row = sqlx::query!(
        "SELECT revision, computed_revision, true_until, computed_with, summary FROM results WHERE workload_id = $1",
        workload.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| {
        let fresh = row.computed_revision == row.revision
            && row.true_until.is_none_or(|day| day >= now.today)
            && row.computed_with == now.with;
        Prepared {
            revision: row.revision,
            fresh: row.summary.filter(|_| fresh),
        }
    }))
}

/// Workloads whose numbers are not true on a day, with their revisions, in the order in which rows are locked:
/// two readers that compute the same rows must not wait for each other in a circle.
///
/// # Errors
/// When the database fails.
pub async fn stale(
    db: &mut PgConnection,
    now: Now<'_>,
) -> Result<Vec<(WorkloadId, i64)>, StoreError> {
    // Three questions with an index each: it costs what is stale, not what there is.
    let rows = sqlx::query!(
        r#"SELECT s.workload_id AS "workload_id!", s.revision AS "revision!" FROM (
               SELECT workload_id, revision FROM results WHERE computed_revision < revision
               UNION SELECT workload_id, revision FROM results WHERE true_until < $1
               UNION SELECT workload_id, revision FROM results WHERE computed_with < $2 OR computed_with > $2
           ) s ORDER BY s.workload_id"#,
        now.today,
        now.with
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (WorkloadId(row.workload_id), row.revision))
        .collect())
}

/// What lists are sorted and filtered by.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Whether anything was answered.
    pub assessed: bool,
    /// Assured index, in decimals.
    pub assured: Option<String>,
    /// Claimed index, in decimals.
    pub claimed: Option<String>,
    /// The share that is answered, in decimals.
    pub answered: Option<String>,
    /// Claimed scores by pillar.
    pub pillars: Value,
    /// Where a rule disagrees with the answer.
    pub conflicts: i32,
    /// Open critical risks.
    pub critical: i32,
    /// Open risks that are high or critical.
    pub high: i32,
    /// Claimed criteria whose proof has ended.
    pub ended: i32,
    /// The first last day of proof that stands.
    pub first_end: Option<Date>,
    /// The days since which proof stands, each once, in order.
    pub proof_since: Vec<Date>,
    /// The first day on which an open action is due.
    pub first_due: Option<Date>,
    /// The first last day of an approved acceptance.
    pub first_acceptance: Option<Date>,
    /// Whether an acceptance waits for approval.
    pub acceptance_asked: bool,
}

/// Numbers as they were computed.
#[derive(Clone, Copy, Debug)]
pub struct Computed<'a> {
    /// The revision that they are of.
    pub revision: i64,
    /// The last day on which they are true.
    pub true_until: Option<Date>,
    /// The framework version that computed them.
    pub with: &'a str,
    /// When.
    pub at: OffsetDateTime,
    /// All that reports need: JSON of the services' summary.
    pub summary: &'a Value,
    /// All that group pages need: JSON of the domain's share.
    pub share: &'a Value,
    /// What lists are sorted and filtered by.
    pub keys: &'a Keys,
}

/// Keeps computed numbers, unless newer ones are there.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    db: &mut PgConnection,
    workload: WorkloadId,
    computed: Computed<'_>,
) -> Result<(), StoreError> {
    let keys = computed.keys;
    sqlx::query!(
        "UPDATE results
         SET computed_revision = $2, true_until = $3, computed_with = $4, computed_at = $5, summary = $6, share = $7,
             assessed = $8, assured = $9::text::numeric, claimed = $10::text::numeric, answered = $11::text::numeric,
             pillars = $12, conflicts = $13, critical = $14, high = $15, ended = $16, first_end = $17, first_due = $18,
             first_acceptance = $19, acceptance_asked = $20, proof_since = $21
         WHERE workload_id = $1 AND computed_revision <= $2",
        workload.0,
        computed.revision,
        computed.true_until,
        computed.with,
        computed.at,
        computed.summary,
        computed.share,
        keys.assessed,
        keys.assured.as_deref(),
        keys.claimed.as_deref(),
        keys.answered.as_deref(),
        keys.pillars,
        keys.conflicts,
        keys.critical,
        keys.high,
        keys.ended,
        keys.first_end,
        keys.first_due,
        keys.first_acceptance,
        keys.acceptance_asked,
        &keys.proof_since
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What some workloads give to their teams, each with the edition that it is.
///
/// # Errors
/// When the database fails.
pub async fn shares(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<(Edition, Value)>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT workload_id, computed_revision, true_until, share AS "share!" FROM results
           WHERE workload_id = ANY ($1) AND share IS NOT NULL"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let edition = Edition::new(row.workload_id, row.computed_revision, row.true_until);
            (edition, row.share)
        })
        .collect())
}

/// Makes everything that a transaction reads from here on one moment; nothing can be written in it. Comes first.
///
/// # Errors
/// When the database fails.
pub async fn one_moment(db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .execute(db)
        .await?;
    Ok(())
}
