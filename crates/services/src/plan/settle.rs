//! Actions close and open again with what rules say (`design.md` section 5, ADR 18).
//!
//! What lists show of an action also follows its answer alone (`keep::settled_row`); that is told here too, for other
//! systems know an action by what they were told of it.
//!
//! Asked in the transaction in which rules judge, people answer or decide: nothing lies between a verdict and what follows
//! from it. An action closes when its criterion is answered `met` and a rule supports it; it opens again when a rule
//! contradicts it, whoever closed it, or the answer that it was closed with falls back. Data that grows old does neither: no data is never no.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AnswerState, CriterionId, Fact, RuleId, Viewer, WorkloadId,
    rule::{Outcome, Verdict},
};
use serde_json::{Value, json};
use store::{
    PgConnection, change_log, change_log::Chain, decisions, decisions::ActionState, platforms,
    results, verdicts, workloads, workloads::Workload,
};

use super::changes::{By, Changed, Sides, tell};
use crate::{Error, Services, notices, platforms::answers_of};

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

/// What changed in this transaction, and how it was before.
pub(crate) struct Since<'a> {
    /// Who answered or decided; none where data came in, or a platform answers otherwise.
    pub by: Option<&'a Viewer>,
    /// Criteria that were answered as met: the action of one that nobody had decided about closes too.
    pub claimed: &'a BTreeSet<CriterionId>,
    /// What [`fulfilled`] said before.
    pub fulfilled: &'a BTreeSet<CriterionId>,
    /// The criteria whose answers or verdicts changed; none for any. What lists show otherwise for another reason was told,
    /// or is, with that.
    pub about: Option<&'a BTreeSet<CriterionId>>,
}

/// Criteria of decided actions that are met and that no rule contradicts: lists show their actions as done, whatever was
/// decided.
pub(crate) async fn fulfilled(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
) -> Result<BTreeSet<CriterionId>, Error> {
    let decided = decisions::actions(db, id).await?;
    if decided.is_empty() {
        return Ok(BTreeSet::new());
    }
    let workload = workloads::lookup(db, id).await?.ok_or(Error::NotFound)?;
    let against = notices::contradicted(services, db, id).await?;
    let answers = answers_of(services, db, &workload).await?;
    let met = answers
        .into_iter()
        .filter(|one| one.answer.state() == AnswerState::Met)
        .map(|one| one.criterion);
    let known: BTreeSet<_> = decided.iter().map(|action| &action.criterion).collect();
    Ok(met
        .filter(|criterion| known.contains(criterion) && !against.contains(criterion))
        .collect())
}

/// How lists show an action.
fn shown(action: Option<&ActionState>, fulfilled: bool) -> Sides {
    let mut sides = Sides::of(action);
    if fulfilled {
        "done".clone_into(&mut sides.state);
    }
    sides
}

/// Closes and opens the actions of a workload, and tells of those that lists show otherwise now.
pub(crate) async fn settle(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    since: Since<'_>,
) -> Result<(), Error> {
    // It may offer answers and take others over: whoever subscribes it holds it as a platform before its actions.
    platforms::wait(db, &[id]).await?;
    decisions::hold(db, &[id]).await?;
    let decided = decisions::actions(db, id).await?;
    if decided.is_empty() && since.claimed.is_empty() {
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
    let mut by_answer = Vec::new();
    for criterion in known.union(since.claimed) {
        let action = decided.iter().find(|d| d.criterion == *criterion);
        let state = states.get(criterion).copied();
        let said = heard.get(criterion);
        if let Some(turn) = turn(action, state, said) {
            take(services, db, &workload, (criterion, action), (&since, turn)).await?;
            continue;
        }
        let met = state == Some(AnswerState::Met);
        let against = said.and_then(|said| said.contradicts.as_ref());
        let (was, is) = (
            since.fulfilled.contains(criterion),
            met && against.is_none(),
        );
        let elsewhere = since.about.is_some_and(|about| !about.contains(criterion));
        if action.is_none() || was == is || elsewhere {
            continue;
        }
        let changed = Changed {
            criterion,
            before: shown(action, was),
            after: shown(action, is),
        };
        match against.filter(|_| met) {
            Some((rule, _)) => tell(services, db, &workload, By::Rule(rule), &[changed]).await?,
            None => by_answer.push(changed),
        }
    }
    let by = By::of(None, since.by);
    Ok(tell(services, db, &workload, by, &by_answer).await?)
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
    // What a person marked as done, too: the rule has seen that it is not.
    let done = closed || action.is_some_and(|action| action.state == "done");
    match (answer, supports, contradicts) {
        (Some(AnswerState::Met), Some((rule, verdict)), None) => {
            (!closed).then(|| Turn::Close(rule.clone(), verdict.clone()))
        }
        (Some(AnswerState::Met), _, Some(against)) => {
            done.then(|| Turn::Reopen(Some(against.clone())))
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
    (since, turn): (&Since<'_>, Turn),
) -> Result<(), Error> {
    let now = services.now();
    let target = (workload.id, criterion);
    let before = shown(action, since.fulfilled.contains(criterion));
    let (name, state, rule, details) = match turn {
        Turn::Close(rule, verdict) => {
            decisions::close_action(db, target, &rule, now).await?;
            let details = proof(Some((&rule, &verdict)));
            ("action.close", "done", Some(rule), details)
        }
        Turn::Reopen(against) => {
            decisions::reopen_action(db, target, now).await?;
            let details = proof(against.as_ref().map(|(rule, verdict)| (rule, verdict)));
            // Who took the answer back did it; where nobody did, the rule that had closed it stands for what came in.
            let closed_by = action.and_then(|action| action.closed_by.clone());
            let closed_by = closed_by.filter(|_| since.by.is_none());
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
    let by = By::of(rule.as_ref(), since.by);
    Ok(tell(services, db, workload, by, &[changed]).await?)
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
        of(&action(closed), answer, heard)
    }

    fn of(action: &ActionState, answer: Option<AnswerState>, heard: &Heard) -> &'static str {
        match turn(Some(action), answer, Some(heard)) {
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
        // Marked as done by a person: only a rule says otherwise.
        let by_hand = ActionState {
            closed_by: None,
            ..action(true)
        };
        assert_eq!(of(&by_hand, met, &against), "opens");
        assert_eq!(of(&by_hand, met, &torn), "opens");
        assert_eq!(of(&by_hand, met, &nothing), "stays");
        assert_eq!(
            of(&by_hand, Some(AnswerState::NotMet), &against),
            "stays",
            "it waits for its answer"
        );
    }
}
