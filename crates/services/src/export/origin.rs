//! Where a report comes from: the framework's hash and the ends of the change log.

use domain::WorkloadId;
use report::model::{ChainHead, Origin};
use sha2::{Digest, Sha256};
use store::{
    PgConnection,
    change_log::{self, Chain, End},
    frameworks,
    workloads::Workload,
};

use crate::{Error, Services, basis::hex};

/// The origin of a report on one workload.
pub(super) async fn of_workload(
    db: &mut PgConnection,
    workload: &Workload,
) -> Result<Origin, Error> {
    let open = &workload.assessment;
    let framework = frameworks::sha256(db, &open.framework, &open.framework_version).await?;
    let (log, organisation_log) = ends(db, &[workload.id]).await?;
    Ok(Origin {
        framework_sha256: framework.unwrap_or_default(),
        log: log.into_iter().next().map(|(_, end)| end),
        organisation_log,
    })
}

/// The origin of a report on several workloads, and the ends of their own chains.
pub(super) async fn of_group(
    services: &Services,
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<(Origin, Vec<(WorkloadId, ChainHead)>), Error> {
    let framework = services.framework;
    let hash = frameworks::sha256(db, &framework.id, &framework.version).await?;
    let (own, organisation_log) = ends(db, workloads).await?;
    let origin = Origin {
        framework_sha256: hash.unwrap_or_default(),
        log: together(&own),
        organisation_log,
    };
    Ok((origin, own))
}

/// The ends of some workloads' chains, and of the organisation's.
async fn ends(
    db: &mut PgConnection,
    workloads: &[WorkloadId],
) -> Result<(Vec<(WorkloadId, ChainHead)>, Option<ChainHead>), Error> {
    let chains = workloads.iter().map(|id| Chain::Workload(*id));
    let chains: Vec<_> = chains.chain([Chain::Organisation]).collect();
    let mut own = Vec::new();
    let mut organisation = None;
    for head in change_log::ends(db, &chains).await? {
        let end = end(&head);
        if head.chain.is_nil() {
            organisation = Some(end);
        } else {
            own.push((WorkloadId(head.chain), end));
        }
    }
    Ok((own, organisation))
}

fn end(head: &End) -> ChainHead {
    ChainHead {
        entries: u64::try_from(head.number).unwrap_or(0),
        hash: hex(&head.hash),
        at: head.at,
    }
}

/// The ends of several chains as one: SHA-256 over their hashes in the order of the workloads' ids.
fn together(ends: &[(WorkloadId, ChainHead)]) -> Option<ChainHead> {
    let mut all = Sha256::new();
    for (_, end) in ends {
        all.update(end.hash.as_bytes());
    }
    Some(ChainHead {
        entries: ends.iter().map(|(_, end)| end.entries).sum(),
        hash: hex(&all.finalize()),
        at: ends.iter().map(|(_, end)| end.at).max()?,
    })
}
