//! What risks were thirty days ago, and at the last milestone.

use std::collections::BTreeMap;

use domain::{RiskId, WorkloadId, views::trend::Moved};
use store::{
    PgConnection, StoreError,
    samples::{self, PastRisk},
};
use time::Duration;

use crate::{Error, Services};

/// Risks are compared with what they were so long ago.
const MONTH: Duration = Duration::days(30);

type Known = BTreeMap<(WorkloadId, RiskId), Moved>;

/// What risks were.
pub(crate) struct Past {
    month: Known,
    milestone: Known,
}

impl Past {
    /// Of some workloads.
    pub async fn read(
        services: &Services,
        db: &mut PgConnection,
        workloads: &[WorkloadId],
    ) -> Result<Self, Error> {
        let mut workloads = workloads.to_vec();
        workloads.sort_unstable();
        workloads.dedup();
        let month = samples::risks_on(db, &workloads, services.today() - MONTH).await?;
        let milestone = samples::risks_of_milestones(db, &workloads).await?;
        Ok(Self {
            month: known(month)?,
            milestone: known(milestone)?,
        })
    }

    /// Thirty days ago; none where nothing was known then.
    pub fn month(&self, workload: WorkloadId, risk: &RiskId) -> Option<Moved> {
        self.month.get(&(workload, risk.clone())).cloned()
    }

    /// At the last milestone; none where there is none yet, or the risk did not apply.
    pub fn milestone(&self, workload: WorkloadId, risk: &RiskId) -> Option<Moved> {
        self.milestone.get(&(workload, risk.clone())).cloned()
    }
}

fn known(rows: Vec<PastRisk>) -> Result<Known, Error> {
    let moved = |row: PastRisk| {
        let before = row.assured.parse().map_err(|_| StoreError::Inconsistent {
            table: "workload_samples",
            column: "risks",
        })?;
        let moved = Moved {
            day: row.day,
            milestone: row.milestone,
            before,
            alike: row.alike,
        };
        Ok(((row.workload, row.risk), moved))
    };
    rows.into_iter().map(moved).collect()
}
