//! Tables of a workload as CSV.

use axum::response::Response;
use domain::WorkloadId;
use domain::evidence::ComponentKind;
use domain::views::signals::ComponentStanding;
use serde::Deserialize;
use services::export;
use services::export::InventoryQuery;
use utoipa::IntoParams;

use super::{Asked, Id, id};
use crate::api::ApiError;
use crate::api::document::{Cached, IfNoneMatch, Language, Refused, Spreadsheet, Unknown};
use crate::api::evidence::{Asking, FindingsFilter, asking};

macro_rules! of_workload {
    ($($(#[$doc:meta])* $name:ident = $export:ident, $ending:literal, $path:literal, $id:literal;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(
            get,
            path = $path,
            operation_id = $id,
            tag = "Results",
            params(
                ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
                Language, IfNoneMatch,
            ),
            responses(
                (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
                    headers(("ETag" = String, description = "Names this content."))),
                Cached, Unknown, Refused,
            ),
            extensions(("x-access" = json!("readers"))),
        )]
        pub(in crate::api) async fn $name(path: Id<WorkloadId>, asked: Asked) -> Result<Response, ApiError> {
            let id = id(path)?;
            let content = async {
                let name = asked.workload_name(id, $ending).await?;
                Ok((name, export::$export(&asked.services, &asked.viewer, id, asked.locale).await?))
            };
            asked.table(content).await
        }
    )*};
}

of_workload! {
    /// The criteria of a workload with their answers as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each criterion in scope.
    answers = answers_csv, "-answers.csv",
        "/api/v1/workloads/{workload}/answers.csv", "get-workload-answers-csv";
    /// The risks of a workload as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each risk.
    risks = risks_csv, "-risks.csv",
        "/api/v1/workloads/{workload}/risks.csv", "get-workload-risks-csv";
    /// What rules say of a workload, with their figures, as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each verdict with the figure that decided; codes are those of the API.
    verdicts = verdicts_csv, "-verdicts.csv",
        "/api/v1/workloads/{workload}/verdicts.csv", "get-workload-verdicts-csv";
    /// The series of telemetry of a workload as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each series, by name; at most 100,000.
    signals = signals_csv, "-signals.csv",
        "/api/v1/workloads/{workload}/signals.csv", "get-workload-signals-csv";
}

/// The findings of other tools on a workload as CSV.
///
/// UTF-8 with a byte order mark, one row for each finding, the worst first; at most 100,000.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/findings.csv",
    operation_id = "get-workload-findings-csv",
    tag = "Results",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        FindingsFilter, Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(in crate::api) async fn findings(
    path: Id<WorkloadId>,
    asked: Asked,
    filter: Asking<FindingsFilter>,
) -> Result<Response, ApiError> {
    let id = id(path)?;
    let query = asking(filter)?.query(String::new());
    let content = async {
        let name = asked.workload_name(id, "-findings.csv").await?;
        let (services, viewer) = (&asked.services, &asked.viewer);
        Ok((
            name,
            export::findings_csv(services, viewer, (id, asked.locale), &query).await?,
        ))
    };
    asked.table(content).await
}

/// What stands after the `?` of the inventory.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct InventoryFilter {
    /// Only this kind of component.
    #[param(value_type = Option<ComponentKind>, inline)]
    kind: String,
    /// Only those that stand so.
    #[param(value_type = Option<ComponentStanding>, inline)]
    standing: String,
}

/// The inventory of a workload as CSV.
///
/// UTF-8 with a byte order mark, one row for each component that telemetry or a file named, by kind and name.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/inventory.csv",
    operation_id = "get-workload-inventory-csv",
    tag = "Results",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        InventoryFilter, Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The file.", body = Spreadsheet, content_type = "text/csv; charset=utf-8",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(in crate::api) async fn inventory(
    path: Id<WorkloadId>,
    asked: Asked,
    filter: Asking<InventoryFilter>,
) -> Result<Response, ApiError> {
    let id = id(path)?;
    let filter = asking(filter)?;
    let query = InventoryQuery {
        kind: filter.kind,
        standing: filter.standing,
    };
    let content = async {
        let name = asked.workload_name(id, "-inventory.csv").await?;
        let (services, viewer) = (&asked.services, &asked.viewer);
        Ok((
            name,
            export::inventory_csv(services, viewer, (id, asked.locale), &query).await?,
        ))
    };
    asked.table(content).await
}
