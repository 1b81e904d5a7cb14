//! What many workloads come to in a month, added up in the database from prepared months.

use domain::{
    Readable, TeamId,
    cost::{Amount, Month},
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, workloads::team_filter};

/// Which workloads, of when.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    /// Whose.
    pub readable: &'a Readable,
    /// The month.
    pub month: Month,
    /// How much of it is over, 0–1: embodied emissions are of a whole month.
    pub elapsed: f64,
}

/// Only amounts of this model and this feature: none for any, empty for those that name none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Only<'a> {
    /// The model.
    pub model: Option<&'a str>,
    /// The feature.
    pub feature: Option<&'a str>,
}

impl Only<'_> {
    /// Whether anything is asked for.
    pub const fn is_set(self) -> bool {
        self.model.is_some() || self.feature.is_some()
    }
}

/// Sums; what nothing is known of is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    /// Tokens read.
    pub tokens_in: Option<f64>,
    /// Tokens written.
    pub tokens_out: Option<f64>,
    /// Of those read, from a cache.
    pub tokens_cached: Option<f64>,
    /// Money in one currency.
    pub spend: Option<f64>,
    /// Hours of GPUs.
    pub gpu_hours: Option<f64>,
    /// The same times their utilisation.
    pub gpu_busy: Option<f64>,
    /// Kilowatt-hours: metered, else stated by files.
    pub energy: Option<f64>,
    /// Grams: computed of metered energy, else stated by files, else computed of stated energy.
    pub carbon: Option<f64>,
    /// Grams of workloads whose tokens are known too.
    pub carbon_of_tokens: Option<f64>,
    /// Tokens of workloads whose emissions are known too.
    pub tokens_of_carbon: Option<f64>,
}

/// A group's sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// A team's or workload's id; nil for all together.
    pub key: Uuid,
    /// Its name.
    pub name: String,
    /// A workload's team.
    pub team: Option<(TeamId, String)>,
    /// Workloads with any data.
    pub workloads: i64,
    /// Of them, those with energy.
    pub metered: i64,
    /// Of them, those with emissions.
    pub weighed: i64,
    /// The sums.
    pub sums: Sums,
    /// Its budget in the currency.
    pub budget: Option<Amount>,
}

/// How groups are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// All together.
    All,
    /// By team.
    Team,
    /// By workload.
    Workload,
}

impl By {
    const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Team => "team",
            Self::Workload => "workload",
        }
    }
}

/// How a list is sorted and which part of it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// `name`, `spend`, `tokens`, `gpu`, `energy`, `carbon`, `sci`.
    pub sort: &'a str,
    /// Whether the greatest come first.
    pub descending: bool,
    /// Rows before the first.
    pub skip: i64,
    /// Rows at most.
    pub most: i64,
}

