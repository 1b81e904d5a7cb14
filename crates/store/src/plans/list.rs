//! Pages of actions over many workloads.

use domain::{
    CheckId, CriterionId, PillarId, Readable, RuleId, TeamId, Tier, UserId, WorkloadId,
    views::{
        plans::{ActionStanding, ActionState, PlanCounts},
        workloads::Person,
    },
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::kept;
use crate::{
    StoreError,
    rows::{parse, parse_opt},
    workloads::team_filter,
};

/// Whose actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Anybody's.
    Anybody,
    /// Nobody's.
    Nobody,
    /// This person's.
    One(UserId),
}

/// Which due dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// All and none.
    Any,
    /// None.
    None,
    /// Open and past.
    Overdue,
    /// Open, today or within so many days.
    Within(u16),
}

/// Which days of the shared order, counted from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// All.
    Any,
    /// After the first, until the second.
    Between(u16, u16),
    /// After 180, or none for want of capacity.
    Later,
}

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

/// Which actions.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Of teams that the reader may read, or of one of them.
    pub readable: Readable,
    /// Of one workload.
    pub workload: Option<WorkloadId>,
    /// Part of a workload's name or of a criterion's id, in small letters; empty for all.
    pub text: String,
    /// Whose.
    pub owner: Owner,
    /// Where they stand.
    pub states: Vec<ActionState>,
    /// Due when.
    pub due: Due,
    /// Of a pillar.
    pub pillar: Option<PillarId>,
    /// Planned when.
    pub days: Days,
    /// Days are counted with this capacity instead of each team's own.
    pub capacity: Option<u32>,
    /// Today.
    pub today: Date,
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

impl Filter {
    /// Whether it lets whole workloads through, whatever their rows say.
    fn of_whole_workloads(&self) -> bool {
        self.text.is_empty()
            && self.owner == Owner::Anybody
            && self.due == Due::Any
            && self.pillar.is_none()
            && self.days == Days::Any
    }
}

/// The parts of a filter that every statement binds.
struct Bound {
    teams: Option<Vec<uuid::Uuid>>,
    owner: Option<uuid::Uuid>,
    nobody: bool,
    states: Vec<String>,
    due: &'static str,
    within: i32,
    days: &'static str,
    after: i32,
    until: i32,
    capacity: Option<i32>,
    pillar: Option<String>,
}

