//! Tables of a workload as CSV.

use axum::response::Response;
use domain::{Locale, WorkloadId};
use services::export;

use super::{Asked, CSV, Id, id};
use crate::api::ApiError;
use crate::api::document::{Cached, Refused, Spreadsheet, Unknown};

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
                ("lang" = inline(Option<Locale>), Query, description = "The language; the reader's own where it is left out."),
                ("If-None-Match" = Option<String>, Header, description = "The `ETag` of a copy that the sender has."),
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
            asked.answer(CSV, content).await
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
    /// The findings of other tools on a workload as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each finding, the worst first; at most 100,000.
    findings = findings_csv, "-findings.csv",
        "/api/v1/workloads/{workload}/findings.csv", "get-workload-findings-csv";
    /// What rules say of a workload, with their figures, as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each verdict with the figure that decided; codes are those of the API.
    verdicts = verdicts_csv, "-verdicts.csv",
        "/api/v1/workloads/{workload}/verdicts.csv", "get-workload-verdicts-csv";
    /// The inventory of a workload as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each component that telemetry or a file named, by kind and name.
    inventory = inventory_csv, "-inventory.csv",
        "/api/v1/workloads/{workload}/inventory.csv", "get-workload-inventory-csv";
    /// The series of telemetry of a workload as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each series, by name; at most 100,000.
    signals = signals_csv, "-signals.csv",
        "/api/v1/workloads/{workload}/signals.csv", "get-workload-signals-csv";
}
