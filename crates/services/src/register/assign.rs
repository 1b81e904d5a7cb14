//! Owners for several risks at once.

use domain::{Problem, RiskId, TextError, Viewer, WorkloadId, access::Treat};
use serde_json::json;
use store::{
    StoreError, Tx,
    change_log::{Chain, Entry, append},
    decisions, results,
};

use crate::{
    Error, Services,
    assessing::{open_for, owner},
    risks,
};

/// More rows than this stand on no page.
const MOST: usize = 200;

/// A risk that gets an owner, as the writer saw it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assigned {
    /// Whose.
    pub workload: WorkloadId,
    /// Which.
    pub risk: RiskId,
    /// The version of its decision; 0 for none.
    pub version: i32,
}

/// Gives all these risks to one member of their teams, or to nobody; all of them, or none. Decisions stay as they are.
///
/// # Errors
/// [`Error::Invalid`] where nothing is chosen or the person is no member of one of the teams; [`Error::Stale`];
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn assign(
    services: &Services,
    viewer: &Viewer,
    rows: &[Assigned],
    to: &str,
) -> Result<(), Error> {
    if rows.is_empty() {
        return Err(Error::field("row", Problem::Text(TextError::Required)));
    }
    let mut rows = rows.to_vec();
    // In one order, so that two people who assign the same rows don't wait for each other in a circle.
    rows.sort();
    rows.dedup();
    if rows.len() > MOST {
        return Err(Error::field("row", Problem::Number));
    }
    let mut tx = services.begin().await?;
    for row in &rows {
        one(services, &mut tx, viewer, row, to).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

async fn one(
    services: &Services,
    tx: &mut Tx,
    viewer: &Viewer,
    row: &Assigned,
    to: &str,
) -> Result<(), Error> {
    let (workload, permit) = open_for::<Treat>(tx, viewer, row.workload).await?;
    risks::applies(services, tx, &workload, &row.risk).await?;
    let to = owner(tx, &workload, to).await?;
    let key = (workload.id, &row.risk);
    let now = services.now();
    if !decisions::set_risk_owner(tx, &permit, key, row.version, to, now).await? {
        return Err(Error::Stale);
    }
    results::touch(tx, workload.id).await?;
    let entry = Entry {
        chain: Chain::Workload(workload.id),
        at: now,
        actor: Some(viewer.user),
        team: Some(workload.team),
        action: "risk.owner",
        subject: row.risk.as_str(),
        details: json!({ "owner": to }),
    };
    append(tx, entry).await?;
    Ok(())
}
