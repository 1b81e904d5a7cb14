//! Subjects of reports with the files that each leaves as.

use domain::{AssessmentId, Locale, TeamId, WorkloadId};

use crate::components::ReportSubject;
use crate::i18n::reports;
use crate::query::Query;

/// A workload.
pub fn of_workload(locale: Locale, id: WorkloadId, assessment: AssessmentId) -> ReportSubject {
    ReportSubject {
        api: format!("/api/v1/workloads/{id}"),
        choice: Query::default(),
        data: vec![
            ("answers.csv".to_owned(), reports::csv_answers(locale)),
            ("risks.csv".to_owned(), reports::csv_risks(locale)),
            ("plan.csv".to_owned(), reports::csv_plan(locale)),
            ("findings.csv".to_owned(), reports::csv_findings(locale)),
            ("verdicts.csv".to_owned(), reports::csv_verdicts(locale)),
            ("inventory.csv".to_owned(), reports::csv_inventory(locale)),
            ("signals.csv".to_owned(), reports::csv_signals(locale)),
            (
                format!("/api/v1/assessments/{assessment}"),
                reports::json(locale),
            ),
            (
                format!("/api/v1/workloads/{id}/export.ndjson?files=true"),
                reports::json_whole(locale),
            ),
        ],
        about: Some(format!("workload:{id}")),
    }
}

/// A team or the organisation, or workloads chosen from it.
pub fn of_group(locale: Locale, team: Option<TeamId>, choice: &Query) -> ReportSubject {
    let (api, choice, about) = match team {
        Some(id) => (
            format!("/api/v1/teams/{id}"),
            choice.without("team"),
            format!("team:{id}"),
        ),
        None => (
            "/api/v1/organisation".to_owned(),
            choice.clone(),
            "organisation".to_owned(),
        ),
    };
    // Links and schedules are about all workloads of a group.
    let about = choice.is_empty().then_some(about);
    ReportSubject {
        data: vec![
            ("workloads.csv".to_owned(), reports::csv_workloads(locale)),
            ("report.json".to_owned(), reports::json(locale)),
        ],
        api,
        choice,
        about,
    }
}
