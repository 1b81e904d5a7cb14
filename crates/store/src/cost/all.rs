//! What all workloads of a scope come to: money by currency, the trend, every row.

use domain::{
    WorkloadId,
    cost::{Month, Quantity},
};
use sqlx::PgConnection;
use time::Date;

use super::groups::Scope;
use crate::{StoreError, rows::parse, workloads::team_filter};

/// The first and the last month with anything in them.
///
/// # Errors
/// When the database fails.
pub async fn span(db: &mut PgConnection) -> Result<Option<(Month, Month)>, StoreError> {
    let row = sqlx::query!("SELECT min(month) AS first, max(month) AS last FROM cost_totals")
        .fetch_one(db)
        .await?;
    Ok(row
        .first
        .zip(row.last)
        .map(|(first, last)| (Month::of(first), Month::of(last))))
}

/// Money of one currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// Which currency.
    pub currency: String,
    /// What was spent.
    pub spent: f64,
    /// By how many workloads.
    pub workloads: i64,
    /// Budgets of the teams together, in hundredths.
    pub budgets: Option<i64>,
    /// How many teams have one.
    pub teams: i64,
    /// What those teams spent.
    pub spent_of_budgets: Option<f64>,
}

/// What was spent, by currency, the one of most workloads first; with the budgets of teams.
///
/// # Errors
/// When the database fails.
pub async fn money(db: &mut PgConnection, scope: &Scope<'_>) -> Result<Vec<Money>, StoreError> {
    let teams = team_filter(scope.readable);
    let rows = sqlx::query!(
        r#"WITH each AS (
               SELECT k.team_id, m.currency, sum(m.amount) AS spent, count(*) AS workloads
               FROM cost_spends m JOIN workloads k ON k.id = m.workload_id
               WHERE m.month = $1 AND ($2::uuid[] IS NULL OR k.team_id = ANY ($2))
               GROUP BY k.team_id, m.currency
           ), planned AS (
               SELECT b.team_id, b.currency, b.hundredths FROM budgets b
               WHERE b.team_id IS NOT NULL AND ($2::uuid[] IS NULL OR b.team_id = ANY ($2))
           )
           SELECT coalesce(e.currency, p.currency) AS "currency!", coalesce(sum(e.spent), 0) AS "spent!",
                  coalesce(sum(e.workloads), 0)::bigint AS "workloads!", sum(p.hundredths)::bigint AS budgets, count(p.hundredths) AS "teams!",
                  sum(e.spent) FILTER (WHERE p.hundredths IS NOT NULL) AS spent_of_budgets
           FROM each e FULL JOIN planned p ON p.team_id = e.team_id AND p.currency = e.currency
           GROUP BY 1 ORDER BY 3 DESC, 1"#,
        scope.month.first(),
        teams.as_deref()
    )
    .fetch_all(db)
    .await?;
    let money = rows.into_iter().map(|row| Money {
        currency: row.currency,
        spent: row.spent,
        workloads: row.workloads,
        budgets: row.budgets,
        teams: row.teams,
        spent_of_budgets: row.spent_of_budgets,
    });
    Ok(money.collect())
}

/// A month of the trend.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Which month.
    pub month: Month,
    /// Tokens read and written.
    pub tokens: Option<f64>,
    /// Money in the currency.
    pub spend: Option<f64>,
    /// Metered energy.
    pub energy: Option<f64>,
}

/// The months from one on until the scope's, those with anything in them.
///
/// # Errors
/// When the database fails.
pub async fn trend(
    db: &mut PgConnection,
    scope: &Scope<'_>,
    (since, currency): (Month, &str),
) -> Result<Vec<Past>, StoreError> {
    let teams = team_filter(scope.readable);
    let rows = sqlx::query!(
        r#"SELECT m.month, sum(coalesce(m.tokens_in + m.tokens_out, m.tokens_in, m.tokens_out)) AS tokens,
                  sum(s.amount) AS spend, sum(coalesce(m.energy, m.energy_stated)) AS energy
           FROM cost_totals m JOIN workloads k ON k.id = m.workload_id
           LEFT JOIN cost_spends s ON s.month = m.month AND s.workload_id = m.workload_id AND s.currency = $4
           WHERE m.month BETWEEN $1 AND $2 AND ($3::uuid[] IS NULL OR k.team_id = ANY ($3))
           GROUP BY m.month ORDER BY m.month"#,
        since.first(),
        scope.month.first(),
        teams.as_deref(),
        currency
    )
    .fetch_all(db)
    .await?;
    let past = rows.into_iter().map(|row| Past {
        month: Month::of(row.month),
        tokens: row.tokens,
        spend: row.spend,
        energy: row.energy,
    });
    Ok(past.collect())
}

/// One row of the table to take away.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The first day of the month.
    pub month: Date,
    /// The team.
    pub team: String,
    /// The workload.
    pub workload: (WorkloadId, String),
    /// What is counted.
    pub quantity: Quantity,
    /// The currency of money.
    pub currency: String,
    /// The model.
    pub model: String,
    /// The feature.
    pub feature: String,
    /// How much.
    pub amount: f64,
}

/// The amounts of a month by workload after one in that order, at most so many; from the first on where none is given.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    db: &mut PgConnection,
    scope: &Scope<'_>,
    (after, limit): (Option<&Row>, i64),
) -> Result<Vec<Row>, StoreError> {
    let teams = team_filter(scope.readable);
    let rows = sqlx::query!(
        "SELECT m.month, t.name AS team, k.id, k.name, m.quantity, m.currency, m.model, m.feature, m.amount
         FROM cost_months m JOIN workloads k ON k.id = m.workload_id JOIN teams t ON t.id = k.team_id
         WHERE m.month = $1 AND ($2::uuid[] IS NULL OR k.team_id = ANY ($2))
           AND ($4::text IS NULL
                OR (lower(t.name), lower(k.name), k.id, m.quantity, m.currency, -m.amount, m.model, m.feature)
                   > (lower($4), lower($5::text), $6::uuid, $7::text, $8::text, -$9::float8, $10::text, $11::text))
         ORDER BY lower(t.name), lower(k.name), k.id, m.quantity, m.currency, m.amount DESC, m.model, m.feature LIMIT $3",
        scope.month.first(),
        teams.as_deref(),
        limit,
        after.map(|row| row.team.as_str()),
        after.map(|row| row.workload.1.as_str()),
        after.map(|row| row.workload.0.0),
        after.map(|row| row.quantity.as_str()),
        after.map(|row| row.currency.as_str()),
        after.map(|row| row.amount),
        after.map(|row| row.model.as_str()),
        after.map(|row| row.feature.as_str())
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Row {
                month: row.month,
                team: row.team,
                workload: (WorkloadId(row.id), row.name),
                quantity: parse(&row.quantity, "cost_months", "quantity")?,
                currency: row.currency,
                model: row.model,
                feature: row.feature,
                amount: row.amount,
            })
        })
        .collect()
}
