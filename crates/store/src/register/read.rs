//! The register filtered, sorted and paged in the database.

use domain::{
    Band, Exact, PillarId, Readable, RiskId, TeamId, UserId, WorkloadId, treatment::Acceptance,
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{band, kept, rank};
use crate::{StoreError, rows::parse, workloads::team_filter};

/// Whose risks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owned {
    /// Nobody's.
    Nobody,
    /// A person's.
    By(UserId),
}

/// Risks whose name holds a text.
#[derive(Clone, Debug)]
pub struct Named {
    /// Catalogue risks that are called so.
    pub catalogue: Vec<String>,
    /// The text, for the names of own risks and workloads.
    pub text: String,
}

/// A cell of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Of the assured residual; else of the inherent risk.
    pub assured: bool,
    /// 1…5.
    pub likelihood: i16,
    /// 1…5.
    pub impact: i16,
}

/// Which rows.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Of workloads that somebody may read.
    pub readable: Readable,
    /// Of one team.
    pub team: Option<TeamId>,
    /// Of one workload.
    pub workload: Option<WorkloadId>,
    /// One risk of the catalogue.
    pub risk: Option<RiskId>,
    /// By name.
    pub named: Option<Named>,
    /// Of one pillar.
    pub pillar: Option<PillarId>,
    /// By the band of the inherent risk.
    pub inherent: Option<Band>,
    /// By the band of the claimed residual.
    pub claimed: Option<Band>,
    /// By the band of the assured residual.
    pub assured: Option<Band>,
    /// `mitigate`, `accept`, `transfer`, `avoid`, or empty: nobody decided.
    pub treatment: Option<&'static str>,
    /// Where its acceptance stands; in force holds those too that are ending.
    pub acceptance: Option<Acceptance>,
    /// Whose.
    pub owner: Option<Owned>,
    /// The workloads' own, or the catalogue's.
    pub own: Option<bool>,
    /// With open findings on its checks, or without.
    pub findings: Option<bool>,
    /// The day on which acceptances stand.
    pub today: Date,
}

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// `assured`, `claimed`, `inherent`, `findings`, `risk`, `workload`, `team`, `owner` or `until`.
    pub column: &'static str,
    /// The greatest first.
    pub down: bool,
}

/// A row of the register.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Whose.
    pub workload: WorkloadId,
    /// The workload's name.
    pub workload_name: String,
    /// Its team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
    /// Which risk.
    pub risk: RiskId,
    /// What a risk of the workload's own is called.
    pub title: Option<String>,
    /// The pillar whose level it can cap.
    pub pillar: PillarId,
    /// Inherent likelihood.
    pub likelihood: u32,
    /// Impact.
    pub impact: u32,
    /// The band of the inherent risk.
    pub band: Band,
    /// The claimed residual.
    pub claimed: (Exact, Band),
    /// The assured residual.
    pub assured: (Exact, Band),
    /// Open findings on its checks by severity, the least first.
    pub findings: [u32; 5],
    /// Whether they put the assured residual back to inherent.
    pub reopened: bool,
    /// `mitigate`, `accept`, `transfer`, `avoid`, or empty.
    pub treatment: String,
    /// Owner: id and name.
    pub owner: Option<(UserId, String)>,
    /// When an acceptance ends.
    pub expires_on: Option<Date>,
    /// Where an acceptance stands.
    pub acceptance: Option<Acceptance>,
    /// Of the decision, for optimistic writes.
    pub version: i32,
}

/// Where a row stands in an order, so that those after it can be asked for.
#[derive(Clone, Debug)]
pub struct Place {
    /// What it is sorted by, where that is a number: it grows from row to row.
    number: f64,
    /// The same where it is a text.
    text: Option<String>,
    assured: f64,
    claimed: f64,
    workload: Uuid,
    risk: String,
}

/// With which row a page begins.
#[derive(Clone, Copy)]
enum Start<'a> {
    /// After so many.
    Skip(i64),
    /// After this one.
    After(&'a Place),
}

