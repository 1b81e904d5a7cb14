//! Reports as documents: on a workload, a team, the organisation, or on chosen workloads of the two.

use axum::response::Response;
use domain::views::reports::{ReportFormat, ReportKind, Subject};
use domain::{TeamId, WorkloadId};
use services::export;

use super::wanted::{Chosen, Filtered, ForWhom, Wanted};
use super::{Asked, Id, id};
use crate::api::ApiError;
use crate::api::document::{
    Cached, IfNoneMatch, Language, Pdf, Refused, Spreadsheet, Unknown, WebPage, Workbook,
};

impl Asked {
    async fn render(
        &self,
        subject: Subject,
        kind: ReportKind,
        format: ReportFormat,
    ) -> Result<Response, ApiError> {
        if format == ReportFormat::Csv {
            let table = export::csv(&self.services, &self.viewer, &subject, self.locale);
            return Box::pin(self.table(table)).await;
        }
        let content = async {
            let made = export::render(
                &self.services,
                &self.viewer,
                &subject,
                kind,
                format,
                self.locale,
            );
            let made = made.await?;
            Ok((made.file_name, made.bytes))
        };
        // Large: all that a report is made of.
        Box::pin(self.answer(format.media_type(), content)).await
    }
}

macro_rules! of_workload {
    ($($(#[$doc:meta])* $name:ident = $format:ident, $body:ty, $mime:literal, $path:literal, $id:literal;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(
            get,
            path = $path,
            operation_id = $id,
            tag = "Results",
            params(
                ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
                ForWhom,
                Language, IfNoneMatch,
            ),
            responses(
                (status = 200, description = "The file.", body = $body, content_type = $mime,
                    headers(("ETag" = String, description = "Names this content."))),
                Cached, Unknown, Refused,
            ),
            extensions(("x-access" = json!("readers"))),
        )]
        pub(in crate::api) async fn $name(path: Id<WorkloadId>, wanted: Wanted, asked: Asked) -> Result<Response, ApiError> {
            let subject = Subject::Workload { id: id(path)? };
            asked.render(subject, wanted.kind, ReportFormat::$format).await
        }
    )*};
}

of_workload! {
    /// The report on a workload as PDF.
    workload_pdf = Pdf, Pdf, "application/pdf",
        "/api/v1/workloads/{workload}/report.pdf", "get-workload-report-pdf";
    /// The report on a workload as one HTML file.
    ///
    /// It holds no script and asks for nothing, so that it can be kept and sent.
    workload_html = Html, WebPage, "text/html; charset=utf-8",
        "/api/v1/workloads/{workload}/report.html", "get-workload-report-html";
    /// The tables of a workload as a workbook.
    workload_xlsx = Xlsx, Workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "/api/v1/workloads/{workload}/report.xlsx", "get-workload-report-xlsx";
}

macro_rules! of_team {
    ($($(#[$doc:meta])* $name:ident = $format:ident, $body:ty, $mime:literal, $path:literal, $id:literal;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(
            get,
            path = $path,
            operation_id = $id,
            tag = "Results",
            params(
                ("team" = inline(TeamId), Path, description = "The id of a team."),
                ForWhom,
                Chosen,
                Filtered,
                Language, IfNoneMatch,
            ),
            responses(
                (status = 200, description = "The file.", body = $body, content_type = $mime,
                    headers(("ETag" = String, description = "Names this content."))),
                Cached, Unknown, Refused,
            ),
            extensions(("x-access" = json!("readers"))),
        )]
        pub(in crate::api) async fn $name(path: Id<TeamId>, wanted: Wanted, asked: Asked) -> Result<Response, ApiError> {
            let subject = Subject::Team { id: id(path)?, choice: wanted.choice };
            asked.render(subject, wanted.kind, ReportFormat::$format).await
        }
    )*};
}

of_team! {
    /// The report on a team as PDF.
    team_pdf = Pdf, Pdf, "application/pdf",
        "/api/v1/teams/{team}/report.pdf", "get-team-report-pdf";
    /// The report on a team as one HTML file.
    ///
    /// It holds no script and asks for nothing, so that it can be kept and sent.
    team_html = Html, WebPage, "text/html; charset=utf-8",
        "/api/v1/teams/{team}/report.html", "get-team-report-html";
    /// The tables of a team as a workbook.
    team_xlsx = Xlsx, Workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "/api/v1/teams/{team}/report.xlsx", "get-team-report-xlsx";
    /// The workloads of a team as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each workload.
    team_csv = Csv, Spreadsheet, "text/csv; charset=utf-8",
        "/api/v1/teams/{team}/workloads.csv", "get-team-workloads-csv";
    /// The scores of a team and of its workloads.
    team_json = Json, report::json::GroupDocument<'static>, "application/json",
        "/api/v1/teams/{team}/report.json", "get-team-report-json";
}

macro_rules! of_organisation {
    ($($(#[$doc:meta])* $name:ident = $format:ident, $body:ty, $mime:literal, $path:literal, $id:literal;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(
            get,
            path = $path,
            operation_id = $id,
            tag = "Results",
            params(
                ForWhom,
                Chosen,
                ("team" = Option<String>, Query, description = "Only of the team with this id."),
                Filtered,
                Language, IfNoneMatch,
            ),
            responses(
                (status = 200, description = "The file.", body = $body, content_type = $mime,
                    headers(("ETag" = String, description = "Names this content."))),
                Cached, Refused,
            ),
            extensions(("x-access" = json!("signed_in"))),
        )]
        pub(in crate::api) async fn $name(wanted: Wanted, asked: Asked) -> Result<Response, ApiError> {
            let subject = Subject::Organisation { choice: wanted.choice };
            asked.render(subject, wanted.kind, ReportFormat::$format).await
        }
    )*};
}

of_organisation! {
    /// The report on the organisation as PDF.
    ///
    /// Only workloads that the reader may see are in it.
    organisation_pdf = Pdf, Pdf, "application/pdf",
        "/api/v1/organisation/report.pdf", "get-organisation-report-pdf";
    /// The report on the organisation as one HTML file.
    ///
    /// It holds no script and asks for nothing, so that it can be kept and sent. Only workloads that the reader may see are in it.
    organisation_html = Html, WebPage, "text/html; charset=utf-8",
        "/api/v1/organisation/report.html", "get-organisation-report-html";
    /// The tables of the organisation as a workbook.
    ///
    /// Only workloads that the reader may see are in it.
    organisation_xlsx = Xlsx, Workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "/api/v1/organisation/report.xlsx", "get-organisation-report-xlsx";
    /// The workloads of the organisation as CSV.
    ///
    /// UTF-8 with a byte order mark, one row for each workload. Only those that the reader may see are in it.
    organisation_csv = Csv, Spreadsheet, "text/csv; charset=utf-8",
        "/api/v1/organisation/workloads.csv", "get-organisation-workloads-csv";
    /// The scores of the organisation and of its workloads.
    ///
    /// Only workloads that the reader may see are in it.
    organisation_json = Json, report::json::GroupDocument<'static>, "application/json",
        "/api/v1/organisation/report.json", "get-organisation-report-json";
}