/// Groups with their sums, and how many groups there are.
///
/// # Errors
/// When the database fails.
pub async fn groups(
    db: &mut PgConnection,
    scope: &Scope<'_>,
    (by, currency): (By, &str),
    part: Part<'_>,
) -> Result<(Vec<Group>, i64), StoreError> {
    let teams = team_filter(scope.readable);
    let rows = sqlx::query!(
        r#"WITH each AS (
               SELECT m.workload_id, k.name, k.team_id, m.tokens_in, m.tokens_out, m.tokens_cached, s.amount AS spend,
                      m.gpu_hours, m.gpu_busy, m.energy AS metered, m.energy_stated AS stated, m.carbon AS carbon_stated
               FROM cost_totals m JOIN workloads k ON k.id = m.workload_id
               LEFT JOIN cost_spends s ON s.month = m.month AND s.workload_id = m.workload_id AND s.currency = $3
               WHERE m.month = $1 AND ($2::uuid[] IS NULL OR k.team_id = ANY ($2))
           ), factored AS (
               SELECT e.*, coalesce(e.metered, e.stated) AS energy, coalesce(e.tokens_in, e.tokens_out) IS NOT NULL AS counted,
                      coalesce(own.pue, team.pue) * coalesce(own.intensity, team.intensity) AS factor,
                      coalesce(own.embodied, team.embodied) AS embodied
               FROM each e LEFT JOIN cost_factors own ON own.workload_id = e.workload_id
               LEFT JOIN cost_factors team ON team.team_id = e.team_id
           ), weighed AS (
               SELECT f.*, CASE WHEN f.metered IS NULL AND f.carbon_stated IS NOT NULL THEN f.carbon_stated
                                ELSE coalesce(f.energy * f.factor + f.embodied * $9::float8, f.carbon_stated) END AS carbon
               FROM factored f
           ), grouped AS (
               SELECT CASE $4::text WHEN 'team' THEN w.team_id WHEN 'workload' THEN w.workload_id
                                    ELSE '00000000-0000-0000-0000-000000000000'::uuid END AS key,
                      min(CASE $4::text WHEN 'team' THEN t.name ELSE w.name END) AS name,
                      (array_agg(w.team_id))[1] AS team_id, min(t.name) AS team_name,
                      count(*) AS workloads, count(w.energy) AS metered, count(w.carbon) AS weighed,
                      sum(w.tokens_in) AS tokens_in, sum(w.tokens_out) AS tokens_out, sum(w.tokens_cached) AS tokens_cached,
                      sum(w.spend) AS spend, sum(w.gpu_hours) AS gpu_hours, sum(w.gpu_busy) AS gpu_busy,
                      sum(w.energy) AS energy, sum(w.carbon) AS carbon,
                      sum(w.carbon) FILTER (WHERE w.counted) AS carbon_of_tokens,
                      sum(coalesce(w.tokens_in, 0) + coalesce(w.tokens_out, 0)) FILTER (WHERE w.counted AND w.carbon IS NOT NULL)
                          AS tokens_of_carbon
               FROM weighed w JOIN teams t ON t.id = w.team_id GROUP BY 1
           )
           SELECT g.key AS "key!", g.name AS "name!", g.team_id AS "team_id!", g.team_name AS "team_name!",
                  g.workloads AS "workloads!", g.metered AS "metered!", g.weighed AS "weighed!", g.tokens_in, g.tokens_out,
                  g.tokens_cached, g.spend, g.gpu_hours, g.gpu_busy, g.energy, g.carbon, g.carbon_of_tokens, g.tokens_of_carbon,
                  b.hundredths AS "hundredths?", count(*) OVER () AS "total!"
           FROM grouped g
           LEFT JOIN budgets b ON b.currency = $3
                AND (($4::text = 'team' AND b.team_id = g.key) OR ($4::text = 'workload' AND b.workload_id = g.key))
           ORDER BY CASE $5::text
                        WHEN 'spend' THEN g.spend
                        WHEN 'tokens' THEN coalesce(g.tokens_in, 0) + coalesce(g.tokens_out, 0)
                        WHEN 'gpu' THEN g.gpu_busy / nullif(g.gpu_hours, 0)
                        WHEN 'energy' THEN g.energy
                        WHEN 'carbon' THEN g.carbon
                        WHEN 'sci' THEN g.carbon_of_tokens / nullif(g.tokens_of_carbon, 0)
                    END * $6::float8 NULLS LAST,
                    CASE WHEN $5::text = 'name' AND $6::float8 < 0 THEN lower(g.name) END DESC, lower(g.name), g.key
           OFFSET $7 LIMIT $8"#,
        scope.month.first(),
        teams.as_deref(),
        currency,
        by.code(),
        part.sort,
        if part.descending { -1.0 } else { 1.0 },
        part.skip,
        part.most,
        scope.elapsed
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let rows = rows.into_iter().map(|row| {
        let budget = row.hundredths.map(Amount::try_from).transpose();
        Ok(Group {
            key: row.key,
            name: row.name,
            team: (by == By::Workload).then_some((TeamId(row.team_id), row.team_name)),
            workloads: row.workloads,
            metered: row.metered,
            weighed: row.weighed,
            sums: Sums {
                tokens_in: row.tokens_in,
                tokens_out: row.tokens_out,
                tokens_cached: row.tokens_cached,
                spend: row.spend,
                gpu_hours: row.gpu_hours,
                gpu_busy: row.gpu_busy,
                energy: row.energy,
                carbon: row.carbon,
                carbon_of_tokens: row.carbon_of_tokens,
                tokens_of_carbon: row.tokens_of_carbon,
            },
            budget: budget.map_err(|_| StoreError::Inconsistent {
                table: "budgets",
                column: "hundredths",
            })?,
        })
    });
    Ok((rows.collect::<Result<_, StoreError>>()?, total))
}

