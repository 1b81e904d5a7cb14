//! Numbers of each day: of workloads, of teams, of the organisation.

use domain::{MilestoneId, Readable, RiskId, TeamId, Tier, WorkloadId};
use serde_json::Value;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{
    StoreError,
    results::Keys,
    rows::parse_opt,
    workloads::{team_filter, tier},
};

/// Names the advisory lock of whoever takes samples.
const LOCK: i64 = 0x6865_7861_7374_0001;

/// Keeps others from taking samples until the end of the transaction; false where somebody else does.
///
/// # Errors
/// When the database fails.
pub async fn lock(db: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock($1) AS "locked!""#, LOCK)
            .fetch_one(db)
            .await?,
    )
}

/// When samples are taken.
#[derive(Clone, Copy, Debug)]
pub struct Taking {
    /// The day.
    pub day: Date,
    /// Now.
    pub at: OffsetDateTime,
    /// The version of the scoring specification.
    pub score_spec: i32,
}

/// Writes samples of a day from rows `r` with a share and its keys, `w` with the tier.
macro_rules! insert {
    ($db:expr, $taking:expr, $from:literal $(, $more:expr)*) => {
        sqlx::query!(
            "INSERT INTO workload_samples AS s
                 (workload_id, day, source, taken_at, framework_version, score_spec, input_hash, tier, assessed,
                  assured, claimed, possible, level_assured, level_claimed, level_possible, in_scope, answered, met, proven,
                  conflicts, high, critical, ended, open_actions, effort_days, risks)
             SELECT w.id, $1, 'daily', $2, r.share ->> 'version', $3, r.share ->> 'input_hash', w.tier, r.assessed,
                    r.share #>> '{headline,assured,index}', r.share #>> '{headline,claimed,index}',
                    r.share #>> '{headline,possible,index}', (r.share #>> '{level,assured}')::smallint,
                    (r.share #>> '{level,claimed}')::smallint, (r.share #>> '{level,possible}')::smallint,
                    (r.share #>> '{counts,in_scope}')::integer,
                    (r.share #>> '{counts,met}')::integer + (r.share #>> '{counts,not_met}')::integer
                        + (r.share #>> '{counts,not_applicable}')::integer,
                    (r.share #>> '{counts,met}')::integer, (r.share #>> '{counts,proven}')::integer,
                    r.conflicts, r.high, r.critical, r.ended, (r.share #>> '{plan,open}')::integer,
                    (r.share #>> '{plan,effort_days}')::integer,
                    CASE WHEN p.input_hash = r.share ->> 'input_hash' THEN NULL ELSE r.share -> 'risks' END
             FROM " + $from + "
             LEFT JOIN LATERAL (
                 SELECT b.input_hash FROM workload_samples b
                 WHERE b.workload_id = w.id AND b.day < $1 ORDER BY b.day DESC LIMIT 1
             ) p ON true
             WHERE w.archived_at IS NULL
             ON CONFLICT (workload_id, day) DO UPDATE
             SET source = excluded.source, taken_at = excluded.taken_at, framework_version = excluded.framework_version,
                 score_spec = excluded.score_spec, input_hash = excluded.input_hash, tier = excluded.tier,
                 assessed = excluded.assessed, assured = excluded.assured, claimed = excluded.claimed,
                 possible = excluded.possible, level_assured = excluded.level_assured,
                 level_claimed = excluded.level_claimed, level_possible = excluded.level_possible,
                 in_scope = excluded.in_scope, answered = excluded.answered, met = excluded.met, proven = excluded.proven,
                 conflicts = excluded.conflicts, high = excluded.high, critical = excluded.critical, ended = excluded.ended,
                 open_actions = excluded.open_actions, effort_days = excluded.effort_days, risks = excluded.risks
             WHERE (s.source, s.framework_version, s.score_spec, s.input_hash, s.tier, s.high, s.critical, s.ended,
                    s.open_actions, s.effort_days)
                 IS DISTINCT FROM (excluded.source, excluded.framework_version, excluded.score_spec, excluded.input_hash,
                                   excluded.tier, excluded.high, excluded.critical, excluded.ended, excluded.open_actions,
                                   excluded.effort_days)",
            $taking.day,
            $taking.at,
            $taking.score_spec
            $(, $more)*
        )
        .execute($db)
        .await?
        .rows_affected()
    };
}

/// Writes the day's sample of each active workload whose numbers are true and were computed since it was written last; of
/// how many.
///
/// # Errors
/// When the database fails.
pub async fn take(db: &mut PgConnection, taking: Taking) -> Result<u64, StoreError> {
    Ok(insert!(
        db,
        taking,
        "(SELECT r.* FROM results r JOIN workloads v ON v.id = r.workload_id
                    LEFT JOIN workload_samples t ON t.workload_id = r.workload_id AND t.day = $1
          WHERE r.share IS NOT NULL AND r.computed_revision = r.revision
            AND (r.true_until IS NULL OR r.true_until >= $1)
            AND (t.workload_id IS NULL OR t.taken_at <= r.computed_at + interval '5 minutes' OR t.tier <> v.tier
                 OR t.source = 'milestone')) r
         JOIN workloads w ON w.id = r.workload_id"
    ))
}

/// Writes the day's sample of one active workload from numbers that were computed for it and are not kept.
///
/// # Errors
/// When the database fails.
pub async fn put(
    db: &mut PgConnection,
    taking: Taking,
    workload: WorkloadId,
    (share, keys): (&Value, &Keys),
) -> Result<u64, StoreError> {
    Ok(insert!(
        db,
        taking,
        "(SELECT $5::jsonb AS share, $6::boolean AS assessed, $7::integer AS conflicts, $8::integer AS high,
                 $9::integer AS critical, $10::integer AS ended) r
         JOIN workloads w ON w.id = $4",
        workload.0,
        share,
        keys.assessed,
        keys.conflicts,
        keys.high,
        keys.critical,
        keys.ended
    ))
}

/// Writes the newest sample of a workload on each day that follows, up to one; where numbers did not change meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn repeat(
    db: &mut PgConnection,
    workload: WorkloadId,
    until: Date,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO workload_samples
             (workload_id, day, source, taken_at, framework_version, score_spec, input_hash, tier, assessed,
              assured, claimed, possible, level_assured, level_claimed, level_possible, in_scope, answered, met, proven,
              conflicts, high, critical, ended, open_actions, effort_days, risks)
         SELECT s.workload_id, s.day + n, 'daily', s.taken_at, s.framework_version, s.score_spec, s.input_hash, s.tier,
                s.assessed, s.assured, s.claimed, s.possible, s.level_assured, s.level_claimed, s.level_possible,
                s.in_scope, s.answered, s.met, s.proven, s.conflicts, s.high, s.critical, s.ended, s.open_actions,
                s.effort_days, NULL
         FROM (SELECT * FROM workload_samples WHERE workload_id = $1 AND day < $2 ORDER BY day DESC LIMIT 1) s,
              generate_series(1, $2 - s.day) n
         ON CONFLICT DO NOTHING",
        workload.0,
        until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A milestone whose day has no sample.
#[derive(Clone, Debug)]
pub struct OldMilestone {
    /// Which.
    pub id: MilestoneId,
    /// Whose.
    pub workload: WorkloadId,
    /// Its day.
    pub day: Date,
    /// The numbers: JSON of the domain's evaluation.
    pub evaluation: Value,
}

/// Milestones whose days have no sample of their workload, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn unsampled_milestones(
    db: &mut PgConnection,
    most: i64,
) -> Result<Vec<OldMilestone>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT m.id, m.workload_id, (m.approved_at AT TIME ZONE 'UTC')::date AS "day!", m.evaluation
           FROM milestones m
           WHERE NOT EXISTS (SELECT 1 FROM workload_samples s
                             WHERE s.workload_id = m.workload_id AND s.day = (m.approved_at AT TIME ZONE 'UTC')::date)
           ORDER BY m.approved_at DESC, m.id LIMIT $1"#,
        most
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OldMilestone {
            id: MilestoneId(row.id),
            workload: WorkloadId(row.workload_id),
            day: row.day,
            evaluation: row.evaluation,
        })
        .collect())
}

/// What a milestone's sample says.
#[derive(Clone, Debug)]
pub struct MilestoneNumbers {
    /// Indices as exact fractions: assured, claimed, possible.
    pub indices: [Option<String>; 3],
    /// Levels: assured, claimed, possible.
    pub levels: [Option<i16>; 3],
    /// In scope, answered, met, proven, conflicts.
    pub counts: [i32; 5],
    /// Open risks: high or critical, and critical.
    pub open_risks: [i32; 2],
    /// Actions of the plan, and their effort.
    pub plan: [i32; 2],
    /// Each risk's residuals: JSON of the domain's share.
    pub risks: Value,
}

/// Writes a milestone's numbers as its day's sample, where there is none.
///
/// # Errors
/// When the database fails.
pub async fn add_of_milestone(
    db: &mut PgConnection,
    milestone: MilestoneId,
    taking: Taking,
    numbers: &MilestoneNumbers,
) -> Result<(), StoreError> {
    let [assured, claimed, possible] = &numbers.indices;
    let [level_assured, level_claimed, level_possible] = numbers.levels;
    let [in_scope, answered, met, proven, conflicts] = numbers.counts;
    let [high, critical] = numbers.open_risks;
    let [open_actions, effort_days] = numbers.plan;
    sqlx::query!(
        "INSERT INTO workload_samples
             (workload_id, day, source, taken_at, framework_version, score_spec, input_hash, tier, assessed,
              assured, claimed, possible, level_assured, level_claimed, level_possible, in_scope, answered, met, proven,
              conflicts, high, critical, ended, open_actions, effort_days, risks)
         SELECT m.workload_id, $2, 'milestone', $3, m.framework_version, $4, m.input_hash, w.tier, true,
                $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18, $19, $20
         FROM milestones m JOIN workloads w ON w.id = m.workload_id WHERE m.id = $1
         ON CONFLICT DO NOTHING",
        milestone.0,
        taking.day,
        taking.at,
        taking.score_spec,
        assured.as_deref(),
        claimed.as_deref(),
        possible.as_deref(),
        level_assured,
        level_claimed,
        level_possible,
        in_scope,
        answered,
        met,
        proven,
        conflicts,
        high,
        critical,
        open_actions,
        effort_days,
        numbers.risks
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A workload's numbers as a group's sample needs them.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its team.
    pub team: TeamId,
    /// How much it mattered.
    pub tier: Tier,
    /// The framework version that it answered.
    pub version: String,
    /// Whether anything was answered.
    pub assessed: bool,
    /// Indices as exact fractions: assured, claimed, possible.
    pub indices: [Option<String>; 3],
    /// Met, proven, conflicts, high, critical, open actions, effort.
    pub counts: [i32; 7],
    /// Whether a milestone was taken on that day.
    pub milestone: bool,
}

/// Each workload that was in use on a day with its newest sample up to that day, by team.
///
/// # Errors
/// When the database fails.
pub async fn known(db: &mut PgConnection, day: Date) -> Result<Vec<Known>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT w.team_id, s.tier, s.framework_version, s.assessed, s.assured, s.claimed, s.possible, s.met, s.proven,
                  s.conflicts, s.high, s.critical, s.open_actions, s.effort_days,
                  EXISTS (SELECT 1 FROM milestones m
                          WHERE m.workload_id = w.id AND (m.approved_at AT TIME ZONE 'UTC')::date = $1) AS "milestone!"
           FROM workloads w
           JOIN LATERAL (SELECT * FROM workload_samples b WHERE b.workload_id = w.id AND b.day <= $1
                         ORDER BY b.day DESC LIMIT 1) s ON true
           WHERE w.archived_at IS NULL OR (w.archived_at AT TIME ZONE 'UTC')::date > $1
           ORDER BY w.team_id, w.id"#,
        day
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Known {
                team: TeamId(row.team_id),
                tier: tier(row.tier)?,
                version: row.framework_version,
                assessed: row.assessed,
                indices: [row.assured, row.claimed, row.possible],
                counts: [
                    row.met,
                    row.proven,
                    row.conflicts,
                    row.high,
                    row.critical,
                    row.open_actions,
                    row.effort_days,
                ],
                milestone: row.milestone,
            })
        })
        .collect()
}

