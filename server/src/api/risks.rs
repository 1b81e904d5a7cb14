//! The register of risks as other software reads it.

use axum::Json;
use axum::response::Response;
use domain::treatment::Acceptance;
use domain::views::register::{RegisterQuery, RegisterRow};
use domain::{Band, Exact, PillarId, RiskId, TeamId, WorkloadId};
use serde::{Deserialize, Serialize};
use services::register;
use utoipa::{IntoParams, ToSchema};

use super::document::{Cached, IfNoneMatch, Invalid, Language, Refused, Spreadsheet};
use super::error::ApiError;
use super::evidence::{Asking, asking};
use super::reports::Asked;

/// Rows of a page where nothing is said.
const PER_PAGE: u32 = 100;

/// Which risks; what is left out filters nothing.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// A text in the name of the risk or of the workload.
    #[param(value_type = Option<String>)]
    q: String,
    /// Of one team.
    #[param(value_type = Option<TeamId>, inline)]
    team: String,
    /// Of one workload.
    #[param(value_type = Option<WorkloadId>, inline)]
    workload: String,
    /// One risk of the catalogue.
    #[param(value_type = Option<RiskId>, inline)]
    risk: String,
    /// Of one pillar.
    #[param(value_type = Option<PillarId>, inline)]
    pillar: String,
    /// By the band of the inherent risk.
    #[param(value_type = Option<Band>, inline)]
    inherent: String,
    /// By the band of the claimed residual.
    #[param(value_type = Option<Band>, inline)]
    claimed: String,
    /// By the band of the assured residual.
    #[param(value_type = Option<Band>, inline)]
    assured: String,
    /// `undecided`, `mitigate`, `accept`, `transfer` or `avoid`.
    #[param(value_type = Option<String>, pattern = "^(undecided|mitigate|accept|transfer|avoid)$")]
    treatment: String,
    /// Where an acceptance stands; `in_force` holds those too that end within 30 days.
    #[param(value_type = Option<Acceptance>, inline)]
    acceptance: String,
    /// A person's id, `me` or `none`.
    #[param(value_type = Option<String>, pattern = "^(me|none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$")]
    owner: String,
    /// `own` or `catalogue`.
    #[param(value_type = Option<String>, pattern = "^(own|catalogue)$")]
    kind: String,
    /// Open findings on the risk's checks: `open` or `none`.
    #[param(value_type = Option<String>, pattern = "^(open|none)$")]
    findings: String,
    /// Of which matrix the cell is that `likelihood` and `impact` name: `assured` or `inherent`.
    #[param(value_type = Option<String>, pattern = "^(assured|inherent)$")]
    matrix: String,
    /// The cell's likelihood.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 5)]
    likelihood: String,
    /// The cell's impact.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 5)]
    impact: String,
    /// `assured`, `claimed`, `inherent`, `findings`, `risk`, `workload`, `team`, `owner` or `until`, with `-` before it for the greatest first.
    #[param(
        value_type = Option<String>,
        pattern = "^-?(assured|claimed|inherent|findings|risk|workload|team|owner|until)$"
    )]
    sort: String,
}

/// Which page of how many rows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// Which page, from 1.
    #[param(value_type = Option<u32>, minimum = 1)]
    page: String,
    /// Rows on a page; 100 where it is left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 500)]
    per_page: String,
}

impl Which {
    fn query(self, page: String) -> RegisterQuery {
        RegisterQuery {
            q: self.q,
            team: self.team,
            workload: self.workload,
            risk: self.risk,
            pillar: self.pillar,
            inherent: self.inherent,
            claimed: self.claimed,
            assured: self.assured,
            treatment: self.treatment,
            acceptance: self.acceptance,
            owner: self.owner,
            kind: self.kind,
            findings: self.findings,
            matrix: self.matrix,
            likelihood: self.likelihood,
            impact: self.impact,
            sort: self.sort,
            page,
        }
    }
}

/// A page of the register.
#[derive(Serialize, ToSchema)]
pub(super) struct RiskList {
    /// Rows on all pages.
    total: u32,
    /// How many pages.
    pages: u32,
    /// This page's.
    risks: Vec<RegisteredRisk>,
}

