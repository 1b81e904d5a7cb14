//! Addresses of pages, in one place.

use domain::notice::Event;
use domain::{CheckId, RiskId, RuleId, TeamId, WebhookId, WorkloadId};

use crate::query::{Query, encode};

/// A page of a workload; `part` is `""` for the results, else `/risks`, `/plan` …
pub fn workload(id: WorkloadId, part: &str) -> String {
    format!("/workloads/{id}{part}")
}

/// A risk of a workload, with everything about it.
pub fn risk(id: WorkloadId, risk: &RiskId) -> String {
    format!("/workloads/{id}/risks/{}", encode(risk.as_str()))
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

/// A group of operations of the REST API.
pub fn api_group(tag: &str) -> String {
    format!("/api/{}", encode(&tag.to_ascii_lowercase()))
}

/// Whether an address is for programs, server functions and the REST API, and no page.
pub fn is_for_programs(path: &str) -> bool {
    ["/api/fn/", "/api/v1/"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

/// One's notices.
const INBOX: &str = "/notices";

/// Where something can be done about what happened.
///
/// What is about no workload has a place of its own.
pub fn notice(id: Option<WorkloadId>, event: &Event) -> String {
    let of = |part: &str| id.map_or_else(|| INBOX.to_owned(), |id| workload(id, part));
    let part = match event {
        Event::ReviewAsked { .. } | Event::SentBack { .. } => "/review",
        Event::Approved { .. } => "/history",
        Event::Conflict { .. } => "/evidence#inbox",
        Event::ProofEnding { .. } => "/evidence#ending",
        Event::ActionAssigned { .. }
        | Event::ActionOverdue { .. }
        | Event::ActionChanged { .. } => "/plan",
        Event::AcceptanceAsked { risk, .. }
        | Event::AcceptanceApproved { risk, .. }
        | Event::AcceptanceRejected { risk, .. } => {
            return id.map_or_else(|| INBOX.to_owned(), |id| self::risk(id, risk));
        }
        Event::AcceptanceEnding { .. } | Event::AcceptanceEnded { .. } => "/risks",
        Event::BudgetPassed {
            team: Some(team),
            month,
            ..
        } => {
            return self::team(*team, &format!("/cost?month={month}#budgets"));
        }
        Event::BudgetPassed { month, .. } => {
            return of(&format!("/cost?month={month}#budgets"));
        }
        Event::ReportReady { .. } | Event::ReportFailed { .. } => {
            return "/reports/schedules".to_owned();
        }
    };
    of(part)
}

/// A webhook, unfolded.
pub fn webhook(id: WebhookId) -> String {
    format!("/admin/webhooks?webhook={id}#{id}")
}

/// A rule's numbers.
pub fn rule(id: &RuleId) -> String {
    format!("/admin/rules?rule={id}#{id}")
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

#[cfg(test)]
mod tests {
    use super::{api_group, is_for_programs};

    #[test]
    fn the_pages_about_the_api_are_pages() {
        assert_eq!(api_group("Evidence"), "/api/evidence");
        assert!(!is_for_programs("/api") && !is_for_programs("/api/evidence"));
        assert!(is_for_programs("/api/fn/reference") && is_for_programs("/api/v1/rules"));
    }
}