/// A group's numbers on a day, by one framework version.
#[derive(Clone, Debug)]
pub struct GroupSample {
    /// The team; none for the organisation.
    pub team: Option<TeamId>,
    /// The day.
    pub day: Date,
    /// The framework version.
    pub version: String,
    /// `Σ t` of the assessed workloads.
    pub weight: i32,
    /// `Σ t·index` as exact fractions: assured, claimed, possible.
    pub sums: [String; 3],
    /// Assessed workloads, and those without answers.
    pub workloads: [i32; 2],
    /// Met, proven, conflicts, high, critical, open actions, effort.
    pub counts: [i32; 7],
    /// Milestones of that day.
    pub milestones: i32,
}

/// Writes the samples of a day in place of those that were there.
///
/// # Errors
/// When the database fails.
pub async fn keep_groups(
    db: &mut PgConnection,
    day: Date,
    samples: &[GroupSample],
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM group_samples WHERE day = $1", day)
        .execute(&mut *db)
        .await?;
    for sample in samples {
        let [assured, claimed, possible] = &sample.sums;
        let [assessed, not_assessed] = sample.workloads;
        let [
            met,
            proven,
            conflicts,
            high,
            critical,
            open_actions,
            effort_days,
        ] = sample.counts;
        sqlx::query!(
            "INSERT INTO group_samples
                 (team_id, day, framework_version, weight, assured, claimed, possible, assessed, not_assessed, met, proven,
                  conflicts, high, critical, open_actions, effort_days, milestones)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
            sample.team.map(|id| id.0),
            day,
            sample.version,
            sample.weight,
            assured,
            claimed,
            possible,
            assessed,
            not_assessed,
            met,
            proven,
            conflicts,
            high,
            critical,
            open_actions,
            effort_days,
            sample.milestones
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The samples of the organisation (without teams) or of some teams since a day, by day.
///
/// # Errors
/// When the database fails.
pub async fn of_groups(
    db: &mut PgConnection,
    readable: &Readable,
    since: Date,
) -> Result<Vec<GroupSample>, StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        "SELECT team_id, day, framework_version, weight, assured, claimed, possible, assessed, not_assessed, met, proven,
                conflicts, high, critical, open_actions, effort_days, milestones
         FROM group_samples WHERE $1::uuid[] IS NULL AND team_id IS NULL AND day >= $2
         UNION ALL
         SELECT team_id, day, framework_version, weight, assured, claimed, possible, assessed, not_assessed, met, proven,
                conflicts, high, critical, open_actions, effort_days, milestones
         FROM group_samples WHERE team_id = ANY ($1) AND day >= $2",
        teams.as_deref(),
        since
    )
    .fetch_all(db)
    .await?;
    let broken = StoreError::Inconsistent {
        table: "group_samples",
        column: "day",
    };
    let mut samples = Vec::with_capacity(rows.len());
    for row in rows {
        let found = (|| {
            Some(GroupSample {
                team: row.team_id.map(TeamId),
                day: row.day?,
                version: row.framework_version?,
                weight: row.weight?,
                sums: [row.assured?, row.claimed?, row.possible?],
                workloads: [row.assessed?, row.not_assessed?],
                counts: [
                    row.met?,
                    row.proven?,
                    row.conflicts?,
                    row.high?,
                    row.critical?,
                    row.open_actions?,
                    row.effort_days?,
                ],
                milestones: row.milestones?,
            })
        })();
        match found {
            Some(sample) => samples.push(sample),
            None => return Err(broken),
        }
    }
    samples.sort_by(|a, b| (a.day, &a.version).cmp(&(b.day, &b.version)));
    Ok(samples)
}

/// A workload's numbers on a day.
#[derive(Clone, Debug)]
pub struct WorkloadSample {
    /// The day.
    pub day: Date,
    /// `daily` or `milestone`.
    pub source: String,
    /// The framework version that it answered.
    pub version: String,
    /// SHA-256 of what the numbers follow from.
    pub input_hash: String,
    /// Whether anything was answered.
    pub assessed: bool,
    /// Indices as exact fractions: assured, claimed, possible.
    pub indices: [Option<String>; 3],
    /// Met, proven, conflicts, high, critical, open actions, effort.
    pub counts: [i32; 7],
    /// The number of the milestone that was taken on that day.
    pub milestone: Option<i32>,
}

/// The samples of a workload since a day, by day.
///
/// # Errors
/// When the database fails.
pub async fn of_workload(
    db: &mut PgConnection,
    workload: WorkloadId,
    since: Date,
) -> Result<Vec<WorkloadSample>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.day, s.source, s.framework_version, s.input_hash, s.assessed, s.assured, s.claimed, s.possible, s.met,
                  s.proven, s.conflicts, s.high, s.critical, s.open_actions, s.effort_days,
                  (SELECT max(m.number) FROM milestones m
                   WHERE m.workload_id = s.workload_id AND (m.approved_at AT TIME ZONE 'UTC')::date = s.day) AS milestone
           FROM workload_samples s WHERE s.workload_id = $1 AND s.day >= $2 ORDER BY s.day"#,
        workload.0,
        since
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| WorkloadSample {
            day: row.day,
            source: row.source,
            version: row.framework_version,
            input_hash: row.input_hash,
            assessed: row.assessed,
            indices: [row.assured, row.claimed, row.possible],
            counts: [
                row.met,
                row.proven,
                row.conflicts,
                row.high,
                row.critical,
                row.open_actions,
                row.effort_days,
            ],
            milestone: row.milestone,
        })
        .collect())
}

