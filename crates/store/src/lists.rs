//! One page of a list of workloads: filtered, sorted and cut by the database.

use domain::{Readable, TeamId, WorkloadId};
use sqlx::PgConnection;

use crate::{
    StoreError,
    results::{Edition, Now},
    rows::parse,
    workloads::{Listed, profile, team_filter, tier},
};

/// Which workloads; empty texts don't filter.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// Whose.
    pub readable: &'a Readable,
    /// Those in the archive, or the others.
    pub archived: bool,
    /// Part of the name or description.
    pub q: &'a str,
    /// A team's id.
    pub team: &'a str,
    /// `1`, `2`, `3`.
    pub tier: &'a str,
    /// A fact of the profile.
    pub fact: &'a str,
    /// A state of the open assessment.
    pub state: &'a str,
    /// What they have: `overdue`, `ending-7`, `ending-30`, `ending-90`, `ended`, `age-30`, `age-90`, `age-180`, `age-older`,
    /// `conflicts`, `critical`, `acceptance-ended`, `acceptance-asked`, `milestone.2026-11-20.2026-11-22` of those days.
    pub has: &'a str,
    /// When, and which numbers are true.
    pub now: Now<'a>,
}

impl Filter<'_> {
    /// Whether it lets all through that may be read.
    pub const fn is_open(&self) -> bool {
        self.q.is_empty()
            && self.team.is_empty()
            && self.tier.is_empty()
            && self.fact.is_empty()
            && self.state.is_empty()
            && self.has.is_empty()
    }
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order<'a> {
    /// By name.
    Name,
    /// By name, the last first.
    NameDown,
    /// By a column (`team`, `tier`, `assured`, `claimed`, `gap`, `answered`, `conflicts`, `risks`, `updated` or a pillar),
    /// the greatest first or last. Workloads without numbers stand last where the column is a number of theirs.
    By(&'a str, bool),
    /// By what is proven, the greatest first, of one framework version; then what answers another, then what has no numbers.
    Proven(&'a str),
}

/// A row, and whether its prepared numbers are true.
#[derive(Clone, Debug)]
pub struct Found {
    /// The row.
    pub row: Listed,
    /// Whether its numbers are true now.
    pub fresh: bool,
}

macro_rules! page {
    ($db:expr, $filter:expr, $cut:expr, $order:literal $(, $more:expr)*) => {{
        let teams = team_filter($filter.readable);
        let rows = sqlx::query!(
            r#"SELECT w.id, w.team_id, t.name AS team_name, w.name, w.description, w.tier, w.profile, w.archived_at,
                      a.state, a.framework_version, w.updated_at, r.computed_revision, r.true_until,
                      r.share IS NOT NULL AS "prepared!",
                      (r.computed_revision = r.revision AND (r.true_until IS NULL OR r.true_until >= $9)
                       AND r.computed_with = $10) AS "fresh!"
               FROM workloads w
               JOIN teams t ON t.id = w.team_id
               JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved'
               JOIN results r ON r.workload_id = w.id
               WHERE ($1::uuid[] IS NULL OR w.team_id = ANY ($1)) AND (w.archived_at IS NOT NULL) = $2
                 AND ($3 = '' OR position(lower($3) IN lower(w.name)) > 0 OR position(lower($3) IN lower(w.description)) > 0)
                 AND ($4 = '' OR w.team_id::text = $4) AND ($5 = '' OR w.tier::text = $5)
                 AND ($6 = '' OR $6 = ANY (w.profile)) AND ($7 = '' OR a.state = $7)
                 AND ($8 = '' OR CASE split_part($8, '.', 1)
                      WHEN 'overdue' THEN r.first_due < $9
                      WHEN 'ending-7' THEN r.first_end <= $9::date + 7
                      WHEN 'ending-30' THEN r.first_end <= $9::date + 30
                      WHEN 'ending-90' THEN r.first_end <= $9::date + 90
                      WHEN 'ended' THEN r.ended > 0
                      WHEN 'age-30' THEN EXISTS (SELECT 1 FROM unnest(r.proof_since) d WHERE d BETWEEN $9::date - 30 AND $9)
                      WHEN 'age-90' THEN EXISTS (SELECT 1 FROM unnest(r.proof_since) d WHERE d BETWEEN $9::date - 90 AND $9::date - 31)
                      WHEN 'age-180' THEN EXISTS (SELECT 1 FROM unnest(r.proof_since) d WHERE d BETWEEN $9::date - 180 AND $9::date - 91)
                      WHEN 'age-older' THEN EXISTS (SELECT 1 FROM unnest(r.proof_since) d WHERE d < $9::date - 180)
                      WHEN 'milestone' THEN EXISTS (
                          SELECT 1 FROM milestones m
                          WHERE m.workload_id = w.id AND to_char(m.approved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') COLLATE "C"
                                BETWEEN split_part($8, '.', 2) AND split_part($8, '.', 3))
                      WHEN 'conflicts' THEN r.conflicts > 0
                      WHEN 'critical' THEN r.critical > 0
                      WHEN 'acceptance-ended' THEN r.first_acceptance < $9
                      WHEN 'acceptance-asked' THEN r.acceptance_asked
                      ELSE false END)
               ORDER BY "# + $order + " LIMIT $11 OFFSET $12",
            teams.as_deref(),
            $filter.archived,
            $filter.q,
            $filter.team,
            $filter.tier,
            $filter.fact,
            $filter.state,
            $filter.has,
            $filter.now.today,
            $filter.now.with,
            $cut.0,
            $cut.1
            $(, $more)*
        )
        .fetch_all($db)
        .await?;
        let found = rows.into_iter().map(|row| {
            let id = WorkloadId(row.id);
            let edition = Edition {
                workload: id,
                revision: row.computed_revision,
                true_until: row.true_until,
            };
            let listed = Listed {
                id,
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
                numbers: row.prepared.then_some(edition),
            };
            Ok(Found { row: listed, fresh: row.fresh })
        });
        found.collect()
    }};
}

/// So many rows after so many others.
///
/// # Errors
/// When the database fails.
pub async fn page(
    db: &mut PgConnection,
    filter: Filter<'_>,
    order: Order<'_>,
    cut: (i64, i64),
) -> Result<Vec<Found>, StoreError> {
    match order {
        // As the index has it: the first page costs the same at any number.
        Order::Name => page!(
            db,
            filter,
            cut,
            r#"lower(w.name) COLLATE "C", w.name COLLATE "C", w.id"#
        ),
        Order::NameDown => page!(
            db,
            filter,
            cut,
            r#"lower(w.name) COLLATE "C" DESC, w.name COLLATE "C" DESC, w.id DESC"#
        ),
        Order::By(column, down) => page!(
            db,
            filter,
            cut,
            r#"CASE WHEN $13 IN ('team', 'tier', 'updated', 'answered') THEN true ELSE r.assessed END DESC,
               $14::integer * CASE $13
                   WHEN 'team' THEN NULL
                   WHEN 'tier' THEN w.tier::numeric
                   WHEN 'assured' THEN r.assured
                   WHEN 'claimed' THEN r.claimed
                   WHEN 'gap' THEN r.claimed - r.assured
                   WHEN 'answered' THEN COALESCE(r.answered, 0)
                   WHEN 'conflicts' THEN r.conflicts::numeric
                   WHEN 'risks' THEN r.critical * 100000::numeric + r.high
                   WHEN 'updated' THEN (w.updated_at AT TIME ZONE 'UTC')::date - date '2000-01-01'
                   ELSE (r.pillars ->> $13)::numeric END NULLS LAST,
               CASE WHEN $13 = 'assured' THEN $14 * r.claimed END NULLS LAST,
               CASE WHEN $13 = 'team' AND $14 > 0 THEN t.name END COLLATE "C",
               CASE WHEN $13 = 'team' AND $14 < 0 THEN t.name END COLLATE "C" DESC,
               w.name COLLATE "C", w.id"#,
            column,
            if down { -1 } else { 1 }
        ),
        Order::Proven(version) => page!(
            db,
            filter,
            cut,
            r#"r.assessed DESC, a.framework_version <> $13, r.assured DESC NULLS LAST, r.claimed DESC NULLS LAST,
               w.name COLLATE "C", w.id"#,
            version
        ),
    }
}

/// How many a filter lets through.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &mut PgConnection, filter: Filter<'_>) -> Result<i64, StoreError> {
    let teams = team_filter(filter.readable);
    if filter.is_open() {
        return Ok(sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!" FROM workloads w
               WHERE ($1::uuid[] IS NULL OR w.team_id = ANY ($1)) AND (w.archived_at IS NOT NULL) = $2"#,
            teams.as_deref(),
            filter.archived
        )
        .fetch_one(db)
        .await?);
    }
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!"
           FROM workloads w
           JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved'
           JOIN results r ON r.workload_id = w.id
           WHERE ($1::uuid[] IS NULL OR w.team_id = ANY ($1)) AND (w.archived_at IS NOT NULL) = $2
             AND ($3 = '' OR position(lower($3) IN lower(w.name)) > 0 OR position(lower($3) IN lower(w.description)) > 0)
             AND ($4 = '' OR w.team_id::text = $4) AND ($5 = '' OR w.tier::text = $5)
             AND ($6 = '' OR $6 = ANY (w.profile)) AND ($7 = '' OR a.state = $7)
             AND ($8 = '' OR CASE split_part($8, '.', 1)
                  WHEN 'overdue' THEN r.first_due < $9
                  WHEN 'ending-7' THEN r.first_end <= $9::date + 7
                  WHEN 'ending-30' THEN r.first_end <= $9::date + 30
                  WHEN 'ending-90' THEN r.first_end <= $9::date + 90
                  WHEN 'ended' THEN r.ended > 0
                  WHEN 'age-30' THEN EXISTS (SELECT 1 FROM unnest(r.proof_since) d WHERE d BETWEEN $9::date - 30 AND $9)
                  WHEN 'age-90' THEN EXISTS (SELECT 1 FROM unnest(r.proof_since) d WHERE d BETWEEN $9::date - 90 AND $9::date - 31)
                  WHEN 'age-180' THEN EXISTS (SELECT 1 FROM unnest(r.proof_since) d WHERE d BETWEEN $9::date - 180 AND $9::date - 91)
                  WHEN 'age-older' THEN EXISTS (SELECT 1 FROM unnest(r.proof_since) d WHERE d < $9::date - 180)
                  WHEN 'milestone' THEN EXISTS (
                      SELECT 1 FROM milestones m
                      WHERE m.workload_id = w.id AND to_char(m.approved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') COLLATE "C"
                            BETWEEN split_part($8, '.', 2) AND split_part($8, '.', 3))
                  WHEN 'conflicts' THEN r.conflicts > 0
                  WHEN 'critical' THEN r.critical > 0
                  WHEN 'acceptance-ended' THEN r.first_acceptance < $9
                  WHEN 'acceptance-asked' THEN r.acceptance_asked
                  ELSE false END)"#,
        teams.as_deref(),
        filter.archived,
        filter.q,
        filter.team,
        filter.tier,
        filter.fact,
        filter.state,
        filter.has,
        filter.now.today
    )
    .fetch_one(db)
    .await?)
}

