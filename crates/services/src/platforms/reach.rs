//! Whom a platform's answers reach.

use std::collections::BTreeMap;

use domain::{CriterionId, WorkloadId};
use serde_json::{Value, json};
use store::{
    PgConnection,
    platforms::{self, Consumer, consumers, offer},
};

use crate::{Error, Services, basis::in_scope, plan::Heirs};

/// How many ids an entry of the change log names; the number stands beside them.
const NAMED: usize = 100;

/// What a workload offers, and who takes it over.
pub(crate) struct Reach {
    pub offered: Vec<CriterionId>,
    pub consumers: Vec<Consumer>,
}

impl Reach {
    /// Reads it; one short query for a workload that offers nothing.
    pub async fn of(db: &mut PgConnection, platform: WorkloadId) -> Result<Self, Error> {
        let offered = offer(db, platform).await?.criteria;
        let consumers = if offered.is_empty() {
            Vec::new()
        } else {
            consumers(db, platform).await?
        };
        Ok(Self { offered, consumers })
    }

    /// Whether somebody takes an answer over, or would where no other platform had a weaker one.
    pub fn takes(&self, services: &Services, consumer: &Consumer, criterion: &CriterionId) -> bool {
        self.offered.contains(criterion)
            && !consumer.own.contains(criterion)
            && in_scope(services.framework, &consumer.profile, criterion)
    }

    /// How many workloads take over each offered criterion.
    pub fn counts(&self, services: &Services) -> BTreeMap<CriterionId, u32> {
        let count = |id: &CriterionId| {
            let takers = self
                .consumers
                .iter()
                .filter(|c| self.takes(services, c, id));
            u32::try_from(takers.count()).unwrap_or(u32::MAX)
        };
        self.offered
            .iter()
            .map(|id| (id.clone(), count(id)))
            .collect()
    }

    /// Those that take over any of some criteria.
    pub fn touched(&self, services: &Services, criteria: &[CriterionId]) -> Touched {
        let any = |c: &&Consumer| criteria.iter().any(|id| self.takes(services, c, id));
        let ids = self.consumers.iter().filter(any).map(|c| c.id);
        Touched { ids: ids.collect() }
    }

    /// Those that take over anything.
    pub fn all(&self, services: &Services) -> Touched {
        self.touched(services, &self.offered)
    }
}

/// Whom a platform's change of answers to some criteria reaches, and what their plans show before it: ask before it is
/// written, and settle them after.
pub(crate) async fn reached(
    services: &Services,
    db: &mut PgConnection,
    platform: WorkloadId,
    criteria: &[CriterionId],
) -> Result<(Touched, Heirs), Error> {
    // Whoever is subscribing at this moment becomes one of them.
    platforms::wait(db, &[platform]).await?;
    let reach = Reach::of(db, platform).await?;
    let touched = reach.touched(services, criteria);
    let heirs = Heirs::of(services, db, platform, (&touched.ids, criteria)).await?;
    Ok((touched, heirs))
}

/// The same of everything that it offers.
pub(crate) async fn heirs(
    services: &Services,
    db: &mut PgConnection,
    platform: WorkloadId,
) -> Result<Heirs, Error> {
    platforms::wait(db, &[platform]).await?;
    let reach = Reach::of(db, platform).await?;
    let all = reach.all(services);
    Heirs::of(services, db, platform, (&all.ids, &reach.offered)).await
}

/// Workloads that a change reaches.
pub(crate) struct Touched {
    ids: Vec<WorkloadId>,
}

impl Touched {
    /// How many.
    pub fn count(&self) -> u32 {
        u32::try_from(self.ids.len()).unwrap_or(u32::MAX)
    }

    /// Writes the number and the first ids into what the change log says; nothing where nobody is touched.
    pub fn note(&self, details: &mut Value) {
        if let (false, Some(fields)) = (self.ids.is_empty(), details.as_object_mut()) {
            let named: Vec<_> = self.ids.iter().take(NAMED).collect();
            fields.insert(
                "inherited_by".to_owned(),
                json!({ "count": self.count(), "workloads": named }),
            );
        }
    }
}
