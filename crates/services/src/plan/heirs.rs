//! Plans of workloads that inherit follow what their platforms answer (ADR 18, 19).

use std::collections::BTreeSet;

use domain::{CriterionId, WorkloadId};
use store::{PgConnection, StoreError, decisions, plans::unsettled, platforms, results};

use super::settle::{Since, fulfilled, settle};
use crate::{Error, Services};

/// So many plans follow in the transaction in which a platform answers. Of more each follows in its own, a moment later:
/// a thousand would keep whoever answers waiting, and everybody else away from them.
const AT_ONCE: usize = 20;

/// Workloads that decided about actions whose criteria they inherit, and what lists show of these.
pub(crate) struct Heirs {
    platform: WorkloadId,
    /// What it answers otherwise: nothing else of theirs changes with it.
    criteria: BTreeSet<CriterionId>,
    now: Vec<(WorkloadId, BTreeSet<CriterionId>)>,
    later: Vec<WorkloadId>,
}

impl Heirs {
    /// Of some workloads those that decided about the action of any of some criteria that a platform answers. Ask before
    /// the answers change, and settle after.
    pub async fn of(
        services: &Services,
        db: &mut PgConnection,
        platform: WorkloadId,
        (workloads, criteria): (&[WorkloadId], &[CriterionId]),
    ) -> Result<Self, Error> {
        let mut heirs = Self {
            platform,
            criteria: criteria.iter().cloned().collect(),
            now: Vec::new(),
            later: Vec::new(),
        };
        let deciding = if workloads.is_empty() {
            Vec::new()
        } else {
            decisions::deciding(db, workloads, criteria).await?
        };
        if deciding.is_empty() || deciding.len() > AT_ONCE {
            heirs.later = deciding;
            return Ok(heirs);
        }
        // The platform's own too: once numbers are locked, nobody here waits for actions any more.
        let held: Vec<_> = deciding.iter().copied().chain([platform]).collect();
        platforms::wait(db, &held).await?;
        decisions::hold(db, &held).await?;
        for id in deciding {
            let shown = fulfilled(services, db, id).await?;
            heirs.now.push((id, shown));
        }
        Ok(heirs)
    }

    /// Closes and opens their actions, or marks their plans so that it happens soon. Nobody of their own team did it: who
    /// answered for the platform is not named to them.
    pub async fn settle(&self, services: &Services, db: &mut PgConnection) -> Result<(), Error> {
        if !self.now.is_empty() {
            // The numbers of all of them in one order, before any of theirs one by one.
            results::touch(db, self.platform).await?;
        }
        for (id, shown) in &self.now {
            follow(services, db, *id, (shown, &self.criteria)).await?;
        }
        if !self.later.is_empty() {
            let criteria: Vec<_> = self.criteria.iter().cloned().collect();
            unsettled::mark(db, &self.later, &criteria, services.now()).await?;
        }
        Ok(())
    }
}

async fn follow(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    (shown, about): (&BTreeSet<CriterionId>, &BTreeSet<CriterionId>),
) -> Result<(), Error> {
    let since = Since {
        by: None,
        claimed: &BTreeSet::new(),
        fulfilled: shown,
        about: Some(about),
    };
    settle(services, db, id, since).await
}

/// Has marked plans follow, each in its own transaction.
pub(crate) async fn settle_marked(services: &Services) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let marked = unsettled::list(&mut tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let mut failed = None;
    for id in marked {
        // One workload's trouble is not the others'; its mark stays.
        if let Err(error) = settle_one(services, id).await {
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn settle_one(services: &Services, id: WorkloadId) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    if let Some(mark) = unsettled::take(&mut tx, id).await? {
        let said = (&mark.fulfilled, &mark.criteria);
        follow(services, &mut tx, id, said).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