/// A query over the rows that a filter lets through; `$17` and further are the caller's.
macro_rules! filtered {
    ($head:tt, $tail:tt, $filter:expr $(, $more:expr)*) => {{
        let f = Parameters::of($filter);
        sqlx::query!(
            $head
            + "
           FROM risk_rows r
           JOIN workloads w ON w.id = r.workload_id AND w.archived_at IS NULL
           JOIN teams t ON t.id = w.team_id
           LEFT JOIN users o ON o.id = r.owner_id
           WHERE ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
             AND ($2::uuid IS NULL OR w.team_id = $2)
             AND ($3::uuid IS NULL OR r.workload_id = $3)
             AND ($4::text IS NULL OR r.risk = $4)
             AND ($5::text[] IS NULL OR (r.title IS NULL AND r.risk = ANY ($5)) OR r.title ILIKE $6 OR w.name ILIKE $6)
             AND ($7::text IS NULL OR r.pillar = $7)
             AND ($8::smallint IS NULL OR r.inherent_band = $8)
             AND ($9::smallint IS NULL OR r.claimed_band = $9)
             AND ($10::smallint IS NULL OR r.assured_band = $10)
             AND ($11::text IS NULL OR r.treatment = $11)
             AND ($12::text IS NULL OR (r.treatment = 'accept' AND CASE $12
                 WHEN 'waiting' THEN r.approved IS NULL AND r.expires_on >= $16
                 WHEN 'in_force' THEN r.approved AND r.expires_on >= $16
                 WHEN 'ending' THEN r.approved AND r.expires_on BETWEEN $16 AND $16 + 30
                 WHEN 'ended' THEN r.approved IS NOT FALSE AND r.expires_on < $16
                 ELSE r.approved = false END))
             AND ($13::uuid IS NULL OR r.owner_id IS NOT DISTINCT FROM nullif($13, '00000000-0000-0000-0000-000000000000'))
             AND ($14::boolean IS NULL OR (r.title IS NOT NULL) = $14)
             AND ($15::boolean IS NULL OR (r.findings <> '{0,0,0,0,0}') = $15)
             AND $16::date IS NOT NULL "
            + $tail,
            f.teams.as_deref(),
            f.team,
            f.workload,
            f.risk,
            f.catalogue.as_deref(),
            f.text,
            f.pillar,
            f.inherent,
            f.claimed,
            f.assured,
            f.treatment,
            f.acceptance,
            f.owner,
            f.own,
            f.findings,
            f.today
            $(, $more)*
        )
    }};
}

/// A filter as the database takes it.
struct Parameters<'a> {
    teams: Option<Vec<Uuid>>,
    team: Option<Uuid>,
    workload: Option<Uuid>,
    risk: Option<&'a str>,
    catalogue: Option<Vec<String>>,
    text: Option<String>,
    pillar: Option<&'a str>,
    inherent: Option<i16>,
    claimed: Option<i16>,
    assured: Option<i16>,
    treatment: Option<&'a str>,
    acceptance: Option<&'a str>,
    owner: Option<Uuid>,
    own: Option<bool>,
    findings: Option<bool>,
    today: Date,
}

impl<'a> Parameters<'a> {
    fn of(filter: &'a Filter) -> Self {
        let named = filter.named.as_ref();
        Self {
            teams: team_filter(&filter.readable),
            team: filter.team.map(|id| id.0),
            workload: filter.workload.map(|id| id.0),
            risk: filter.risk.as_ref().map(RiskId::as_str),
            catalogue: named.map(|named| named.catalogue.clone()),
            text: named.map(|named| like(&named.text)),
            pillar: filter.pillar.as_ref().map(PillarId::as_str),
            inherent: filter.inherent.map(rank),
            claimed: filter.claimed.map(rank),
            assured: filter.assured.map(rank),
            treatment: filter.treatment,
            acceptance: filter.acceptance.map(Acceptance::as_str),
            owner: filter.owner.map(|owned| match owned {
                Owned::Nobody => Uuid::nil(),
                Owned::By(id) => id.0,
            }),
            own: filter.own,
            findings: filter.findings,
            today: filter.today,
        }
    }
}

/// A pattern that finds a text anywhere, whatever stands in it.
fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Has the queries that follow in this transaction planned for their filters: a plan that serves all filters reads every
/// row for each of them.
async fn plan_for_filters(db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("SET LOCAL plan_cache_mode = force_custom_plan")
        .execute(db)
        .await?;
    Ok(())
}

