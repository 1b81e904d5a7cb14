//! Problems that other tools reported, over runs.

mod decide;
mod list;
mod runs;
mod unfixed;

pub use decide::{Decision, triage};
pub use list::{Place, Query, Stored, Tally, Triage, following, open_on, page, tally, tools};
pub use runs::{NewFinding, Run, close_former, close_unseen, forget, reopen, see};
pub use unfixed::{Judged, Unfixed, unfixed, unfixed_counts};

use domain::{CheckId, evidence::Severity};

use crate::{StoreError, rows::parse};

fn checks(ids: &[String]) -> Result<Vec<CheckId>, StoreError> {
    ids.iter()
        .map(|id| parse(id, "findings", "checks"))
        .collect()
}

/// Severities in the order of the database.
const fn rank(severity: Severity) -> i16 {
    match severity {
        Severity::Info => 0,
        Severity::Low => 1,
        Severity::Medium => 2,
        Severity::High => 3,
        Severity::Critical => 4,
    }
}

const fn severity(rank: i16) -> Severity {
    match rank {
        ..=0 => Severity::Info,
        1 => Severity::Low,
        2 => Severity::Medium,
        3 => Severity::High,
        4.. => Severity::Critical,
    }
}
