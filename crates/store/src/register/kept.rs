//! Counts that are kept by team, so that nobody counts the rows of a whole organisation.

use domain::{PillarId, TeamId};
use sqlx::PgConnection;

use super::{
    rank,
    read::{Counts, Filter, add},
};
use crate::{StoreError, workloads::team_filter};

/// Stands for every value of a column.
const ALL: &str = "*";

/// Which of the kept counts answer a filter.
pub(super) struct Asked<'a> {
    pillar: &'a str,
    treatment: &'static str,
    band: String,
}

impl<'a> Asked<'a> {
    /// None where only the rows can tell.
    pub(super) fn of(filter: &'a Filter) -> Option<Self> {
        let Filter {
            readable: _,
            team: _,
            workload: None,
            risk: None,
            named: None,
            pillar,
            inherent: None,
            claimed: None,
            assured,
            treatment,
            acceptance: None,
            owner: None,
            own: None,
            findings: None,
            today: _,
        } = filter
        else {
            return None;
        };
        // Both together would be as many rows as there are risks.
        if pillar.is_some() && assured.is_some() {
            return None;
        }
        Some(Self {
            pillar: pillar.as_ref().map_or(ALL, PillarId::as_str),
            treatment: treatment.unwrap_or(ALL),
            band: assured.map_or_else(|| ALL.to_owned(), |band| rank(band).to_string()),
        })
    }
}

/// How many risks stand in each cell of the two matrices: inherent, assured. A few rows for each team; of teams whose
/// numbers are about to be made anew the risks themselves are counted, in the same moment.
///
/// # Errors
/// When the database fails.
pub(super) async fn counts(
    db: &mut PgConnection,
    filter: &Filter,
    asked: &Asked<'_>,
) -> Result<(Counts, Counts), StoreError> {
    let teams = team_filter(&filter.readable);
    let rows = sqlx::query!(
        r#"SELECT n.assured AS "assured!", n.likelihood AS "likelihood!", n.impact AS "impact!", sum(n.count)::bigint AS "count!"
           FROM (
               SELECT c.assured, c.likelihood, c.impact, c.count
               FROM risk_counts c
               WHERE c.pillar = $3 AND c.treatment = $4 AND c.band = $5
                 AND ($1::uuid[] IS NULL OR c.team_id = ANY ($1)) AND ($2::uuid IS NULL OR c.team_id = $2)
                 AND NOT EXISTS (SELECT 1 FROM team_changes x WHERE x.team_id = c.team_id)
               UNION ALL
               SELECT m.assured, m.likelihood, r.impact, 1
               FROM (SELECT DISTINCT team_id FROM team_changes) x
               JOIN workloads w ON w.team_id = x.team_id AND w.archived_at IS NULL
               JOIN risk_rows r ON r.workload_id = w.id
               CROSS JOIN LATERAL (VALUES (false, r.likelihood), (true, r.assured_likelihood)) AS m (assured, likelihood)
               WHERE ($1::uuid[] IS NULL OR x.team_id = ANY ($1)) AND ($2::uuid IS NULL OR x.team_id = $2)
                 AND ($3::text = '*' OR r.pillar = $3) AND ($4::text = '*' OR r.treatment = $4)
                 AND ($5::text = '*' OR r.assured_band::text = $5)
           ) n
           GROUP BY n.assured, n.likelihood, n.impact"#,
        teams.as_deref(),
        filter.team.map(|id| id.0),
        asked.pillar,
        asked.treatment,
        asked.band
    )
    .fetch_all(db)
    .await?;
    let (mut inherent, mut assured) = (Counts::default(), Counts::default());
    for row in rows {
        let matrix = if row.assured {
            &mut assured
        } else {
            &mut inherent
        };
        add(matrix, row.likelihood, row.impact, row.count);
    }
    Ok((inherent, assured))
}

/// Keeps what follows from the rows of a team's workloads, for each combination of what the counts answer; none of nothing.
/// Those that are as they were stay. Part of keeping the team's numbers: who keeps them holds the team.
pub(crate) async fn keep(db: &mut PgConnection, team: TeamId) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH now AS (
             SELECT coalesce(r.pillar, '*') AS pillar, coalesce(r.treatment, '*') AS treatment,
                    coalesce(r.assured_band::text, '*') AS band, m.assured, m.likelihood, r.impact, count(*) AS count
             FROM workloads w
             JOIN risk_rows r ON r.workload_id = w.id
             CROSS JOIN LATERAL (VALUES (false, r.likelihood), (true, r.assured_likelihood)) AS m (assured, likelihood)
             WHERE w.team_id = $1 AND w.archived_at IS NULL
             GROUP BY m.assured, m.likelihood, r.impact,
                 GROUPING SETS (CUBE (r.pillar, r.treatment), (r.assured_band), (r.assured_band, r.treatment))
         ), gone AS (
             DELETE FROM risk_counts c WHERE c.team_id = $1 AND NOT EXISTS (
                 SELECT FROM now n
                 WHERE (n.pillar, n.treatment, n.band, n.assured, n.likelihood, n.impact)
                     = (c.pillar, c.treatment, c.band, c.assured, c.likelihood, c.impact))
         )
         INSERT INTO risk_counts AS c (team_id, pillar, treatment, band, assured, likelihood, impact, count)
         SELECT $1, n.pillar, n.treatment, n.band, n.assured, n.likelihood, n.impact, n.count FROM now n
         ON CONFLICT (team_id, pillar, treatment, band, assured, likelihood, impact) DO UPDATE SET count = EXCLUDED.count
         WHERE c.count <> EXCLUDED.count",
        team.0
    )
    .execute(db)
    .await?;
    Ok(())
}
