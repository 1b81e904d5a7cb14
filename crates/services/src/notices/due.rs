//! What only time causes: proof and acceptances that end.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CriterionId, Framework, Profile, UserId, WorkloadId,
    notice::{Ending, Event, Step, due, overdue},
};
use store::{
    StoreError, Tx,
    notices::{
        due::{self as ends, EndingAcceptance, EndingProof, Needs},
        events::{self, Mark},
    },
    plans::{self, OverdueAction},
};
use time::Date;

use super::outbox::{News, tell};
use crate::{Error, Services, rules::Numbers};

/// The step of an acceptance that is over.
const ENDED: &str = "ended";

/// Tells owners what ends, once a day for the whole installation; of how many events.
///
/// Whoever comes second on a day finds nothing to do, and a step that was told is marked for ever: a second round on the
/// same day would tell nothing again.
///
/// # Errors
/// When the database fails. Then nothing was told, and the next call tells it.
#[tracing::instrument(skip_all)]
pub async fn tell_due(services: &Services) -> Result<usize, Error> {
    let (today, now) = (services.today(), services.now());
    let mut tx = services.begin().await?;
    if !ends::begin(&mut tx, today, now).await? {
        return Ok(0);
    }
    let needs = needs(services.framework, &Numbers::read(&mut tx).await?);
    let mut proof = ends::proof(&mut tx, &needs, today).await?;
    proof.retain(|one| in_scope(services.framework, &one.criterion, &one.profile));
    let acceptances = ends::acceptances(&mut tx, today).await?;
    let mut late = plans::overdue(&mut tx, today).await?;
    late.retain(|one| in_scope(services.framework, &one.criterion, &one.profile));
    let mut found = Found::default();
    for one in proof {
        found.proof(one, today);
    }
    for one in acceptances {
        found.acceptance(one, today);
    }
    for one in late {
        found.overdue(one, today);
    }
    let told = found.tell(services, &mut tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(told)
}

/// Which proof each criterion takes, and how long the data of each rule counts.
fn needs(framework: &Framework, numbers: &Numbers) -> Needs {
    let criteria = framework
        .checks()
        .flat_map(|(_, check)| &check.criteria)
        .map(|criterion| (criterion.id.clone(), criterion.proof));
    let rule = |rule: &domain::framework::Rule| {
        let criterion = framework.criterion_of(&rule.id)?;
        Some((
            rule.id.clone(),
            criterion.id.clone(),
            numbers.of(rule)?.days,
        ))
    };
    Needs {
        criteria: criteria.collect(),
        rules: framework.rules.iter().filter_map(rule).collect(),
    }
}

fn in_scope(framework: &Framework, id: &CriterionId, profile: &Profile) -> bool {
    framework.criterion(id).is_some_and(|(check, criterion)| {
        domain::applies(&check.applies_when, profile)
            && domain::applies(&criterion.applies_when, profile)
    })
}

/// Overdue actions of a workload that one person hears of at once.
type Late = (WorkloadId, Option<UserId>, Step);

/// What ends, each with the mark that it is told once.
#[derive(Default)]
struct Found {
    teams: BTreeMap<WorkloadId, domain::TeamId>,
    proof: BTreeMap<(WorkloadId, Step), Vec<(Mark, Ending)>>,
    /// With whom it concerns besides the team's owners.
    acceptances: Vec<(Mark, Event, BTreeSet<UserId>)>,
    /// By whose they are: nobody's are the owners' of the team.
    late: BTreeMap<Late, Vec<(Mark, Ending)>>,
}

impl Found {
    fn proof(&mut self, one: EndingProof, today: Date) {
        let Some(step) = due(one.since, one.until, today) else {
            return;
        };
        let mark = Mark {
            workload: one.workload,
            subject: format!("proof:{}", one.criterion),
            day: one.until,
            step: step.as_str().to_owned(),
        };
        let ending = Ending {
            criterion: one.criterion,
            until: one.until,
        };
        self.teams.insert(one.workload, one.team);
        let group = self.proof.entry((one.workload, step)).or_default();
        group.push((mark, ending));
    }

    fn acceptance(&mut self, one: EndingAcceptance, today: Date) {
        let (risk, until) = (one.risk.clone(), one.until);
        let (step, event) = if until < today {
            (ENDED, Event::AcceptanceEnded { risk, until })
        } else {
            let Some(step) = due(one.since, until, today) else {
                return;
            };
            (step.as_str(), Event::AcceptanceEnding { step, risk, until })
        };
        let mark = Mark {
            workload: one.workload,
            subject: format!("risk:{}", one.risk),
            day: until,
            step: step.to_owned(),
        };
        self.teams.insert(one.workload, one.team);
        let concerned = [Some(one.approver), one.asked_by, one.owner];
        let concerned = concerned.into_iter().flatten().collect();
        self.acceptances.push((mark, event, concerned));
    }

    fn overdue(&mut self, one: OverdueAction, today: Date) {
        let Some(step) = overdue(one.due_on, today) else {
            return;
        };
        let mark = Mark {
            workload: one.workload,
            subject: format!("action:{}", one.criterion),
            day: one.due_on,
            step: format!("late {}", step.as_str()),
        };
        let ending = Ending {
            criterion: one.criterion,
            until: one.due_on,
        };
        self.teams.insert(one.workload, one.team);
        let group = self.late.entry((one.workload, one.owner, step));
        group.or_default().push((mark, ending));
    }

    async fn tell(self, services: &Services, tx: &mut Tx) -> Result<usize, StoreError> {
        let proof = self.proof.values().flatten().map(|(mark, _)| mark.clone());
        let risks = self.acceptances.iter().map(|(mark, ..)| mark.clone());
        let late = self.late.values().flatten().map(|(mark, _)| mark.clone());
        let marks: Vec<_> = proof.chain(risks).chain(late).collect();
        let fresh = events::mark(tx, &marks).await?;
        let owners = events::owners(tx, &self.teams.values().copied().collect()).await?;
        let of = |workload: &WorkloadId| -> BTreeSet<UserId> {
            let team = self.teams.get(workload);
            team.and_then(|team| owners.get(team))
                .cloned()
                .unwrap_or_default()
        };
        let mut news = Vec::new();
        for ((workload, step), group) in &self.proof {
            let new = group.iter().filter(|(mark, _)| fresh.contains(mark));
            let criteria: Vec<_> = new.map(|(_, ending)| ending.clone()).collect();
            if !criteria.is_empty() {
                news.push(News {
                    workload: *workload,
                    event: Event::ProofEnding {
                        step: *step,
                        criteria,
                    },
                    to: of(workload),
                });
            }
        }
        for (mark, event, concerned) in &self.acceptances {
            if fresh.contains(mark) {
                let mut to = of(&mark.workload);
                to.extend(concerned);
                news.push(News {
                    workload: mark.workload,
                    event: event.clone(),
                    to,
                });
            }
        }
        for ((workload, owner, step), group) in &self.late {
            let new = group.iter().filter(|(mark, _)| fresh.contains(mark));
            let criteria: Vec<_> = new.map(|(_, ending)| ending.clone()).collect();
            if !criteria.is_empty() {
                news.push(News {
                    workload: *workload,
                    event: Event::ActionOverdue {
                        step: *step,
                        criteria,
                    },
                    to: owner.map_or_else(|| of(workload), |owner| [owner].into()),
                });
            }
        }
        let told = news.len();
        tell(services, tx, news).await?;
        Ok(told)
    }
}
