//! Names of the workloads that a page tells of.

use std::collections::BTreeMap;

use domain::{WorkloadId, group::Group};
use store::{PgConnection, alerts::Alert, lists::Waiting};

use crate::Error;

/// Names of workloads and of their teams.
pub(crate) struct Names(BTreeMap<WorkloadId, (String, String)>);

impl Names {
    /// Of all workloads that lists of a group, waiting reviews and alerts tell of.
    pub async fn read(
        db: &mut PgConnection,
        group: &Group,
        waiting: &[Waiting],
        alerts: &[Alert],
    ) -> Result<Self, Error> {
        let mut ids: Vec<_> = group
            .risks
            .iter()
            .map(|of| of.workload)
            .chain(group.due.iter().map(|of| of.workload))
            .chain(group.acceptances.iter().map(|of| of.workload))
            .chain(waiting.iter().map(|one| one.workload))
            .chain(alerts.iter().map(|alert| alert.workload))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let found = store::lists::names(db, &ids).await?;
        let names = found.into_iter().map(|(id, name, team)| (id, (name, team)));
        Ok(Self(names.collect()))
    }

    /// The name of a workload, and its team's.
    pub fn of(&self, id: WorkloadId) -> (String, String) {
        self.0.get(&id).cloned().unwrap_or_default()
    }
}
