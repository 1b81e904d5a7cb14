//! Budgets, and which of their steps people were told of.

use domain::{
    Permit, TeamId, WorkloadId,
    access::SetBudget,
    cost::{Amount, BudgetStep, Currency, Month},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::meets_one;
use crate::{StoreError, rows::parse};

/// Whose budget it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A workload's.
    Workload(WorkloadId),
    /// A team's.
    Team(TeamId),
}

impl Of {
    pub(super) const fn columns(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Workload(id) => (Some(id.0), None),
            Self::Team(id) => (None, Some(id.0)),
        }
    }
}

/// A budget as it stands.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Which.
    pub id: Uuid,
    /// In which currency.
    pub currency: Currency,
    /// How much a month.
    pub amount: Amount,
    /// Who set it.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// For optimistic writes.
    pub version: i32,
}

fn amount(hundredths: i64) -> Result<Amount, StoreError> {
    Amount::try_from(hundredths).map_err(|_| StoreError::Inconsistent {
        table: "budgets",
        column: "hundredths",
    })
}

/// The budgets of one, by currency.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection, of: Of) -> Result<Vec<Budget>, StoreError> {
    let (workload, team) = of.columns();
    let rows = sqlx::query!(
        "SELECT b.id, b.currency, b.hundredths, u.name, b.set_at, b.version FROM budgets b JOIN users u ON u.id = b.set_by
         WHERE b.workload_id = $1 OR b.team_id = $2 ORDER BY b.currency",
        workload,
        team
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Budget {
                id: row.id,
                currency: parse(&row.currency, "budgets", "currency")?,
                amount: amount(row.hundredths)?,
                by: row.name,
                at: row.set_at,
                version: row.version,
            })
        })
        .collect()
}

/// Sets a budget over the expected version (0: none yet); false where another stands. What people were told of the old
/// one is forgotten.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut PgConnection,
    permit: &Permit<SetBudget>,
    (id, of): (Uuid, Of),
    (currency, amount): (&Currency, Amount),
    expected: i32,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let (workload, team) = of.columns();
    if expected == 0 {
        let write = sqlx::query!(
            "INSERT INTO budgets (id, workload_id, team_id, currency, hundredths, set_by, set_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            id,
            workload,
            team,
            currency.as_str(),
            amount.hundredths(),
            permit.user().0,
            at
        );
        return meets_one(db, write).await;
    }
    let changed = sqlx::query_scalar!(
        "UPDATE budgets SET hundredths = $4, set_by = $5, set_at = $6, version = version + 1
         WHERE (workload_id = $1 OR team_id = $2) AND currency = $3 AND version = $7 RETURNING id",
        workload,
        team,
        currency.as_str(),
        amount.hundredths(),
        permit.user().0,
        at,
        expected
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(changed) = changed else {
        return Ok(false);
    };
    sqlx::query!("DELETE FROM budget_marks WHERE budget_id = $1", changed)
        .execute(db)
        .await?;
    Ok(true)
}

/// Removes a budget of the expected version; false where there is no such.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    db: &mut PgConnection,
    _permit: &Permit<SetBudget>,
    of: Of,
    currency: &Currency,
    expected: i32,
) -> Result<bool, StoreError> {
    let (workload, team) = of.columns();
    let write = sqlx::query!(
        "DELETE FROM budgets WHERE (workload_id = $1 OR team_id = $2) AND currency = $3 AND version = $4",
        workload,
        team,
        currency.as_str(),
        expected
    );
    meets_one(db, write).await
}

/// A budget and what was spent of it in a month.
#[derive(Clone, Debug)]
pub struct Spent {
    /// Which budget.
    pub id: Uuid,
    /// Whose.
    pub of: Of,
    /// In which currency.
    pub currency: Currency,
    /// How much a month.
    pub amount: Amount,
    /// What was spent.
    pub spent: f64,
    /// The workload of its scope that spent most.
    pub largest: WorkloadId,
}

/// The budgets that a workload's spending counts for, its own and its team's, with what was spent in a month; those of
/// which nothing was spent are none.
///
/// # Errors
/// When the database fails.
pub async fn spent(
    db: &mut PgConnection,
    workload: WorkloadId,
    month: Month,
) -> Result<Vec<Spent>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT b.id, b.workload_id, b.team_id, b.currency, b.hundredths, s.spent AS "spent!", s.largest AS "largest!"
           FROM workloads w
           JOIN budgets b ON b.workload_id = w.id OR b.team_id = w.team_id
           CROSS JOIN LATERAL (
               SELECT sum(of_one.spent) AS spent, (array_agg(of_one.id ORDER BY of_one.spent DESC, of_one.id))[1] AS largest
               FROM (SELECT k.id, sum(m.amount) AS spent FROM workloads k
                     JOIN cost_spends m ON m.workload_id = k.id AND m.month = $2 AND m.currency = b.currency
                     WHERE k.id = b.workload_id OR k.team_id = b.team_id GROUP BY k.id) AS of_one) AS s
           WHERE w.id = $1 AND w.archived_at IS NULL AND s.spent IS NOT NULL ORDER BY b.id"#,
        workload.0,
        month.first()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let of = match (row.workload_id, row.team_id) {
                (Some(id), _) => Of::Workload(WorkloadId(id)),
                (None, Some(id)) => Of::Team(TeamId(id)),
                (None, None) => {
                    return Err(StoreError::Inconsistent {
                        table: "budgets",
                        column: "team_id",
                    });
                }
            };
            Ok(Spent {
                id: row.id,
                of,
                currency: parse(&row.currency, "budgets", "currency")?,
                amount: amount(row.hundredths)?,
                spent: row.spent,
                largest: WorkloadId(row.largest),
            })
        })
        .collect()
}

/// Marks a step of a month as told; false where it was marked before.
///
/// # Errors
/// When the database fails.
pub async fn mark(
    db: &mut PgConnection,
    budget: Uuid,
    month: Month,
    step: BudgetStep,
) -> Result<bool, StoreError> {
    let write = sqlx::query!(
        "INSERT INTO budget_marks (budget_id, month, step) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        budget,
        month.first(),
        step.as_str()
    );
    meets_one(db, write).await
}

/// One workload of a team that spends in a month, to look at the team's budgets by; none where nothing is spent.
///
/// # Errors
/// When the database fails.
pub async fn spender(
    db: &mut PgConnection,
    team: TeamId,
    month: Month,
) -> Result<Option<WorkloadId>, StoreError> {
    let id = sqlx::query_scalar!(
        "SELECT w.id FROM workloads w WHERE w.team_id = $1 AND w.archived_at IS NULL AND EXISTS (
             SELECT 1 FROM cost_spends m WHERE m.workload_id = w.id AND m.month = $2)
         ORDER BY w.id LIMIT 1",
        team.0,
        month.first()
    );
    Ok(id.fetch_optional(db).await?.map(WorkloadId))
}