impl Bound {
    fn of(filter: &Filter) -> Self {
        let (due, within) = match filter.due {
            Due::Any => ("any", 0),
            Due::None => ("none", 0),
            Due::Overdue => ("overdue", 0),
            Due::Within(days) => ("within", i32::from(days)),
        };
        let (days, after, until) = match filter.days {
            Days::Any => ("any", 0, 0),
            Days::Between(after, until) => ("between", i32::from(after), i32::from(until)),
            Days::Later => ("later", 0, 0),
        };
        Self {
            teams: team_filter(&filter.readable),
            owner: match filter.owner {
                Owner::One(user) => Some(user.0),
                Owner::Anybody | Owner::Nobody => None,
            },
            nobody: filter.owner == Owner::Nobody,
            states: filter
                .states
                .iter()
                .map(|s| s.as_str().to_owned())
                .collect(),
            due,
            within,
            days,
            after,
            until,
            capacity: filter
                .capacity
                .map(|days| i32::try_from(days).unwrap_or(i32::MAX)),
            pillar: filter.pillar.as_ref().map(ToString::to_string),
        }
    }
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
#[expect(
    clippy::too_many_lines,
    reason = "one statement and the columns it gives"
)]
pub async fn page(
    db: &mut PgConnection,
    filter: &Filter,
    (by, down): (Column, bool),
    (limit, offset): (i64, i64),
) -> Result<Vec<Listed>, StoreError> {
    let bound = Bound::of(filter);
    let rows = sqlx::query!(
        r#"WITH page AS (
               SELECT chosen.*, row_number() OVER () AS at FROM (
                   SELECT p.*, w.name AS workload_name, w.team_id, w.tier, t.name AS team_name, t.capacity_days,
                          o.name AS owner_name
                   FROM plan_rows p
                   JOIN workloads w ON w.id = p.workload_id AND w.archived_at IS NULL
                   JOIN teams t ON t.id = w.team_id
                   LEFT JOIN users o ON o.id = p.owner_id
                   WHERE ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
                     AND ($2::uuid IS NULL OR p.workload_id = $2)
                     AND ($3 = '' OR strpos(lower(w.name), $3) > 0 OR strpos(lower(p.criterion), $3) > 0)
                     AND ($4::uuid IS NULL OR p.owner_id = $4) AND (NOT $5 OR p.owner_id IS NULL)
                     AND p.state = ANY ($6::text[])
                     AND CASE $7::text
                             WHEN 'none' THEN p.due_on IS NULL
                             WHEN 'overdue' THEN p.due_on < $9::date AND p.state IN ('open', 'in_progress')
                             WHEN 'within' THEN p.due_on BETWEEN $9::date AND $9::date + $8::integer
                                               AND p.state IN ('open', 'in_progress')
                             ELSE true END
                     AND ($10::text IS NULL OR p.pillar = $10)
                     AND CASE $11::text
                             WHEN 'between' THEN CASE WHEN $14::integer IS NULL
                                 THEN p.planned > $12::integer AND p.planned <= $13::integer
                                 ELSE p.until_effort * 30 > $12::integer * $14 AND p.until_effort * 30 <= $13::integer * $14 END
                             WHEN 'later' THEN CASE WHEN $14::integer IS NULL
                                 THEN p.planned > 180 OR (p.planned IS NULL AND p.until_effort > 0)
                                 ELSE p.until_effort * 30 > 180 * $14 END
                             ELSE true END
                   ORDER BY
                       CASE WHEN NOT $15::boolean THEN CASE $16::text
                           WHEN 'planned' THEN CASE WHEN $14::integer IS NULL THEN p.planned
                                                    ELSE p.until_effort * 30.0::float8 / nullif($14, 0) END
                           WHEN 'gain' THEN p.rate
                           WHEN 'effort' THEN p.effort_days
                           WHEN 'state' THEN array_position(ARRAY['open', 'in_progress', 'done', 'dropped'], p.state)
                           END END ASC NULLS LAST,
                       CASE WHEN $15::boolean THEN CASE $16::text
                           WHEN 'planned' THEN CASE WHEN $14::integer IS NULL THEN p.planned
                                                    ELSE p.until_effort * 30.0::float8 / nullif($14, 0) END
                           WHEN 'gain' THEN p.rate
                           WHEN 'effort' THEN p.effort_days
                           WHEN 'state' THEN array_position(ARRAY['open', 'in_progress', 'done', 'dropped'], p.state)
                           END END DESC NULLS LAST,
                       CASE WHEN NOT $15::boolean AND $16::text = 'due' THEN p.due_on END ASC NULLS LAST,
                       CASE WHEN $15::boolean AND $16::text = 'due' THEN p.due_on END DESC NULLS LAST,
                       CASE WHEN NOT $15::boolean THEN CASE $16::text
                           WHEN 'workload' THEN lower(w.name) WHEN 'team' THEN lower(t.name) WHEN 'owner' THEN lower(o.name)
                           END END ASC NULLS LAST,
                       CASE WHEN $15::boolean THEN CASE $16::text
                           WHEN 'workload' THEN lower(w.name) WHEN 'team' THEN lower(t.name) WHEN 'owner' THEN lower(o.name)
                           END END DESC NULLS LAST,
                       p.until_effort, p.place, p.workload_id, p.criterion
                   LIMIT $17 OFFSET $18
               ) AS chosen
           )
           SELECT p.workload_id AS "workload_id!", p.workload_name AS "workload_name!", p.team_id AS "team_id!",
                  p.team_name AS "team_name!", p.capacity_days AS "capacity_days!", p.tier AS "tier!",
                  p.criterion AS "criterion!", p.check_id AS "check_id!", p.pillar AS "pillar!", p.level AS "level!",
                  p.state AS "state!", p.standing AS "standing!", p.effort_days AS "effort_days!",
                  p.own_effort AS "own_effort!", p.requires AS "requires!", p.index_gain AS "index_gain!",
                  p.risk_gain AS "risk_gain!", p.reaches AS "reaches!", p.owner_id, p.owner_name AS "owner_name?",
                  p.due_on, p.version AS "version!", p.from_effort, p.until_effort,
                  a.closed_by AS "closed_by?", a.closed_at AS "closed_at?", a.reopened_at AS "reopened_at?",
                  EXISTS (SELECT 1 FROM verdicts v WHERE v.workload_id = p.workload_id AND v.rule = a.closed_by
                          AND v.outcome = 'supports' AND (v.fresh_until IS NULL OR v.fresh_until >= $9::date)) AS "stands!"
           FROM page p LEFT JOIN actions a ON a.workload_id = p.workload_id AND a.criterion = p.criterion
           ORDER BY p.at"#,
        bound.teams as Option<Vec<uuid::Uuid>>,
        filter.workload.map(|id| id.0),
        filter.text,
        bound.owner,
        bound.nobody,
        &bound.states,
        bound.due,
        bound.within,
        filter.today,
        bound.pillar,
        bound.days,
        bound.after,
        bound.until,
        bound.capacity,
        down,
        column(by),
        limit,
        offset
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let broken = |column| StoreError::Inconsistent {
                table: "plan_rows",
                column,
            };
            let days = |days: i32| u32::try_from(days).unwrap_or(0);
            let tier = u8::try_from(row.tier).ok();
            let requires = row.requires.iter();
            let closed = parse_opt(row.closed_by.as_deref(), "actions", "closed_by")?;
            Ok(Listed {
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
            })
        })
        .collect()
}

