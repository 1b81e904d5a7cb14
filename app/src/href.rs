//! Addresses of pages, in one place.

use domain::{CheckId, TeamId, WorkloadId};

use crate::query::{Query, encode};

/// A page of a workload; `part` is `""` for the results, else `/risks`, `/plan` …
pub fn workload(id: WorkloadId, part: &str) -> String {
    format!("/workloads/{id}{part}")
}

/// A check in the questionnaire of a workload.
pub fn question(id: WorkloadId, check: &CheckId) -> String {
    format!("/workloads/{id}/checks/{}", encode(check.as_str()))
}

/// A team's page; `part` is `""` or `/settings`.
pub fn team(id: TeamId, part: &str) -> String {
    format!("/teams/{id}{part}")
}

/// A check in the catalogue.
pub fn catalog_check(id: &CheckId) -> String {
    format!("/catalog/checks/{}", encode(id.as_str()))
}

/// The sign-in page, going on to a path afterwards.
pub fn login(next: &str) -> String {
    let query = if next == "/" {
        Query::default()
    } else {
        Query::default().with("next", next)
    };
    query.link("/login")
}

/// The explanation of a number, without the set: the proof bar adds it.
///
/// `base` is the page that the number belongs to: `/workloads/{id}`, `/teams/{id}` or empty for
/// the organisation; `number` is `index`, `layer_index`, `pillar` …; `id` may be empty.
pub fn explain(base: &str, number: &str, id: &str) -> String {
    let query = Query::default().with("number", number).with("id", id);
    query.link(&format!("{base}/explain"))
}
