//! Pages of actions over many workloads.

use domain::{
    CheckId, CriterionId, PillarId, Readable, RuleId, TeamId, Tier, UserId, WorkloadId,
    views::{
        plans::{ActionStanding, ActionState},
        workloads::Person,
    },
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::filter::filtered;
pub use super::{
    counts::counts,
    filter::{Days, Due, Filter, Owner},
};
use crate::{
    StoreError,
    rows::{parse, parse_opt},
    workloads::team_filter,
};

/// In which order; the second says whether it is turned round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The day of the shared order.
    Planned,
    /// The due date.
    Due,
    /// The workload's name.
    Workload,
    /// The team's name.
    Team,
    /// The owner's name.
    Owner,
    /// Gain for effort.
    Gain,
    /// Person-days.
    Effort,
    /// Where it stands.
    State,
}

/// An action among many.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Whose.
    pub workload: WorkloadId,
    /// Its name.
    pub workload_name: String,
    /// Its team.
    pub team: TeamId,
    /// Its team's name.
    pub team_name: String,
    /// Its team's person-days a month.
    pub capacity: u32,
    /// How much it matters.
    pub tier: Tier,
    /// The criterion.
    pub criterion: CriterionId,
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
    /// In millionths.
    pub index_gain: i64,
    /// In millionths.
    pub risk_gain: i64,
    /// Whether the level reaches its target with it.
    pub reaches: bool,
    /// Its owner: id and name.
    pub owner: Option<(UserId, String)>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// For optimistic writes; 0 where there is none yet.
    pub version: i32,
    /// The team's person-days before it begins.
    pub from_effort: Option<u32>,
    /// Until it is done.
    pub until_effort: Option<u32>,
    /// The rule whose verdict closed it, and when.
    pub closed: Option<(RuleId, OffsetDateTime)>,
    /// Whether that verdict still supports it.
    pub proof_stands: bool,
    /// When a regression opened it again.
    pub reopened_at: Option<OffsetDateTime>,
}

/// Where an action stands in the shared order, so that those after it can be asked for.
#[derive(Clone, Debug)]
pub struct Place {
    /// Days until it is done; endless where nobody can do it.
    planned: f64,
    until_effort: Option<i32>,
    own: Option<i32>,
    workload: uuid::Uuid,
    criterion: String,
}

/// With which action a page begins.
#[derive(Clone, Copy)]
enum Start<'a> {
    /// After so many.
    Skip(i64),
    /// After this one of the shared order.
    After(&'a Place),
}

const fn column(column: Column) -> &'static str {
    match column {
        Column::Planned => "planned",
        Column::Due => "due",
        Column::Workload => "workload",
        Column::Team => "team",
        Column::Owner => "owner",
        Column::Gain => "gain",
        Column::Effort => "effort",
        Column::State => "state",
    }
}

/// Whether an order reads its index from the end: what decides among equal ones is turned round with it.
const fn backwards(by: Column, down: bool) -> bool {
    match by {
        Column::Gain => !down,
        Column::Effort | Column::State => down,
        // What has no such date and no such person comes last both ways; names are few.
        Column::Planned | Column::Due | Column::Owner | Column::Workload | Column::Team => false,
    }
}

/// Lets the database plan the statements below anew each time, until the transaction ends: which filters are used
/// decides how they run best, and a plan for all of them is three times slower over many workloads.
///
/// # Errors
/// When the database fails.
pub async fn plan_each(db: &mut PgConnection) -> Result<(), StoreError> {
    // Nothing of it depends on the schema.
    sqlx::query("SET LOCAL plan_cache_mode = force_custom_plan")
        .execute(db)
        .await?;
    Ok(())
}

/// Some actions in an order.
///
/// What a filter and an order leave out is constant in each custom plan (see [`plan_each`]) and gone before it is made: so
/// one statement serves them all, and the first rows by day or by due date come out of an index.
///
/// # Errors
/// When the database fails.
pub async fn page(
    db: &mut PgConnection,
    filter: &Filter,
    order: (Column, bool),
    (limit, offset): (i64, i64),
) -> Result<Vec<Listed>, StoreError> {
    let some = (limit, Start::Skip(offset));
    if order.0 == Column::Owner && filter.owner == Owner::Anybody {
        // What nobody owns comes last both ways, and is most of it: it is not sorted for a page before.
        let owned = Filter {
            owner: Owner::Somebody,
            ..filter.clone()
        };
        let found = rows(db, &owned, order, some).await?;
        if i64::try_from(found.len()).is_ok_and(|n| n == limit) {
            return Ok(found.into_iter().map(|(listed, _)| listed).collect());
        }
    }
    let found = rows(db, filter, order, some).await?;
    Ok(found.into_iter().map(|(listed, _)| listed).collect())
}