/// One page of rows.
///
/// # Errors
/// When the database fails.
pub async fn page(
    db: &mut PgConnection,
    filter: &Filter,
    cell: Option<Cell>,
    order: Order,
    (offset, limit): (i64, i64),
) -> Result<Vec<Listed>, StoreError> {
    let rows = rows(db, filter, (cell, order), (Start::Skip(offset), limit)).await?;
    Ok(rows.into_iter().map(|(listed, _)| listed).collect())
}

/// The rows after one of the same order, at most so many; from the first on where none is given.
///
/// # Errors
/// When the database fails.
pub async fn following(
    db: &mut PgConnection,
    filter: &Filter,
    cell: Option<Cell>,
    order: Order,
    (after, limit): (Option<&Place>, i64),
) -> Result<Vec<(Listed, Place)>, StoreError> {
    let start = after.map_or(Start::Skip(0), Start::After);
    rows(db, filter, (cell, order), (start, limit)).await
}

/// Rows in an order. What an order and a start leave out is constant in the plan that is made for them: the order in which
/// the register is read first comes out of its index from the row on that is asked for.
#[expect(
    clippy::too_many_lines,
    reason = "one statement and the columns it gives"
)]
async fn rows(
    db: &mut PgConnection,
    filter: &Filter,
    (cell, order): (Option<Cell>, Order),
    (start, limit): (Start<'_>, i64),
) -> Result<Vec<(Listed, Place)>, StoreError> {
    plan_for_filters(db).await?;
    let (by, down) = (order.column, order.down);
    let (offset, after) = match start {
        Start::Skip(offset) => (offset, None),
        Start::After(place) => (0, Some(place)),
    };
    let rows = filtered!(
        r#"SELECT r.workload_id, w.name AS workload_name, w.team_id, t.name AS team_name, r.risk, r.title, r.pillar,
                  r.likelihood, r.impact, r.inherent_band, r.claimed_band, r.assured_band, r.claimed_exact,
                  r.assured_exact, r.findings, r.reopened, r.treatment, r.owner_id, o.name AS "owner?", r.expires_on,
                  r.approved, r.version, r.assured, r.claimed,
                  coalesce(CASE WHEN $21::boolean THEN -1 ELSE 1 END * CASE $20::text WHEN 'assured' THEN r.assured
                      WHEN 'claimed' THEN r.claimed WHEN 'inherent' THEN (r.likelihood * r.impact)::float8
                      WHEN 'findings' THEN r.findings[5] * 1e12 + r.findings[4] * 1e8 + r.findings[3] * 1e4 + r.findings[2] + r.findings[1] / 1e4
                      WHEN 'until' THEN r.expires_on - date '2000-01-01' END, 'Infinity'::float8) AS "number!",
                  CASE $20::text WHEN 'risk' THEN r.risk WHEN 'workload' THEN w.name WHEN 'team' THEN t.name
                      WHEN 'owner' THEN o.name END AS "text?""#,
        r#"  AND ($17::boolean IS NULL OR (r.impact = $19 AND $18 = CASE WHEN $17 THEN r.assured_likelihood ELSE r.likelihood END))
             AND ($24::float8 IS NULL OR $20::text <> 'assured' OR NOT $21::boolean OR r.assured <= $26::float8)
             AND ($24::float8 IS NULL OR coalesce(CASE WHEN $21::boolean THEN -1 ELSE 1 END * CASE $20::text WHEN 'assured' THEN r.assured
                      WHEN 'claimed' THEN r.claimed WHEN 'inherent' THEN (r.likelihood * r.impact)::float8
                      WHEN 'findings' THEN r.findings[5] * 1e12 + r.findings[4] * 1e8 + r.findings[3] * 1e4 + r.findings[2] + r.findings[1] / 1e4
                      WHEN 'until' THEN r.expires_on - date '2000-01-01' END, 'Infinity'::float8) >= $24)
             AND ($24::float8 IS NULL OR coalesce(CASE WHEN $21::boolean THEN -1 ELSE 1 END * CASE $20::text WHEN 'assured' THEN r.assured
                      WHEN 'claimed' THEN r.claimed WHEN 'inherent' THEN (r.likelihood * r.impact)::float8
                      WHEN 'findings' THEN r.findings[5] * 1e12 + r.findings[4] * 1e8 + r.findings[3] * 1e4 + r.findings[2] + r.findings[1] / 1e4
                      WHEN 'until' THEN r.expires_on - date '2000-01-01' END, 'Infinity'::float8) > $24
                  OR CASE $20::text WHEN 'risk' THEN r.risk WHEN 'workload' THEN w.name WHEN 'team' THEN t.name
                      WHEN 'owner' THEN o.name END IS NULL AND $25::text IS NOT NULL
                  OR CASE WHEN $21::boolean
                      THEN CASE $20::text WHEN 'risk' THEN r.risk WHEN 'workload' THEN w.name WHEN 'team' THEN t.name
                          WHEN 'owner' THEN o.name END < $25
                      ELSE CASE $20::text WHEN 'risk' THEN r.risk WHEN 'workload' THEN w.name WHEN 'team' THEN t.name
                          WHEN 'owner' THEN o.name END > $25 END
                  OR CASE $20::text WHEN 'risk' THEN r.risk WHEN 'workload' THEN w.name WHEN 'team' THEN t.name
                      WHEN 'owner' THEN o.name END IS NOT DISTINCT FROM $25
                     AND (-r.assured, -r.claimed, r.workload_id, r.risk) > (-$26::float8, -$27::float8, $28::uuid, $29::text))
           ORDER BY
             CASE WHEN $21 AND $20 = 'until' THEN r.expires_on END DESC NULLS LAST,
             CASE WHEN NOT $21 AND $20 = 'until' THEN r.expires_on END ASC NULLS LAST,
             CASE WHEN $21 AND $20 = 'owner' THEN o.name END DESC NULLS LAST,
             CASE WHEN NOT $21 AND $20 = 'owner' THEN o.name END ASC NULLS LAST,
             CASE WHEN $21 THEN CASE $20 WHEN 'assured' THEN r.assured WHEN 'claimed' THEN r.claimed
                 WHEN 'inherent' THEN (r.likelihood * r.impact)::float8
                 WHEN 'findings' THEN r.findings[5] * 1e12 + r.findings[4] * 1e8 + r.findings[3] * 1e4 + r.findings[2] + r.findings[1] / 1e4
                 END END DESC,
             CASE WHEN NOT $21 THEN CASE $20 WHEN 'assured' THEN r.assured WHEN 'claimed' THEN r.claimed
                 WHEN 'inherent' THEN (r.likelihood * r.impact)::float8
                 WHEN 'findings' THEN r.findings[5] * 1e12 + r.findings[4] * 1e8 + r.findings[3] * 1e4 + r.findings[2] + r.findings[1] / 1e4
                 END END ASC,
             CASE WHEN $21 THEN CASE $20 WHEN 'risk' THEN r.risk WHEN 'workload' THEN w.name WHEN 'team' THEN t.name END END DESC,
             CASE WHEN NOT $21 THEN CASE $20 WHEN 'risk' THEN r.risk WHEN 'workload' THEN w.name WHEN 'team' THEN t.name END END ASC,
             r.assured DESC, r.claimed DESC, r.workload_id, r.risk
           OFFSET $22 LIMIT $23"#,
        filter,
        cell.map(|cell| cell.assured),
        cell.map_or(0, |cell| cell.likelihood),
        cell.map_or(0, |cell| cell.impact),
        by,
        down,
        offset,
        limit,
        after.map(|place| place.number),
        after.and_then(|place| place.text.as_deref()),
        after.map(|place| place.assured),
        after.map(|place| place.claimed),
        after.map(|place| place.workload),
        after.map(|place| place.risk.as_str())
    )
    .fetch_all(&mut *db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let place = Place {
                number: row.number,
                text: row.text,
                assured: row.assured,
                claimed: row.claimed,
                workload: row.workload_id,
                risk: row.risk.clone(),
            };
            let acceptance = row
                .expires_on
                .filter(|_| row.treatment == "accept")
                .map(|until| Acceptance::on(filter.today, row.approved, until));
            let listed = Listed {
                workload: WorkloadId(row.workload_id),
                workload_name: row.workload_name,
                team: TeamId(row.team_id),
                team_name: row.team_name,
                risk: parse(&row.risk, "risk_rows", "risk")?,
                title: row.title,
                pillar: parse(&row.pillar, "risk_rows", "pillar")?,
                likelihood: number(row.likelihood),
                impact: number(row.impact),
                band: band(row.inherent_band),
                claimed: (
                    parse(&row.claimed_exact, "risk_rows", "claimed_exact")?,
                    band(row.claimed_band),
                ),
                assured: (
                    parse(&row.assured_exact, "risk_rows", "assured_exact")?,
                    band(row.assured_band),
                ),
                findings: findings(&row.findings),
                reopened: row.reopened,
                treatment: row.treatment,
                owner: row.owner_id.map(UserId).zip(row.owner),
                expires_on: row.expires_on,
                acceptance,
                version: row.version,
            };
            Ok((listed, place))
        })
        .collect()
}

