//! What actions of plans tell: changes, to their owners and to webhooks; assignments, to whom they are given.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CriterionId, RuleId, UserId,
    notice::{ActionChange, Due, Event, external_id},
};
use store::{PgConnection, StoreError, notices::events, users, workloads::Workload};
use time::Date;

use super::outbox::{News, tell};
use crate::Services;

/// A changed action.
pub(crate) struct ActionNews {
    pub criterion: CriterionId,
    pub state: String,
    pub changes: Vec<ActionChange>,
    pub owner: Option<UserId>,
    /// Whether the owner has just been given it.
    pub assigned: bool,
    pub due_on: Option<Date>,
}

/// Who or what changed it.
pub(crate) enum Cause {
    Person(UserId),
    Rule(RuleId),
    /// What came in.
    Data,
}

/// Tells of changed actions of a workload, in the caller's transaction. Nobody is told of what they did themselves.
pub(crate) async fn tell_actions(
    services: &Services,
    db: &mut PgConnection,
    workload: &Workload,
    cause: &Cause,
    changed: Vec<ActionNews>,
) -> Result<(), StoreError> {
    let changed: Vec<_> = changed
        .into_iter()
        .filter(|one| !one.changes.is_empty())
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let (actor, by, rule) = match cause {
        Cause::Person(user) => {
            let name = users::find(db, *user).await?.map(|user| user.name);
            (Some(*user), name, None)
        }
        Cause::Rule(rule) => (None, None, Some(rule.clone())),
        Cause::Data => (None, None, None),
    };
    let mut given: BTreeMap<UserId, Vec<Due>> = BTreeMap::new();
    let mut news = Vec::new();
    for one in changed {
        let owner = one.owner.filter(|owner| Some(*owner) != actor);
        if let Some(owner) = owner.filter(|_| one.assigned) {
            given.entry(owner).or_default().push(Due {
                criterion: one.criterion.clone(),
                due_on: one.due_on,
            });
        }
        let mut to: BTreeSet<_> = owner.filter(|_| !one.assigned).into_iter().collect();
        if actor.is_none() && one.owner.is_none() {
            let owners = events::owners(db, &[workload.team].into()).await?;
            to.extend(owners.into_values().flatten());
        }
        news.push(News {
            workload: workload.id,
            event: Event::ActionChanged {
                external_id: external_id(workload.id, &one.criterion),
                criterion: one.criterion,
                state: one.state,
                changes: one.changes,
                by: by.clone(),
                rule: rule.clone(),
            },
            to,
        });
    }
    for (owner, actions) in given {
        let by = by.clone().unwrap_or_default();
        news.push(News {
            workload: workload.id,
            event: Event::ActionAssigned { by, actions },
            to: [owner].into(),
        });
    }
    tell(services, db, news).await
}
