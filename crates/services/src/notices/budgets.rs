//! Budgets that spending has passed a step of.

use std::collections::BTreeSet;

use domain::{
    TeamId, WorkloadId,
    cost::{Amount, BudgetStep, Month, step},
    notice::Event,
};
use store::{
    StoreError, Tx,
    cost::budgets::{self, Of, Spent},
    notices::events,
};

use super::outbox::{News, tell};
use crate::Services;

/// Tells the owners of a team of each step of a month's budget, its own and its workload's, that this workload's spending
/// has passed. Each step is told once a month and budget; who passed both at once is told of the higher one only.
pub(crate) async fn tell_passed(
    services: &Services,
    tx: &mut Tx,
    (workload, team): (WorkloadId, TeamId),
    month: Month,
) -> Result<(), StoreError> {
    let mut news = Vec::new();
    for one in budgets::spent(tx, workload, month).await? {
        let Some(passed) = step(one.spent, one.amount) else {
            continue;
        };
        let mut fresh = false;
        for below in BudgetStep::ALL.iter().filter(|other| **other <= passed) {
            let new = budgets::mark(tx, one.id, month, *below).await?;
            fresh |= new && *below == passed;
        }
        news.extend(fresh.then(|| event(&one, passed, month)).flatten());
    }
    if news.is_empty() {
        return Ok(());
    }
    let owners = events::owners(tx, &BTreeSet::from([team])).await?;
    let to = owners.get(&team).cloned().unwrap_or_default();
    let news = news.into_iter().map(|(workload, event)| News {
        workload,
        event,
        to: to.clone(),
    });
    tell(services, tx, news.collect()).await
}

fn event(one: &Spent, step: BudgetStep, month: Month) -> Option<(WorkloadId, Event)> {
    let event = Event::BudgetPassed {
        step,
        team: match one.of {
            Of::Workload(_) => None,
            Of::Team(team) => Some(team),
        },
        month,
        currency: one.currency.clone(),
        budget: one.amount,
        spent: Amount::near(one.spent)?,
    };
    Some((one.largest, event))
}
