//! Plans as files for spreadsheets and trackers.

use std::str::FromStr;

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use domain::views::plans::PlanQuery;
use domain::{PillarId, TeamId, WorkloadId};
use serde::Deserialize;
use services::export::Group;
use services::plan::{self, Tracker};
use utoipa::{IntoParams, ToSchema};

use super::document::{Cached, IfNoneMatch, Language, Refused, Spreadsheet, Unknown};
use super::error::ApiError;
use super::evidence::{Asking, asking};
use super::reports::{Asked, Id, id};

/// For whom a file is.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum For {
    /// A spreadsheet: everything, in the reader's language, with a byte order mark.
    #[default]
    All,
    /// Jira's CSV importer: its columns, dates as `dd/MMM/yy h:mm a`, estimates in seconds, a stable external id.
    Jira,
    /// Importers of GitHub issues: `title`, `body`, `labels`, `state`.
    Github,
}

/// For whom, as it stands in the address.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only stands in the document")]
struct ForTool {
    /// For whom the file is; `all` where it is left out.
    #[param(rename = "for", inline)]
    tool: Option<For>,
}

impl From<For> for Tracker {
    fn from(of: For) -> Self {
        match of {
            For::All => Self::All,
            For::Jira => Self::Jira,
            For::Github => Self::GitHub,
        }
    }
}

impl For {
    const fn ending(self) -> &'static str {
        match self {
            Self::All => "-plan.csv",
            Self::Jira => "-plan-jira.csv",
            Self::Github => "-plan-github.csv",
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default, rename = "for")]
    tracker: For,
}

type Which = Result<Query<Wanted>, QueryRejection>;

fn which(query: Which) -> Result<For, ApiError> {
    let Query(wanted) = query.map_err(|_| ApiError::malformed("`for` is jira, github or all."))?;
    Ok(wanted.tracker)
}

/// The remediation plan of a workload as CSV.
///
/// One row for each action. `for` says for whom: a spreadsheet (UTF-8 with a byte order mark), Jira's importer or
/// importers of GitHub issues (both without, and without actions that nobody will do).
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/plan.csv",
    operation_id = "get-workload-plan-csv",
    tag = "Results",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ForTool,
        Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn workload(
    path: Id<WorkloadId>,
    query: Which,
    asked: Asked,
) -> Result<Response, ApiError> {
    let (id, of) = (id(path)?, which(query)?);
    let content = async {
        let name = asked.workload_name(id, of.ending()).await?;
        let (services, viewer) = (&asked.services, &asked.viewer);
        let table = plan::workload_plan_csv(services, viewer, id, of.into(), asked.locale).await?;
        Ok((name, table))
    };
    Box::pin(asked.table(content)).await
}

/// The remediation plans of a team's workloads as CSV.
///
/// One row for each action, in the order in which the team's capacity serves them. `for` as for a workload.
#[utoipa::path(
    get,
    path = "/api/v1/teams/{team}/plan.csv",
    operation_id = "get-team-plan-csv",
    tag = "Results",
    params(
        ("team" = inline(TeamId), Path, description = "The id of a team."),
        ForTool,
        Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn team(
    path: Id<TeamId>,
    query: Which,
    asked: Asked,
) -> Result<Response, ApiError> {
    let (id, of) = (id(path)?, which(query)?);
    let content = async {
        let name = asked.team_name(id, of.ending()).await?;
        let (services, viewer) = (&asked.services, &asked.viewer);
        let table = plan::team_plan_csv(services, viewer, id, of.into(), asked.locale).await?;
        Ok((name, table))
    };
    Box::pin(asked.table(content)).await
}

/// Which actions; what is left out filters nothing.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Narrowed {
    /// A text in the workload's name or in the criterion's id.
    #[param(value_type = Option<String>)]
    q: String,
    /// Of one team.
    #[param(value_type = Option<TeamId>, inline)]
    team: String,
    /// Of one workload.
    #[param(value_type = Option<WorkloadId>, inline)]
    workload: String,
    /// A person's id, `mine` or `none`.
    #[param(value_type = Option<String>)]
    owner: String,
    /// `open`, `in_progress`, `done`, `dropped` or `all`; what is open or in progress where it is left out.
    #[param(value_type = Option<String>)]
    state: String,
    /// `overdue`, due within `7` or `30` days, or `none`.
    #[param(value_type = Option<String>)]
    due: String,
    /// Of one pillar.
    #[param(value_type = Option<PillarId>, inline)]
    pillar: String,
    /// By the phase in which the capacity serves them: `30`, `90`, `180` or `later`.
    #[param(value_type = Option<String>)]
    phase: String,
}

/// An id that is none would narrow nothing, and the file would hold what nobody asked for.
fn id_of<T: FromStr>(name: &str, text: String) -> Result<String, ApiError> {
    if text.is_empty() || text.parse::<T>().is_ok() {
        Ok(text)
    } else {
        Err(ApiError::malformed(format!("`{name}` is an id.")))
    }
}

impl Narrowed {
    fn query(self) -> Result<PlanQuery, ApiError> {
        Ok(PlanQuery {
            q: self.q,
            team: id_of::<TeamId>("team", self.team)?,
            workload: id_of::<WorkloadId>("workload", self.workload)?,
            owner: self.owner,
            state: self.state,
            due: self.due,
            pillar: self.pillar,
            phase: self.phase,
            ..PlanQuery::default()
        })
    }
}

/// The remediation plans of all workloads that the reader may see, as CSV.
///
/// One row for each action, in the order in which the teams' capacities serve them; the first 20,000 of those that are
/// asked for. `for` as for a workload.
#[utoipa::path(
    get,
    path = "/api/v1/organisation/plan.csv",
    operation_id = "get-organisation-plan-csv",
    tag = "Results",
    params(
        Narrowed,
        ForTool,
        Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("signed_in"))),
)]
pub(super) async fn organisation(
    query: Which,
    narrowed: Asking<Narrowed>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let of = which(query)?;
    let narrowed = asking(narrowed)?.query()?;
    let content = async {
        let name = asked.group_name(Group::Organisation, of.ending()).await?;
        let (services, viewer) = (&asked.services, &asked.viewer);
        let table =
            plan::organisation_plan_csv(services, viewer, &narrowed, of.into(), asked.locale)
                .await?;
        Ok((name, table))
    };
    Box::pin(asked.table(content)).await
}