/// The actions after one of the shared order, at most so many; from the first on where none is given.
///
/// # Errors
/// When the database fails.
pub async fn following(
    db: &mut PgConnection,
    filter: &Filter,
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<(Listed, Place)>, StoreError> {
    let start = after.map_or(Start::Skip(0), Start::After);
    rows(db, filter, (Column::Planned, false), (limit, start)).await
}

#[expect(
    clippy::too_many_lines,
    reason = "one statement and the columns it gives"
)]
async fn rows(
    db: &mut PgConnection,
    filter: &Filter,
    (by, down): (Column, bool),
    (limit, start): (i64, Start<'_>),
) -> Result<Vec<(Listed, Place)>, StoreError> {
    let (offset, after) = match start {
        Start::Skip(offset) => (offset, None),
        Start::After(place) => (0, Some(place)),
    };
    let rows = filtered!(
        "WITH page AS (
               SELECT chosen.*, row_number() OVER () AS at FROM (
                   SELECT p.*, w.name AS workload_name, w.team_id, w.tier, t.name AS team_name, t.capacity_days,
                          o.name AS owner_name",
        r#"AND p.state = ANY ($14::text[])
                     AND ($19::float8 IS NULL OR (
                             coalesce(CASE WHEN $13::integer IS NULL THEN p.planned
                                           ELSE p.until_effort * 30.0::float8 / nullif($13, 0) END, 'Infinity'::float8),
                             coalesce(p.until_effort, 2147483647), coalesce(p.place, 2147483647), p.workload_id, p.criterion
                         ) > ($19, coalesce($20::integer, 2147483647), coalesce($21::integer, 2147483647), $22::uuid, $23::text))
                   ORDER BY
                       CASE WHEN NOT $15::boolean AND $16::text = 'planned' THEN CASE WHEN $13::integer IS NULL THEN p.planned
                           ELSE p.until_effort * 30.0::float8 / nullif($13, 0) END END ASC NULLS LAST,
                       CASE WHEN $15::boolean AND $16::text = 'planned' THEN CASE WHEN $13::integer IS NULL THEN p.planned
                           ELSE p.until_effort * 30.0::float8 / nullif($13, 0) END END DESC NULLS LAST,
                       CASE WHEN NOT $15::boolean AND $16::text = 'due' THEN p.due_on END ASC NULLS LAST,
                       CASE WHEN $15::boolean AND $16::text = 'due' THEN p.due_on END DESC NULLS LAST,
                       CASE WHEN NOT $15::boolean AND $16::text = 'owner' THEN lower(o.name) END ASC NULLS LAST,
                       CASE WHEN $15::boolean AND $16::text = 'owner' THEN lower(o.name) END DESC NULLS LAST,
                       CASE WHEN NOT $15::boolean AND $16::text = 'gain' THEN p.rate END ASC,
                       CASE WHEN $15::boolean AND $16::text = 'gain' THEN p.rate END DESC,
                       CASE WHEN NOT $15::boolean AND $16::text = 'effort' THEN p.effort_days END ASC,
                       CASE WHEN $15::boolean AND $16::text = 'effort' THEN p.effort_days END DESC,
                       CASE WHEN NOT $15::boolean AND $16::text = 'state'
                           THEN array_position(ARRAY['open', 'in_progress', 'done', 'dropped'], p.state) END ASC,
                       CASE WHEN $15::boolean AND $16::text = 'state'
                           THEN array_position(ARRAY['open', 'in_progress', 'done', 'dropped'], p.state) END DESC,
                       CASE WHEN NOT $15::boolean AND $16::text = 'workload' THEN lower(w.name) END ASC,
                       CASE WHEN $15::boolean AND $16::text = 'workload' THEN lower(w.name) END DESC,
                       CASE WHEN NOT $15::boolean AND $16::text = 'team' THEN lower(t.name) END ASC,
                       CASE WHEN $15::boolean AND $16::text = 'team' THEN lower(t.name) END DESC,
                       CASE WHEN NOT $24::boolean THEN p.until_effort END ASC, CASE WHEN $24::boolean THEN p.until_effort END DESC,
                       CASE WHEN NOT $24::boolean THEN p.place END ASC, CASE WHEN $24::boolean THEN p.place END DESC,
                       CASE WHEN NOT $24::boolean THEN p.workload_id END ASC, CASE WHEN $24::boolean THEN p.workload_id END DESC,
                       CASE WHEN NOT $24::boolean THEN p.criterion END ASC, CASE WHEN $24::boolean THEN p.criterion END DESC
                   LIMIT $17 OFFSET $18
               ) AS chosen
           )
           SELECT p.workload_id AS "workload_id!", p.workload_name AS "workload_name!", p.team_id AS "team_id!",
                  p.team_name AS "team_name!", p.capacity_days AS "capacity_days!", p.tier AS "tier!",
                  p.criterion AS "criterion!", p.check_id AS "check_id!", p.pillar AS "pillar!", p.level AS "level!",
                  p.state AS "state!", p.standing AS "standing!", p.effort_days AS "effort_days!",
                  p.own_effort AS "own_effort!", p.requires AS "requires!", p.index_gain AS "index_gain!",
                  p.risk_gain AS "risk_gain!", p.reaches AS "reaches!", p.owner_id, p.owner_name AS "owner_name?",
                  p.due_on, p.version AS "version!", p.from_effort, p.until_effort, p.place,
                  coalesce(CASE WHEN $13::integer IS NULL THEN p.planned
                                ELSE p.until_effort * 30.0::float8 / nullif($13, 0) END, 'Infinity'::float8) AS "planned!",
                  a.closed_by AS "closed_by?", a.closed_at AS "closed_at?", a.reopened_at AS "reopened_at?",
                  EXISTS (SELECT 1 FROM verdicts v WHERE v.workload_id = p.workload_id AND v.rule = a.closed_by
                          AND v.outcome = 'supports' AND (v.fresh_until IS NULL OR v.fresh_until >= $8::date)) AS "stands!"
           FROM page p LEFT JOIN actions a ON a.workload_id = p.workload_id AND a.criterion = p.criterion
           ORDER BY p.at"#,
        filter,
        down,
        column(by),
        limit,
        offset,
        after.map(|place| place.planned),
        after.and_then(|place| place.until_effort),
        after.and_then(|place| place.own),
        after.map(|place| place.workload),
        after.map(|place| place.criterion.as_str()),
        backwards(by, down)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let place = Place {
                planned: row.planned,
                until_effort: row.until_effort,
                own: row.place,
                workload: row.workload_id,
                criterion: row.criterion.clone(),
            };
            let broken = |column| StoreError::Inconsistent {
                table: "plan_rows",
                column,
            };
            let days = |days: i32| u32::try_from(days).unwrap_or(0);
            let tier = u8::try_from(row.tier).ok();
            let requires = row.requires.iter();
            let closed = parse_opt(row.closed_by.as_deref(), "actions", "closed_by")?;
            let listed = Listed {
                workload: WorkloadId(row.workload_id),
                workload_name: row.workload_name,
                team: TeamId(row.team_id),
                team_name: row.team_name,
                capacity: days(row.capacity_days),
                tier: tier
                    .and_then(|n| Tier::try_from(n).ok())
                    .ok_or_else(|| broken("tier"))?,
                criterion: parse(&row.criterion, "plan_rows", "criterion")?,
                check: parse(&row.check_id, "plan_rows", "check_id")?,
                pillar: parse(&row.pillar, "plan_rows", "pillar")?,
                level: u8::try_from(row.level).map_err(|_| broken("level"))?,
                state: parse(&row.state, "plan_rows", "state")?,
                standing: parse(&row.standing, "plan_rows", "standing")?,
                effort_days: days(row.effort_days),
                own_effort: row.own_effort,
                requires: requires
                    .map(|id| parse(id, "plan_rows", "requires"))
                    .collect::<Result<_, _>>()?,
                index_gain: row.index_gain,
                risk_gain: row.risk_gain,
                reaches: row.reaches,
                owner: row.owner_id.map(UserId).zip(row.owner_name),
                due_on: row.due_on,
                version: row.version,
                from_effort: row.from_effort.map(days),
                until_effort: row.until_effort.map(days),
                closed: closed.zip(row.closed_at),
                proof_stands: row.stands,
                reopened_at: row.reopened_at,
            };
            Ok((listed, place))
        })
        .collect()
}

/// Who owns an action of the teams that somebody may read, by name; at most three hundred.
///
/// # Errors
/// When the database fails.
pub async fn owners(db: &mut PgConnection, readable: &Readable) -> Result<Vec<Person>, StoreError> {
    let rows = sqlx::query!(
        "SELECT u.id, u.name FROM users u
         WHERE EXISTS (SELECT 1 FROM plan_rows p JOIN workloads w ON w.id = p.workload_id
                       WHERE p.owner_id = u.id AND w.archived_at IS NULL AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1)))
         ORDER BY lower(u.name), u.id LIMIT 300",
        team_filter(readable) as Option<Vec<uuid::Uuid>>
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Person {
            id: UserId(row.id),
            name: row.name,
        })
        .collect())
}