/// One risk of one workload. Decimals are strings with six places.
#[derive(Serialize, ToSchema)]
struct RegisteredRisk {
    /// The workload.
    workload: WorkloadId,
    workload_name: String,
    /// Its team.
    team: TeamId,
    team_name: String,
    /// `K-S1`; `own-1` for a risk of the workload's own.
    id: String,
    name: String,
    /// Whether it is a risk of the workload's own.
    own: bool,
    pillar: String,
    likelihood: u32,
    impact: u32,
    inherent: String,
    inherent_band: &'static str,
    claimed_residual: String,
    claimed_band: &'static str,
    assured_residual: String,
    assured_band: &'static str,
    /// Open findings on its checks.
    findings: SeverityCounts,
    /// Whether they put the assured residual back to inherent.
    reopened: bool,
    /// `mitigate`, `accept`, `transfer` or `avoid`; none: nobody decided.
    treatment: Option<String>,
    /// Where an acceptance stands.
    acceptance: Option<&'static str>,
    /// The last day of an acceptance.
    expires_on: Option<String>,
    owner: Option<String>,
}

/// How many of each severity.
#[derive(Serialize, ToSchema)]
struct SeverityCounts {
    critical: u32,
    high: u32,
    medium: u32,
    low: u32,
    info: u32,
}

fn registered(row: RegisterRow) -> RegisteredRisk {
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let [info, low, medium, high, critical] = row.findings;
    RegisteredRisk {
        inherent: Exact::whole(row.inherent()).decimal(6),
        own: row.risk.is_own(),
        workload: row.workload,
        workload_name: row.workload_name,
        team: row.team,
        team_name: row.team_name,
        id: row.risk.to_string(),
        name: row.name,
        pillar: row.pillar.to_string(),
        likelihood: row.likelihood,
        impact: row.impact,
        inherent_band: row.band.as_str(),
        claimed_residual: row.claimed.0.decimal(6),
        claimed_band: row.claimed.1.as_str(),
        assured_residual: row.assured.0.decimal(6),
        assured_band: row.assured.1.as_str(),
        findings: SeverityCounts {
            critical,
            high,
            medium,
            low,
            info,
        },
        reopened: row.reopened,
        treatment: some(row.treatment),
        acceptance: row.acceptance.map(domain::treatment::Acceptance::as_str),
        expires_on: some(row.expires_on),
        owner: row.owner.map(|(_, name)| name),
    }
}

/// The risks of all workloads that the reader may see, filtered, sorted and paged.
///
/// Names are in the language of `lang`.
#[utoipa::path(
    get,
    path = "/api/v1/risks",
    operation_id = "list-risks",
    tag = "Results",
    params(
        Which, Paging,
        Language,
    ),
    responses(
        (status = 200, description = "A page of risks.", body = RiskList),
        Invalid, Refused,
    ),
    extensions(("x-access" = json!("signed_in"))),
)]
pub(super) async fn list(
    asked: Asked,
    which: Asking<Which>,
    paging: Asking<Paging>,
) -> Result<Json<RiskList>, ApiError> {
    let (which, paging) = (asking(which)?, asking(paging)?);
    let per_page = match paging.per_page.as_str() {
        "" => Ok(PER_PAGE),
        text => text
            .parse()
            .ok()
            .filter(|n| (1..=register::MOST).contains(n))
            .ok_or_else(|| services::Error::field("per_page", domain::Problem::Number)),
    };
    let found = async {
        let query = which.query(paging.page);
        let (services, viewer) = (&asked.services, &asked.viewer);
        register::rows(services, viewer, &query, per_page?, asked.locale).await
    };
    let (rows, total, pages) = found.await.map_err(|error| asked.refused(error))?;
    Ok(Json(RiskList {
        total,
        pages,
        risks: rows.into_iter().map(registered).collect(),
    }))
}

/// The same as CSV: all rows that match, in their order.
///
/// UTF-8 with a byte order mark, one row for each risk of each workload; at most 500,000.
#[utoipa::path(
    get,
    path = "/api/v1/risks.csv",
    operation_id = "list-risks-csv",
    tag = "Results",
    params(
        Which,
        Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Invalid, Refused,
    ),
    extensions(("x-access" = json!("signed_in"))),
)]
pub(super) async fn csv(asked: Asked, which: Asking<Which>) -> Result<Response, ApiError> {
    let query = asking(which)?.query(String::new());
    let content = async {
        let (services, viewer) = (&asked.services, &asked.viewer);
        let table = register::csv(services, viewer, &query, asked.locale).await?;
        Ok((asked.file_name("risks", ".csv"), table))
    };
    asked.table(content).await
}
