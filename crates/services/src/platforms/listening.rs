//! What platforms say to a workload today.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    CriterionId, WorkloadId,
    platform::{Offering, Said, can_be_inherited},
};
use store::{
    PgConnection,
    answers::{self, Stored},
    platforms::{Subscription, subscriptions},
    proof, verdicts,
    workloads::{self, Workload},
};
use time::Date;

use crate::{
    Error, Services,
    basis::{self, Bench, Turning},
};

/// What platforms said already in this transaction: a thousand workloads may stand on one.
///
/// Start one after the revisions of all that is computed with it were read: a later change of a platform raises them, so
/// numbers made of what is remembered here are not taken for newer ones.
#[derive(Default)]
pub(crate) struct Heard(BTreeMap<WorkloadId, Arc<Statement>>);

/// All that a platform says.
struct Statement {
    said: BTreeMap<CriterionId, Said>,
    until: Option<Date>,
}

/// What the platforms that a workload is subscribed to say to it.
pub(crate) async fn offerings(
    services: &Services,
    db: &mut PgConnection,
    consumer: WorkloadId,
    heard: &mut Heard,
) -> Result<Vec<Offering>, Error> {
    let mut offerings = Vec::new();
    for subscription in subscriptions(db, consumer).await? {
        let statement = listen(services, db, &subscription, heard).await?;
        offerings.push(Offering {
            platform: subscription.platform,
            since: subscription.since,
            said: statement.said.clone(),
            until: statement.until,
        });
    }
    Ok(offerings)
}

async fn listen(
    services: &Services,
    db: &mut PgConnection,
    to: &Subscription,
    heard: &mut Heard,
) -> Result<Arc<Statement>, Error> {
    let id = to.platform.id;
    if let Some(said) = heard.0.get(&id) {
        return Ok(said.clone());
    }
    let statement = if to.archived || to.criteria.is_empty() {
        Statement {
            said: BTreeMap::new(),
            until: None,
        }
    } else {
        statement(services, db, id, &to.criteria).await?
    };
    let statement = Arc::new(statement);
    heard.0.insert(id, statement.clone());
    Ok(statement)
}

/// What a platform says of its own: what it inherits itself it does not hand on, so there are no chains and no circles.
async fn statement(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    offered: &[CriterionId],
) -> Result<Statement, Error> {
    let platform = workloads::lookup(db, id).await?.ok_or(Error::NotFound)?;
    let answers = answers::list(db, platform.assessment.id).await?;
    let (evidence, attestations, verdicts) = (
        proof::evidence(db, id).await?,
        proof::attestations(db, id).await?,
        verdicts::list(db, id).await?,
    );
    let bench = Bench {
        framework: services.framework,
        evidence: &evidence,
        attestations: &attestations,
        verdicts: &verdicts,
    };
    let mut turning = Turning::from(services.today());
    let mut said = BTreeMap::new();
    for answer in answers
        .into_iter()
        .filter(|answer| speaks(services, &platform, offered, answer))
    {
        let (mark, standing) = bench.judge(&answer, &mut turning);
        let worth = Said {
            answer: answer.answer,
            standing,
            conflict: mark.conflict,
        };
        said.insert(answer.criterion, worth);
    }
    Ok(Statement {
        said,
        until: turning.next,
    })
}

/// Whether others can take an answer over: offered, in the platform's own scope, and not "not applicable".
fn speaks(
    services: &Services,
    platform: &Workload,
    offered: &[CriterionId],
    answer: &Stored,
) -> bool {
    offered.contains(&answer.criterion)
        && can_be_inherited(&answer.answer)
        && basis::in_scope(services.framework, &platform.profile, &answer.criterion)
}

/// A workload's own answers and those that it inherits, where nothing else of its basis is needed.
pub(crate) async fn answers_of(
    services: &Services,
    db: &mut PgConnection,
    workload: &Workload,
) -> Result<Vec<Stored>, Error> {
    let mut answers = answers::list(db, workload.assessment.id).await?;
    let offerings = offerings(services, db, workload.id, &mut Heard::default()).await?;
    let inherited = basis::inherited(services, workload, &answers, &offerings);
    answers.extend(inherited.into_iter().map(|(answer, _)| answer));
    Ok(answers)
}

/// The criteria of a workload whose answers are inherited.
pub(crate) async fn inherited_by(
    services: &Services,
    db: &mut PgConnection,
    workload: &Workload,
) -> Result<BTreeSet<CriterionId>, Error> {
    let answers = answers_of(services, db, workload).await?;
    let inherited = answers.into_iter().filter(|a| a.source.is_some());
    Ok(inherited.map(|a| a.criterion).collect())
}