/// How many actions stand where, whatever states the filter names; and how many it names.
///
/// # Errors
/// When the database fails.
pub async fn counts(
    db: &mut PgConnection,
    filter: &Filter,
) -> Result<(PlanCounts, u32), StoreError> {
    if filter.of_whole_workloads() {
        let counts = kept::counts(db, filter).await?;
        let named = filter.states.iter().map(|state| counts.of(*state)).sum();
        return Ok((counts, named));
    }
    let bound = Bound::of(filter);
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE p.state = ANY ($6::text[])) AS "named!",
                  count(*) FILTER (WHERE p.state = 'open') AS "open!",
                  count(*) FILTER (WHERE p.state = 'in_progress') AS "in_progress!",
                  count(*) FILTER (WHERE p.state = 'done') AS "done!",
                  count(*) FILTER (WHERE p.state = 'dropped') AS "dropped!",
                  count(*) FILTER (WHERE p.state IN ('open', 'in_progress') AND p.due_on < $9::date) AS "overdue!",
                  count(*) FILTER (WHERE p.state IN ('open', 'in_progress') AND p.owner_id IS NULL) AS "unowned!",
                  coalesce(sum(p.effort_days) FILTER (WHERE p.state IN ('open', 'in_progress')), 0) AS "effort!"
           FROM plan_rows p
           JOIN workloads w ON w.id = p.workload_id AND w.archived_at IS NULL
           WHERE ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
             AND ($2::uuid IS NULL OR p.workload_id = $2)
             AND ($3 = '' OR strpos(lower(w.name), $3) > 0 OR strpos(lower(p.criterion), $3) > 0)
             AND ($4::uuid IS NULL OR p.owner_id = $4) AND (NOT $5 OR p.owner_id IS NULL)
             AND CASE $7::text
                     WHEN 'none' THEN p.due_on IS NULL
                     WHEN 'overdue' THEN p.due_on < $9::date AND p.state IN ('open', 'in_progress')
                     WHEN 'within' THEN p.due_on BETWEEN $9::date AND $9::date + $8::integer
                                       AND p.state IN ('open', 'in_progress')
                     ELSE true END
             AND ($10::text IS NULL OR p.pillar = $10)
             AND CASE $11::text
                     WHEN 'between' THEN CASE WHEN $14::integer IS NULL
                         THEN p.planned > $12::integer AND p.planned <= $13::integer
                         ELSE p.until_effort * 30 > $12::integer * $14 AND p.until_effort * 30 <= $13::integer * $14 END
                     WHEN 'later' THEN CASE WHEN $14::integer IS NULL
                         THEN p.planned > 180 OR (p.planned IS NULL AND p.until_effort > 0)
                         ELSE p.until_effort * 30 > 180 * $14 END
                     ELSE true END"#,
        bound.teams as Option<Vec<uuid::Uuid>>,
        filter.workload.map(|id| id.0),
        filter.text,
        bound.owner,
        bound.nobody,
        &bound.states,
        bound.due,
        bound.within,
        filter.today,
        bound.pillar,
        bound.days,
        bound.after,
        bound.until,
        bound.capacity
    )
    .fetch_one(db)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let counts = PlanCounts {
        open: number(row.open),
        in_progress: number(row.in_progress),
        done: number(row.done),
        dropped: number(row.dropped),
        overdue: number(row.overdue),
        unowned: number(row.unowned),
        effort_days: u64::try_from(row.effort).unwrap_or(0),
    };
    Ok((counts, number(row.named)))
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
