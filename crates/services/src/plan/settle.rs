//! Actions close and open again with what rules say (`design.md` section 5, ADR 18).
//!
//! Asked in the transaction in which rules judge, people answer or decide: nothing lies between a verdict and what follows
//! from it. An action closes when its criterion is answered `met` and a rule supports it; it opens again when a rule
//! contradicts it or the answer falls back. Data that grows old does neither: no data is never no.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AnswerState, CriterionId, Fact, RuleId, WorkloadId,
    rule::{Outcome, Verdict},
};
use serde_json::{Value, json};
use store::{
    PgConnection, change_log, change_log::Chain, decisions, decisions::ActionState, results,
    verdicts, workloads, workloads::Workload,
};

use super::changes::{By, Changed, Sides, tell};
use crate::{Error, Services, platforms::answers_of};

/// What rules say of one criterion today.
#[derive(Default)]
struct Heard {
    supports: Option<(RuleId, Verdict)>,
    contradicts: Option<(RuleId, Verdict)>,
}

/// What becomes of an action.
enum Turn {
    Close(RuleId, Verdict),
    /// With the verdict that contradicts; none where the answer fell back.
    Reopen(Option<(RuleId, Verdict)>),
}

/// Closes and opens the actions of a workload. `claimed` are criteria that were answered as met in this transaction: the
/// action of one that nobody had decided about closes too.
pub(crate) async fn settle(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    claimed: &BTreeSet<CriterionId>,
) -> Result<(), Error> {
    let decided = decisions::actions(db, id).await?;
    if decided.is_empty() && claimed.is_empty() {
        return Ok(());
    }
    let workload = workloads::lookup(db, id).await?.ok_or(Error::NotFound)?;
    if workload.archived_at.is_some() {
        return Ok(());
    }
    let heard = heard(services, db, &workload).await?;
    let states: BTreeMap<_, _> = answers_of(services, db, &workload)
        .await?
        .into_iter()
        .map(|one| (one.criterion, one.answer.state()))
        .collect();
    let known: BTreeSet<_> = decided.iter().map(|d| d.criterion.clone()).collect();
    for criterion in known.union(claimed) {
        let action = decided.iter().find(|d| d.criterion == *criterion);
        let state = states.get(criterion).copied();
        let Some(turn) = turn(action, state, heard.get(criterion)) else {
            continue;
        };
        take(services, db, &workload, (criterion, action), turn).await?;
    }
    Ok(())
}

/// What rules say today of criteria in scope; what somebody rejected says nothing.
async fn heard(
    services: &Services,
    db: &mut PgConnection,
    workload: &Workload,
) -> Result<BTreeMap<CriterionId, Heard>, Error> {
    let today = services.today();
    let mut heard: BTreeMap<CriterionId, Heard> = BTreeMap::new();
    let applies = |facts: &[Fact]| domain::applies(facts, &workload.profile);
    for stored in verdicts::list(db, workload.id).await? {
        let rejected = stored.decision.as_ref().is_some_and(|d| !d.accepted);
        let Some(criterion) = services.framework.criterion_of(&stored.rule) else {
            continue;
        };
        let Some((check, _)) = services.framework.criterion(&criterion.id) else {
            continue;
        };
        if rejected || !applies(&check.applies_when) || !applies(&criterion.applies_when) {
            continue;
        }
        let said = heard.entry(criterion.id.clone()).or_default();
        let verdict = stored.verdict.as_of(today);
        match verdict.outcome {
            Outcome::Supports => {
                said.supports.get_or_insert((stored.rule, verdict));
            }
            Outcome::Contradicts => {
                said.contradicts.get_or_insert((stored.rule, verdict));
            }
            Outcome::NoData(_) => {}
        }
    }
    Ok(heard)
}

fn turn(
    action: Option<&ActionState>,
    answer: Option<AnswerState>,
    heard: Option<&Heard>,
) -> Option<Turn> {
    let supports = heard.and_then(|heard| heard.supports.as_ref());
    let contradicts = heard.and_then(|heard| heard.contradicts.as_ref());
    let closed = action.is_some_and(|action| action.closed_by.is_some());
    match (answer, supports, contradicts) {
        (Some(AnswerState::Met), Some((rule, verdict)), None) => {
            (!closed).then(|| Turn::Close(rule.clone(), verdict.clone()))
        }
        (Some(AnswerState::Met), _, Some(against)) => {
            closed.then(|| Turn::Reopen(Some(against.clone())))
        }
        // What does not apply any more is no regression.
        (Some(AnswerState::Met | AnswerState::NotApplicable), ..) => None,
        _ => closed.then_some(Turn::Reopen(None)),
    }
}