/// A risk's assured residual at some time.
#[derive(Clone, Debug)]
pub struct PastRisk {
    /// Of which workload.
    pub workload: WorkloadId,
    /// Which risk.
    pub risk: RiskId,
    /// The day.
    pub day: Date,
    /// Whether the workload answers the same framework version now.
    pub alike: bool,
    /// The number of the milestone, where it is of one.
    pub milestone: Option<i32>,
    /// The residual as an exact fraction.
    pub assured: String,
}

/// The risks of some workloads as their newest samples up to a day have them.
///
/// # Errors
/// When the database fails.
pub async fn risks_on(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
    day: Date,
) -> Result<Vec<PastRisk>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    // The newest sample says the day and the version, the newest that has risks says which: they stayed the same since.
    let rows = sqlx::query!(
        r#"SELECT w.id, s.day, s.framework_version = a.framework_version AS "alike!", k ->> 'id' AS risk,
                  k ->> 'assured' AS assured
           FROM unnest($1::uuid[]) AS w (id)
           JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved'
           JOIN LATERAL (SELECT b.day, b.framework_version FROM workload_samples b WHERE b.workload_id = w.id AND b.day <= $2
                         ORDER BY b.day DESC LIMIT 1) s ON true
           JOIN LATERAL (SELECT b.risks FROM workload_samples b
                         WHERE b.workload_id = w.id AND b.day <= s.day AND b.risks IS NOT NULL
                         ORDER BY b.day DESC LIMIT 1) r ON true
           CROSS JOIN LATERAL jsonb_array_elements(r.risks) k"#,
        &ids,
        day
    )
    .fetch_all(db)
    .await?;
    let past = rows.into_iter().map(|row| {
        let risk = parse_opt(row.risk.as_deref(), "workload_samples", "risks")?;
        Ok(risk
            .zip(row.id)
            .zip(row.assured)
            .map(|((risk, workload), assured)| PastRisk {
                workload: WorkloadId(workload),
                risk,
                day: row.day,
                alike: row.alike,
                milestone: None,
                assured,
            }))
    });
    past.filter_map(Result::transpose).collect()
}

/// The risks of some workloads as their last milestones have them.
///
/// # Errors
/// When the database fails.
pub async fn risks_of_milestones(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<PastRisk>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT w.id, m.number, (m.approved_at AT TIME ZONE 'UTC')::date AS "day!",
                  m.framework_version = a.framework_version AS "alike!", k ->> 'id' AS risk,
                  k #>> '{residual,assured,score}' AS assured
           FROM unnest($1::uuid[]) AS w (id)
           JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved'
           JOIN LATERAL (SELECT * FROM milestones b WHERE b.workload_id = w.id ORDER BY b.number DESC LIMIT 1) m ON true
           CROSS JOIN LATERAL jsonb_array_elements(m.evaluation -> 'risks') k"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let past = rows.into_iter().map(|row| {
        let risk = parse_opt(row.risk.as_deref(), "milestones", "evaluation")?;
        Ok(risk
            .zip(row.id)
            .zip(row.assured)
            .map(|((risk, workload), assured)| PastRisk {
                workload: WorkloadId(workload),
                risk,
                day: row.day,
                alike: row.alike,
                milestone: Some(row.number),
                assured,
            }))
    });
    past.filter_map(Result::transpose).collect()
}
