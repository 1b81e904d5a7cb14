//! A second person decides about the acceptance of a risk.

use domain::{Comment, Problem, RiskId, Viewer, WorkloadId, access::AcceptRisk};
use serde_json::json;
use store::{
    Tx,
    decisions::{self, Treatment},
    workloads::Workload,
};

use crate::{
    Error, Services,
    assessing::{finish_apart, open_for},
    notices, ties,
};

/// Approves the acceptance of a risk that somebody else asked for.
///
/// # Errors
/// [`Error::State`] where there is none to decide, the viewer asked for it, or their account goes back to who asked and
/// somebody else could decide; [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn approve_acceptance(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    risk: &RiskId,
    expected: i32,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<AcceptRisk>(&mut tx, viewer, id).await?;
    let asked = asked(services, &mut tx, viewer, &workload, risk).await?;
    let tie = match &asked.asked_by {
        Some((by, _)) => ties::of_decider(&mut tx, workload.team, (*by, viewer.user)).await?,
        None => None,
    };
    let (key, now) = ((id, risk), services.now());
    if !decisions::approve_acceptance(&mut tx, &permit, key, expected, now).await? {
        return Err(Error::Stale);
    }
    if let Some(until) = asked.expires_on {
        let of = (viewer, &workload);
        notices::acceptance_approved(services, &mut tx, of, (&asked, until)).await?;
    }
    let entry = ("risk.accept", risk.as_str(), json!({ "tie": tie }));
    finish_apart(services, tx, viewer, &workload, entry).await
}

/// Refuses the acceptance of a risk that somebody else asked for, and says why.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::State`] where there is none to decide, or the viewer asked for it;
/// [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn reject_acceptance(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    risk: &RiskId,
    (expected, reason): (i32, &str),
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<AcceptRisk>(&mut tx, viewer, id).await?;
    let asked = asked(services, &mut tx, viewer, &workload, risk).await?;
    let reason = Comment::parse(reason).map_err(|e| Error::field("reason", Problem::Text(e)))?;
    let (key, now) = ((id, risk), services.now());
    let why = reason.as_str();
    if !decisions::reject_acceptance(&mut tx, &permit, key, expected, why, now).await? {
        return Err(Error::Stale);
    }
    notices::acceptance_rejected(services, &mut tx, (viewer, &workload), (&asked, why)).await?;
    let entry = ("risk.reject", risk.as_str(), json!({ "reason": reason }));
    finish_apart(services, tx, viewer, &workload, entry).await
}

/// There is an acceptance to decide, it has not ended, and it is not the viewer's own.
async fn asked(
    services: &Services,
    tx: &mut Tx,
    viewer: &Viewer,
    workload: &Workload,
    risk: &RiskId,
) -> Result<Treatment, Error> {
    let treatments = decisions::treatments(tx, workload.id).await?;
    let asked = treatments.into_iter().find(|t| {
        let waits = t.acceptance(services.today()) == Some(domain::treatment::Acceptance::Waiting);
        t.risk == *risk && waits
    });
    let asked = asked.ok_or(Error::State("nothing_to_approve"))?;
    let by = asked.asked_by.as_ref();
    if by.is_some_and(|(by, _)| *by == viewer.user) {
        return Err(Error::State("own_request"));
    }
    Ok(asked)
}