async fn take(
    services: &Services,
    db: &mut PgConnection,
    workload: &Workload,
    (criterion, action): (&CriterionId, Option<&ActionState>),
    turn: Turn,
) -> Result<(), Error> {
    let now = services.now();
    let target = (workload.id, criterion);
    let before = Sides::of(action);
    let (name, state, rule, details) = match turn {
        Turn::Close(rule, verdict) => {
            decisions::close_action(db, target, &rule, now).await?;
            let details = proof(Some((&rule, &verdict)));
            ("action.close", "done", Some(rule), details)
        }
        Turn::Reopen(against) => {
            decisions::reopen_action(db, target, now).await?;
            let details = proof(against.as_ref().map(|(rule, verdict)| (rule, verdict)));
            let closed_by = action.and_then(|action| action.closed_by.clone());
            let rule = against.map(|(rule, _)| rule).or(closed_by);
            ("action.reopen", "open", rule, details)
        }
    };
    results::touch(db, workload.id).await?;
    let entry = change_log::Entry {
        chain: Chain::Workload(workload.id),
        at: now,
        actor: None,
        team: Some(workload.team),
        action: name,
        subject: criterion.as_str(),
        details,
    };
    change_log::append(db, entry).await?;
    let after = Sides {
        state: state.to_owned(),
        ..before.clone()
    };
    let changed = Changed {
        criterion,
        before,
        after,
    };
    if let Some(rule) = rule {
        tell(services, db, workload, By::Rule(&rule), &[changed]).await?;
    }
    Ok(())
}

/// The verdict as a proof: which rule, what it said, over which days.
fn proof(of: Option<(&RuleId, &Verdict)>) -> Value {
    let Some((rule, verdict)) = of else {
        return json!({ "because": "answer" });
    };
    let day = |day: Option<time::Date>| day.map(|day| day.to_string());
    json!({
        "because": "verdict", "rule": rule, "outcome": verdict.outcome.code(), "figures": verdict.quotes,
        "from": day(verdict.from), "to": day(verdict.to), "fresh_until": day(verdict.fresh_until),
    })
}

#[cfg(test)]
mod tests {
    use domain::rule::Gap;

    use super::*;

    fn said(outcome: Outcome) -> (RuleId, Verdict) {
        let verdict = Verdict {
            outcome,
            ..Verdict::none(Gap::Nothing)
        };
        ("C04.gpu_util".parse().unwrap(), verdict)
    }

    fn action(closed: bool) -> ActionState {
        ActionState {
            criterion: "C04.2a".parse().unwrap(),
            state: if closed { "done" } else { "open" }.to_owned(),
            owner: None,
            due_on: None,
            note: String::new(),
            effort_days: None,
            effort_reason: String::new(),
            requires: Vec::new(),
            closed_by: closed.then(|| "C04.gpu_util".parse().unwrap()),
            closed_at: None,
            reopened_at: None,
            version: 1,
        }
    }

    fn becomes(closed: bool, answer: Option<AnswerState>, heard: &Heard) -> &'static str {
        match turn(Some(&action(closed)), answer, Some(heard)) {
            Some(Turn::Close(..)) => "closes",
            Some(Turn::Reopen(_)) => "opens",
            None => "stays",
        }
    }

    #[test]
    fn no_data_is_never_no() {
        let supports = Heard {
            supports: Some(said(Outcome::Supports)),
            contradicts: None,
        };
        let against = Heard {
            supports: None,
            contradicts: Some(said(Outcome::Contradicts)),
        };
        let torn = Heard {
            supports: Some(said(Outcome::Supports)),
            contradicts: Some(said(Outcome::Contradicts)),
        };
        let nothing = Heard::default();
        let met = Some(AnswerState::Met);
        assert_eq!(becomes(false, met, &supports), "closes");
        assert_eq!(becomes(true, met, &supports), "stays");
        assert_eq!(becomes(true, met, &nothing), "stays", "stale data");
        assert_eq!(becomes(true, met, &against), "opens");
        assert_eq!(becomes(true, met, &torn), "opens");
        assert_eq!(becomes(false, met, &torn), "stays");
        assert_eq!(
            becomes(false, Some(AnswerState::NotMet), &supports),
            "stays"
        );
        assert_eq!(becomes(true, Some(AnswerState::NotMet), &supports), "opens");
        assert_eq!(becomes(true, None, &nothing), "opens");
        assert_eq!(
            becomes(true, Some(AnswerState::NotApplicable), &nothing),
            "stays"
        );
    }
}