fn number(n: i16) -> u32 {
    u32::try_from(n).unwrap_or(1)
}

fn findings(counts: &[i32]) -> [u32; 5] {
    let mut found = [0; 5];
    for (place, count) in found.iter_mut().zip(counts) {
        *place = u32::try_from(*count).unwrap_or(0);
    }
    found
}

/// How many risks stand in each cell, inherent and by assured residual: `[likelihood − 1][impact − 1]`.
pub type Counts = [[u32; 5]; 5];

/// How many of the rows stand in each cell of the two matrices: inherent, assured. What teams keep is added up where it
/// answers the filter (pillar or assured band, and treatment, of all their workloads); else the rows are counted.
///
/// # Errors
/// When the database fails.
pub async fn count_by_cell(
    db: &mut PgConnection,
    filter: &Filter,
) -> Result<(Counts, Counts), StoreError> {
    plan_for_filters(db).await?;
    if let Some(asked) = kept::Asked::of(filter) {
        return kept::counts(db, filter, &asked).await;
    }
    let rows = filtered!(
        r#"SELECT r.likelihood, r.assured_likelihood, r.impact, count(*) AS "count!""#,
        "GROUP BY r.likelihood, r.assured_likelihood, r.impact",
        filter
    )
    .fetch_all(db)
    .await?;
    let (mut inherent, mut assured) = (Counts::default(), Counts::default());
    for row in rows {
        add(&mut inherent, row.likelihood, row.impact, row.count);
        add(&mut assured, row.assured_likelihood, row.impact, row.count);
    }
    Ok((inherent, assured))
}

