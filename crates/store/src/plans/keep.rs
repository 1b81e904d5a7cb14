//! Keeping a workload's plan together with its numbers.

use domain::{
    CheckId, CriterionId, PillarId, UserId, WorkloadId,
    views::plans::{ActionStanding, ActionState},
};
use sqlx::PgConnection;
use time::Date;

use crate::StoreError;

/// One action as lists need it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The criterion.
    pub criterion: CriterionId,
    /// The order within the workload; 0 for what must be mended first, none where nothing is left to do.
    pub place: Option<i32>,
    /// Its check.
    pub check: CheckId,
    /// Its pillar.
    pub pillar: PillarId,
    /// Its level.
    pub level: u8,
    /// Where it stands.
    pub state: ActionState,
    /// How its criterion stands.
    pub standing: ActionStanding,
    /// Person-days.
    pub effort_days: u32,
    /// Whether somebody set them.
    pub own_effort: bool,
    /// Unmet criteria that must come first.
    pub requires: Vec<CriterionId>,
    /// In millionths of a point of the index.
    pub index_gain: i64,
    /// In millionths of a residual score.
    pub risk_gain: i64,
    /// Both by person-day.
    pub rate: i64,
    /// Whether the workload's level reaches its target with it.
    pub reaches: bool,
    /// Its owner.
    pub owner: Option<UserId>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// For optimistic writes; 0 where there is none yet.
    pub version: i32,
}

/// Where a workload's plan leads.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// Whether anything was answered.
    pub assessed: bool,
    /// The level that it should have.
    pub target: u8,
    /// The claimed level.
    pub level: Option<u8>,
    /// `reached`, `planned`, `never`.
    pub standing: &'static str,
}

/// Keeps the rows of a workload: those that changed are written, those that are gone are removed. What the shared order
/// says of the others stays until it is made anew.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &[Row],
) -> Result<(), StoreError> {
    let criteria: Vec<_> = rows.iter().map(|r| r.criterion.to_string()).collect();
    sqlx::query!(
        "DELETE FROM plan_rows WHERE workload_id = $1 AND criterion <> ALL ($2)",
        workload.0,
        &criteria
    )
    .execute(&mut *db)
    .await?;
    if rows.is_empty() {
        return Ok(());
    }
    let requires: Vec<_> = rows.iter().map(|r| joined(&r.requires)).collect();
    let columns = Columns::of(rows);
    sqlx::query!(
        r#"INSERT INTO plan_rows AS p (workload_id, criterion, place, check_id, pillar, level, state, standing, effort_days,
               own_effort, requires, index_gain, risk_gain, rate, reaches, owner_id, due_on, version)
           SELECT $1, n.criterion, n.place, n.check_id, n.pillar, n.level, n.state, n.standing, n.effort_days, n.own_effort,
               string_to_array(n.requires, ' '), n.index_gain, n.risk_gain, n.rate, n.reaches, n.owner_id, n.due_on, n.version
           FROM unnest($2::text[], $3::integer[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::text[],
               $9::integer[], $10::boolean[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::boolean[],
               $16::uuid[], $17::date[], $18::integer[])
               AS n (criterion, place, check_id, pillar, level, state, standing, effort_days, own_effort, requires,
                     index_gain, risk_gain, rate, reaches, owner_id, due_on, version)
           ON CONFLICT (workload_id, criterion) DO UPDATE SET place = EXCLUDED.place, check_id = EXCLUDED.check_id,
               pillar = EXCLUDED.pillar, level = EXCLUDED.level, state = EXCLUDED.state, standing = EXCLUDED.standing,
               effort_days = EXCLUDED.effort_days, own_effort = EXCLUDED.own_effort, requires = EXCLUDED.requires,
               index_gain = EXCLUDED.index_gain, risk_gain = EXCLUDED.risk_gain, rate = EXCLUDED.rate,
               reaches = EXCLUDED.reaches, owner_id = EXCLUDED.owner_id, due_on = EXCLUDED.due_on, version = EXCLUDED.version
           WHERE (p.place, p.check_id, p.pillar, p.level, p.state, p.standing, p.effort_days, p.own_effort, p.requires,
                  p.index_gain, p.risk_gain, p.rate, p.reaches, p.owner_id, p.due_on, p.version)
               IS DISTINCT FROM (EXCLUDED.place, EXCLUDED.check_id, EXCLUDED.pillar, EXCLUDED.level, EXCLUDED.state,
                  EXCLUDED.standing, EXCLUDED.effort_days, EXCLUDED.own_effort, EXCLUDED.requires, EXCLUDED.index_gain,
                  EXCLUDED.risk_gain, EXCLUDED.rate, EXCLUDED.reaches, EXCLUDED.owner_id, EXCLUDED.due_on, EXCLUDED.version)"#,
        workload.0,
        &criteria,
        &columns.places as &[Option<i32>],
        &columns.checks,
        &columns.pillars,
        &columns.levels,
        &columns.states,
        &columns.standings,
        &columns.efforts,
        &columns.own,
        &requires,
        &columns.index,
        &columns.risk,
        &columns.rates,
        &columns.reaches,
        &columns.owners as &[Option<uuid::Uuid>],
        &columns.dues as &[Option<Date>],
        &columns.versions
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ids have no blanks.
fn joined(ids: &[CriterionId]) -> String {
    let ids: Vec<_> = ids.iter().map(CriterionId::as_str).collect();
    ids.join(" ")
}

/// The rows column by column, as one statement takes them.
#[derive(Default)]
struct Columns {
    places: Vec<Option<i32>>,
    checks: Vec<String>,
    pillars: Vec<String>,
    levels: Vec<i16>,
    states: Vec<String>,
    standings: Vec<String>,
    efforts: Vec<i32>,
    own: Vec<bool>,
    index: Vec<i64>,
    risk: Vec<i64>,
    rates: Vec<i64>,
    reaches: Vec<bool>,
    owners: Vec<Option<uuid::Uuid>>,
    dues: Vec<Option<Date>>,
    versions: Vec<i32>,
}

impl Columns {
    fn of(rows: &[Row]) -> Self {
        let mut columns = Self::default();
        for row in rows {
            columns.places.push(row.place);
            columns.checks.push(row.check.to_string());
            columns.pillars.push(row.pillar.to_string());
            columns.levels.push(row.level.into());
            columns.states.push(row.state.as_str().to_owned());
            columns.standings.push(row.standing.as_str().to_owned());
            columns
                .efforts
                .push(i32::try_from(row.effort_days).unwrap_or(i32::MAX));
            columns.own.push(row.own_effort);
            columns.index.push(row.index_gain);
            columns.risk.push(row.risk_gain);
            columns.rates.push(row.rate);
            columns.reaches.push(row.reaches);
            columns.owners.push(row.owner.map(|user| user.0));
            columns.dues.push(row.due_on);
            columns.versions.push(row.version);
        }
        columns
    }
}

/// Keeps where a workload's plan leads.
///
/// # Errors
/// When the database fails.
pub async fn end(db: &mut PgConnection, workload: WorkloadId, end: End) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO plan_ends AS e (workload_id, assessed, target, level, standing) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workload_id) DO UPDATE SET assessed = $2, target = $3, level = $4, standing = $5
         WHERE (e.assessed, e.target, e.level, e.standing) IS DISTINCT FROM ($2, $3, $4, $5)",
        workload.0,
        end.assessed,
        i16::from(end.target),
        end.level.map(i16::from),
        end.standing
    )
    .execute(db)
    .await?;
    Ok(())
}
