//! Addresses of pages that forms go on to.

use domain::{CheckId, TeamId, WorkloadId};

pub use app::href::{question, risk, team, workload};

/// The settings of a team.
pub fn team_settings(id: TeamId) -> String {
    team(id, "/settings")
}

/// The evidence of a check.
pub fn evidence(id: WorkloadId, check: &CheckId) -> String {
    format!("{}#evidence", question(id, check))
}
