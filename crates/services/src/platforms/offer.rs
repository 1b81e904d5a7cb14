//! What a workload offers to others.

use std::collections::BTreeSet;

use domain::{
    CheckId, CriterionId, Problem, Viewer, WorkloadId, access::OfferAnswers, framework::Framework,
};
use serde_json::json;
use store::{Tx, platforms};

use super::Reach;
use crate::{
    Error, Services,
    assessing::{finish, open_for},
    basis::in_scope,
    plan::Heirs,
};

/// What the form of an offer sends.
#[derive(Clone, Debug, Default)]
pub struct OfferForm {
    /// Whole checks.
    pub checks: Vec<String>,
    /// Single criteria.
    pub criteria: Vec<String>,
    /// The version that its writer saw; 0 where nothing was offered yet.
    pub version: i32,
}

/// Sets what a workload offers; nothing takes the whole offer back.
///
/// Workloads that inherit fall back to what they answer themselves, in the same transaction.
///
/// # Errors
/// [`Error::Invalid`] where something is not of the framework or not in the workload's scope; [`Error::Stale`] where
/// somebody else changed it meanwhile; [`Error::State`] where it is archived; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn set_offer(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    form: &OfferForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<OfferAnswers>(&mut tx, viewer, id).await?;
    let mut wanted = parse(services.framework, form)?;
    wanted.retain(|id| in_scope(services.framework, &workload.profile, id));
    let wanted: Vec<_> = wanted.into_iter().collect();
    platforms::hold(&mut tx, &[id]).await?;
    let before = platforms::offer(&mut tx, id).await?.criteria;
    let heirs = heirs_of(services, &mut tx, id, (&before, &wanted)).await?;
    let now = services.now();
    if !platforms::set_offer(&mut tx, &permit, id, form.version, &wanted, now).await? {
        return Err(Error::Stale);
    }
    let added: Vec<_> = wanted.iter().filter(|id| !before.contains(id)).collect();
    let withdrawn: Vec<_> = before.iter().filter(|id| !wanted.contains(id)).collect();
    let mut details = json!({ "added": added, "withdrawn": withdrawn, "offered": wanted.len() });
    // Those who lose something are touched as much as those who gain.
    let changed: Vec<_> = added.into_iter().chain(withdrawn).cloned().collect();
    let reach = Reach {
        offered: before.iter().chain(&wanted).cloned().collect(),
        consumers: platforms::consumers(&mut tx, id).await?,
    };
    reach.touched(services, &changed).note(&mut details);
    heirs.settle(services, &mut tx).await?;
    let subject = id.to_string();
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("platform.offer", &subject, details),
    )
    .await
}

/// Whose plans another offer reaches. What is not offered yet they may answer themselves: they are asked all the same.
async fn heirs_of(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    (before, wanted): (&[CriterionId], &[CriterionId]),
) -> Result<Heirs, Error> {
    let changed: Vec<_> = before
        .iter()
        .filter(|id| !wanted.contains(id))
        .chain(wanted.iter().filter(|id| !before.contains(id)))
        .cloned()
        .collect();
    let consumers = platforms::consumers(tx, id).await?;
    let ids: Vec<_> = consumers.iter().map(|consumer| consumer.id).collect();
    Heirs::of(services, tx, id, (&ids, &changed)).await
}

/// Checks become their criteria.
fn parse(framework: &Framework, form: &OfferForm) -> Result<BTreeSet<CriterionId>, Error> {
    let unknown = |field: &str| Error::field(field, Problem::Choice);
    let mut wanted = BTreeSet::new();
    for text in &form.checks {
        let check = text.parse::<CheckId>().ok();
        let check = check.and_then(|id| framework.check(&id));
        let (_, check) = check.ok_or_else(|| unknown("checks"))?;
        wanted.extend(check.criteria.iter().map(|k| k.id.clone()));
    }
    for text in &form.criteria {
        let id = text.parse::<CriterionId>().ok();
        let known = id.filter(|id| framework.criterion(id).is_some());
        wanted.insert(known.ok_or_else(|| unknown("criteria"))?);
    }
    Ok(wanted)
}