/// Names of some workloads with their teams'.
///
/// # Errors
/// When the database fails.
pub async fn names(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<(WorkloadId, String, String)>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT w.id, w.name, t.name AS team_name FROM workloads w JOIN teams t ON t.id = w.team_id WHERE w.id = ANY ($1)",
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (WorkloadId(row.id), row.name, row.team_name))
        .collect())
}

/// Names of some workloads with their teams, by name.
///
/// # Errors
/// When the database fails.
pub async fn placed(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<Vec<(WorkloadId, String, TeamId)>, StoreError> {
    let ids: Vec<_> = workloads.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        "SELECT id, name, team_id FROM workloads WHERE id = ANY ($1) ORDER BY lower(name), id",
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (WorkloadId(row.id), row.name, TeamId(row.team_id)))
        .collect())
}

/// A submission that waits for a reviewer.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Of which workload.
    pub workload: WorkloadId,
    /// The day on which it was submitted.
    pub since: Option<time::Date>,
}

/// Submissions that wait, the oldest first, and how many there are.
///
/// # Errors
/// When the database fails.
pub async fn in_review(
    db: &mut PgConnection,
    readable: &Readable,
    most: i64,
) -> Result<(Vec<Waiting>, i64), StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        r#"SELECT w.id, a.submitted_at, count(*) OVER () AS "all!"
           FROM assessments a JOIN workloads w ON w.id = a.workload_id
           WHERE a.state = 'in_review' AND w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
           ORDER BY a.submitted_at, w.id LIMIT $2"#,
        teams.as_deref(),
        most
    )
    .fetch_all(db)
    .await?;
    let all = rows.first().map_or(0, |row| row.all);
    let waiting = rows.into_iter().map(|row| Waiting {
        workload: WorkloadId(row.id),
        since: row.submitted_at.map(time::OffsetDateTime::date),
    });
    Ok((waiting.collect(), all))
}
