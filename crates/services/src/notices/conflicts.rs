//! Rules that contradict what is claimed: told when it appears.

use std::collections::BTreeSet;

use domain::{
    AnswerState, CriterionId, WorkloadId, notice::Event, rule::Outcome, views::assessing::Change,
};
use store::{
    PgConnection,
    notices::events::{self, Mark},
    verdicts, workloads,
};

use super::outbox::{self, News};
use crate::{Error, Services, evidence::in_scope, platforms::answers_of};

/// Claimed criteria that rules contradict today and nobody has settled.
pub(crate) async fn contradicted(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
) -> Result<BTreeSet<CriterionId>, Error> {
    let today = services.today();
    let mut against = verdicts::list(db, id).await?;
    against.retain(|one| {
        let rejected = one.decision.as_ref().is_some_and(|said| !said.accepted);
        !rejected && one.verdict.clone().as_of(today).outcome == Outcome::Contradicts
    });
    if against.is_empty() {
        return Ok(BTreeSet::new());
    }
    let workload = workloads::lookup(db, id).await?.ok_or(Error::NotFound)?;
    if workload.archived_at.is_some() {
        return Ok(BTreeSet::new());
    }
    let claimed: BTreeSet<_> = answers_of(services, db, &workload)
        .await?
        .into_iter()
        .filter(|one| one.answer.state() == AnswerState::Met)
        .map(|one| one.criterion)
        .collect();
    let criterion = |one: verdicts::Stored| in_scope(services, &workload, &one.rule);
    let found = against.into_iter().filter_map(criterion);
    Ok(found
        .filter(|criterion| claimed.contains(&criterion.id))
        .map(|criterion| criterion.id.clone())
        .collect())
}

/// Tells of contradictions that changes of answers make; those of other criteria stand already.
pub(crate) async fn claimed_now(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    changes: &[Change],
) -> Result<(), Error> {
    let claims = |change: &&Change| {
        let answer = change.answer.as_ref();
        answer.is_some_and(|answer| answer.state() == AnswerState::Met)
    };
    let claimed: BTreeSet<_> = changes
        .iter()
        .filter(claims)
        .map(|c| &c.criterion)
        .collect();
    if claimed.is_empty() {
        return Ok(());
    }
    let mut now = contradicted(services, db, id).await?;
    now.retain(|criterion| claimed.contains(criterion));
    tell(services, db, id, &now).await
}

/// Tells the owners of contradictions that were not there before; of one criterion at most once a day, for a rule may
/// stand on the edge.
pub(crate) async fn tell_contradicted(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    before: &BTreeSet<CriterionId>,
) -> Result<(), Error> {
    let now = contradicted(services, db, id).await?;
    let new = now.difference(before).cloned().collect();
    tell(services, db, id, &new).await
}

async fn tell(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    new: &BTreeSet<CriterionId>,
) -> Result<(), Error> {
    if new.is_empty() {
        return Ok(());
    }
    let mark = |criterion: &CriterionId| Mark {
        workload: id,
        subject: format!("conflict:{criterion}"),
        day: services.today(),
        step: String::new(),
    };
    let marks: Vec<_> = new.iter().map(mark).collect();
    let fresh = events::mark(db, &marks).await?;
    let criteria: Vec<_> = new
        .iter()
        .filter(|criterion| fresh.contains(&mark(criterion)))
        .cloned()
        .collect();
    if criteria.is_empty() {
        return Ok(());
    }
    let workload = workloads::lookup(db, id).await?.ok_or(Error::NotFound)?;
    let owners = events::owners(db, &[workload.team].into()).await?;
    let news = News {
        workload: id,
        event: Event::Conflict { criteria },
        to: owners.into_values().flatten().collect(),
    };
    Ok(outbox::tell(services, db, vec![news]).await?)
}
