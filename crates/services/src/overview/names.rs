//! Names of the workloads that a page tells of, and of their own risks.

use std::collections::BTreeMap;

use domain::{Framework, Locale, RiskId, WorkloadId, group::Group};
use store::{PgConnection, alerts::Alert, lists::Waiting};

use crate::{Error, texts};

/// Names of workloads and of their teams, and of risks of their own.
pub(crate) struct Names {
    workloads: BTreeMap<WorkloadId, (String, String)>,
    risks: BTreeMap<(WorkloadId, RiskId), String>,
}

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
        let risks = store::own_risks::titles(db, &ids).await?;
        Ok(Self {
            workloads: names.collect(),
            risks: risks.into_iter().collect(),
        })
    }

    /// The name of a workload, and its team's.
    pub fn of(&self, id: WorkloadId) -> (String, String) {
        self.workloads.get(&id).cloned().unwrap_or_default()
    }

    /// What a risk of a workload is called: of its own the title, else the catalogue's name.
    pub fn risk(
        &self,
        framework: &Framework,
        (workload, risk): (WorkloadId, &RiskId),
        locale: Locale,
    ) -> String {
        let own = self.risks.get(&(workload, risk.clone()));
        texts::named(framework, risk, own.map(String::as_str), locale)
    }
}
