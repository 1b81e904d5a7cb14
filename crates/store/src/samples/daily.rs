//! Taking the samples of a day.

use domain::WorkloadId;
use serde_json::Value;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{StoreError, results::Keys};

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