/// What one or all models and features come to, and how many rows there are: `$who` names a row, `$join` what that takes,
/// `$shown` what is read of it, and `$last` tells rows of the same name apart.
macro_rules! by_model {
    ($db:expr, ($scope:expr, $of:expr, $currency:expr), ($only:expr, $part:expr), $who:literal, $join:literal, $shown:literal, $last:literal) => {{
        let teams = team_filter($scope.readable);
        let rows = sqlx::query!(
            r#"WITH grouped AS (
               SELECT "# + $who + r#"
                      sum(m.amount) FILTER (WHERE m.quantity = 'tokens_in') AS tokens_in,
                      sum(m.amount) FILTER (WHERE m.quantity = 'tokens_out') AS tokens_out,
                      sum(m.amount) FILTER (WHERE m.quantity = 'tokens_cached') AS tokens_cached,
                      sum(m.amount) FILTER (WHERE m.quantity = 'spend') AS spend
               FROM cost_months m JOIN workloads k ON k.id = m.workload_id"# + $join + r#"
               WHERE m.month = $1 AND ($2::uuid[] IS NULL OR k.team_id = ANY ($2))
                 AND (m.quantity IN ('tokens_in', 'tokens_out', 'tokens_cached') OR (m.quantity = 'spend' AND m.currency = $3))
                 AND ($9::text IS NULL OR m.model = $9) AND ($10::text IS NULL OR m.feature = $10)
               GROUP BY 1
           )
           SELECT "# + $shown + r#"
           FROM grouped g
           ORDER BY CASE $5::text WHEN 'spend' THEN g.spend
                                  WHEN 'tokens' THEN coalesce(g.tokens_in, 0) + coalesce(g.tokens_out, 0) END * $6::float8 NULLS LAST,
                    CASE WHEN $5::text = 'name' AND $6::float8 < 0 THEN lower(g.name) END DESC, lower(g.name), "# + $last + r#"
           OFFSET $7 LIMIT $8"#,
            $scope.month.first(),
            teams.as_deref(),
            $currency,
            $of,
            $part.sort,
            if $part.descending { -1.0 } else { 1.0 },
            $part.skip,
            $part.most,
            $only.model,
            $only.feature
        )
        .fetch_all($db)
        .await?;
        let total = rows.first().map_or(0, |row| row.total);
        (rows, total)
    }};
}

/// What models or features come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The model or feature; empty for what names none.
    pub name: String,
    /// In how many workloads.
    pub workloads: i64,
    /// Tokens read.
    pub tokens_in: Option<f64>,
    /// Tokens written.
    pub tokens_out: Option<f64>,
    /// Of those read, from a cache.
    pub tokens_cached: Option<f64>,
    /// Money in the currency.
    pub spend: Option<f64>,
}

/// Models or features with their sums, and how many there are; of one model or feature where it is asked for.
///
/// # Errors
/// When the database fails.
pub async fn named(
    db: &mut PgConnection,
    scope: &Scope<'_>,
    (features, currency): (bool, &str),
    only: Only<'_>,
    part: Part<'_>,
) -> Result<(Vec<Named>, i64), StoreError> {
    let (rows, total) = by_model!(
        db,
        (scope, features, currency),
        (only, part),
        "CASE WHEN $4 THEN m.feature ELSE m.model END AS name, count(DISTINCT m.workload_id) AS workloads,",
        "",
        r#"g.name AS "name!", g.workloads AS "workloads!", g.tokens_in, g.tokens_out, g.tokens_cached, g.spend,
                  count(*) OVER () AS "total!""#,
        "g.name"
    );
    let rows = rows.into_iter().map(|row| Named {
        name: row.name,
        workloads: row.workloads,
        tokens_in: row.tokens_in,
        tokens_out: row.tokens_out,
        tokens_cached: row.tokens_cached,
        spend: row.spend,
    });
    Ok((rows.collect(), total))
}

/// Teams or workloads with what one model or feature comes to in them, and how many there are. Only tokens and money are
/// known by model and feature: machines and energy serve them together, and a budget is for everything.
///
/// # Errors
/// When the database fails.
pub async fn naming(
    db: &mut PgConnection,
    scope: &Scope<'_>,
    (by, currency): (By, &str),
    only: Only<'_>,
    part: Part<'_>,
) -> Result<(Vec<Group>, i64), StoreError> {
    let (rows, total) = by_model!(
        db,
        (scope, by.code(), currency),
        (only, part),
        r#"CASE $4::text WHEN 'team' THEN k.team_id ELSE k.id END AS key,
                      min(CASE $4::text WHEN 'team' THEN t.name ELSE k.name END) AS name,
                      (array_agg(k.team_id))[1] AS team_id, min(t.name) AS team_name, count(DISTINCT k.id) AS workloads,"#,
        " JOIN teams t ON t.id = k.team_id",
        r#"g.key AS "key!", g.name AS "name!", g.team_id AS "team_id!", g.team_name AS "team_name!",
                  g.workloads AS "workloads!", g.tokens_in, g.tokens_out, g.tokens_cached, g.spend, count(*) OVER () AS "total!""#,
        "g.key"
    );
    let rows = rows.into_iter().map(|row| Group {
        key: row.key,
        name: row.name,
        team: (by == By::Workload).then_some((TeamId(row.team_id), row.team_name)),
        workloads: row.workloads,
        metered: 0,
        weighed: 0,
        sums: Sums {
            tokens_in: row.tokens_in,
            tokens_out: row.tokens_out,
            tokens_cached: row.tokens_cached,
            spend: row.spend,
            ..Sums::default()
        },
        budget: None,
    });
    Ok((rows.collect(), total))
}