/// Adds to a cell.
pub(super) fn add(counts: &mut Counts, likelihood: i16, impact: i16, count: i64) {
    let place = |n: i16| usize::try_from(n - 1).unwrap_or(0);
    let cell = counts
        .get_mut(place(likelihood))
        .and_then(|row| row.get_mut(place(impact)));
    if let Some(cell) = cell {
        *cell += u32::try_from(count).unwrap_or(u32::MAX);
    }
}

/// Who owns a risk in an active workload that somebody may read, by name.
///
/// # Errors
/// When the database fails.
pub async fn owners(
    db: &mut PgConnection,
    readable: &Readable,
) -> Result<Vec<(UserId, String)>, StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        "SELECT u.id, u.name FROM users u WHERE EXISTS (
             SELECT 1 FROM risk_rows r JOIN workloads w ON w.id = r.workload_id AND w.archived_at IS NULL
             WHERE r.owner_id = u.id AND ($1::uuid[] IS NULL OR w.team_id = ANY ($1)))
         ORDER BY lower(u.name), u.id",
        teams.as_deref()
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UserId(row.id), row.name))
        .collect())
}

/// The active workloads that somebody may read, of one team where it is given, by name: at most so many.
///
/// # Errors
/// When the database fails.
pub async fn workloads(
    db: &mut PgConnection,
    readable: &Readable,
    team: Option<TeamId>,
    limit: i64,
) -> Result<Vec<(WorkloadId, String)>, StoreError> {
    let teams = team_filter(readable);
    let rows = sqlx::query!(
        "SELECT id, name FROM workloads WHERE archived_at IS NULL
           AND ($1::uuid[] IS NULL OR team_id = ANY ($1)) AND ($2::uuid IS NULL OR team_id = $2)
         ORDER BY name, id LIMIT $3",
        teams.as_deref(),
        team.map(|t| t.0),
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (WorkloadId(row.id), row.name))
        .collect())
}
