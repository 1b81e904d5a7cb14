//! What a person says to a verdict: a rule never writes an answer, it proposes one.

use std::collections::BTreeSet;

use domain::{
    Answer, AnswerState, Comment, Criterion, Fact, Problem, Provenance, Remark, RuleId, Viewer,
    WorkloadId, access::Assess, rule::Outcome,
};
use serde_json::json;
use store::{
    answers::{self, Writer},
    verdicts,
    workloads::Workload,
};

use crate::{
    Error, Services,
    assessing::{finish, lock_draft, open_for},
    notices, plan,
    platforms::{inherited_by, reached},
};

/// What a person says to a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The answer follows the verdict.
    Accept,
    /// The answer stays, with a reason.
    Reject,
}

/// Decides about the verdicts of some rules, all or none; each as the person saw it.
///
/// # Errors
/// [`Error::Stale`] where a verdict is another by now; [`Error::State`] where the assessment is not a draft;
/// [`Error::Invalid`] where a rejection has no reason; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all, fields(rules = seen.len()))]
pub async fn decide(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    seen: &[(RuleId, Outcome)],
    decision: Decision,
    remark: &str,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let remark = remark_for(decision, remark)?;
    lock_draft(&mut tx, &workload).await?;
    let rules: Vec<_> = seen.iter().map(|(rule, _)| rule).collect();
    verdicts::hold(&mut tx, id, &rules).await?;
    let accepted = decision == Decision::Accept;
    let stood = notices::contradicted(services, &mut tx, id).await?;
    let tested = |(rule, _): &(RuleId, Outcome)| services.framework.criterion_of(rule);
    // A rejection changes no answer.
    let answered = seen.iter().filter(|_| accepted).filter_map(tested);
    let criteria: Vec<_> = answered.map(|criterion| criterion.id.clone()).collect();
    // But it can end a contradiction.
    let about = seen.iter().filter_map(tested).map(|one| one.id.clone());
    let about: BTreeSet<_> = about.collect();
    let (_, heirs) = reached(services, &mut tx, id, &criteria).await?;
    let fulfilled = plan::fulfilled(services, &mut tx, id).await?;
    let stored = answers::list(&mut tx, workload.assessment.id).await?;
    let inherited = inherited_by(services, &mut tx, &workload).await?;
    let writer = Writer {
        permit: &permit,
        at: services.now(),
        provenance: Provenance::VerifiedByRule,
    };
    let mut claimed = BTreeSet::new();
    for (rule, outcome) in seen {
        let content = (accepted, remark.as_str());
        let kept = verdicts::decide(
            &mut tx,
            &permit,
            id,
            (rule, outcome.code()),
            content,
            services.now(),
        );
        if !kept.await? {
            return Err(Error::Stale);
        }
        let Some(answer) = proposed(*outcome).filter(|_| accepted) else {
            continue;
        };
        let criterion = in_scope(services, &workload, rule).ok_or(Error::NotFound)?;
        let stands = stored.iter().find(|a| a.criterion == criterion.id);
        // Nobody's "not applicable" is overwritten by a machine's view.
        if stands.is_some_and(|a| a.answer.state() == AnswerState::NotApplicable) {
            return Err(Error::State("not_applicable"));
        }
        let version = stands.map_or(0, |a| a.version);
        let assessment = workload.assessment.id;
        let written = if inherited.contains(&criterion.id) {
            // The rule is the reason not to inherit any longer.
            let reason = if remark.is_empty() {
                rule.as_str()
            } else {
                &remark
            };
            answers::set_own(
                &mut tx,
                writer,
                assessment,
                &criterion.id,
                (&answer, reason),
            )
            .await?
        } else {
            answers::set(&mut tx, writer, assessment, &criterion.id, version, &answer).await?
        };
        written.ok_or(Error::Stale)?;
        let was = stands.map(|a| a.answer.state());
        if answer.state() == AnswerState::Met && was != Some(AnswerState::Met) {
            claimed.insert(criterion.id.clone());
        }
    }
    let since = plan::Since {
        by: Some(viewer),
        claimed: &claimed,
        fulfilled: &fulfilled,
        about: Some(&about),
    };
    heirs.settle(services, &mut tx).await?;
    plan::settle(services, &mut tx, id, since).await?;
    // What one rule proposes, another may contradict.
    notices::tell_contradicted(services, &mut tx, id, &stood).await?;
    let subject = match seen {
        [(only, _)] => only.to_string(),
        many => format!("{} rules", many.len()),
    };
    let rules: Vec<_> = seen
        .iter()
        .map(|(rule, outcome)| (rule, outcome.code()))
        .collect();
    let details = json!({ "rules": rules, "accepted": accepted, "remark": remark });
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("verdict.decide", &subject, details),
    )
    .await
}

/// The criterion that a rule tests, where it applies to the workload.
pub(crate) fn in_scope(
    services: &Services,
    workload: &Workload,
    rule: &RuleId,
) -> Option<&'static Criterion> {
    let criterion = services.framework.criterion_of(rule)?;
    let (check, _) = services.framework.criterion(&criterion.id)?;
    let applies = |facts: &[Fact]| domain::applies(facts, &workload.profile);
    (applies(&check.applies_when) && applies(&criterion.applies_when)).then_some(criterion)
}

/// The answer that a verdict proposes.
pub(super) const fn proposed(outcome: Outcome) -> Option<Answer> {
    match outcome {
        Outcome::Supports => Some(Answer::Met),
        Outcome::Contradicts => Some(Answer::NotMet),
        Outcome::NoData(_) => None,
    }
}

/// A rejection needs a reason.
fn remark_for(decision: Decision, remark: &str) -> Result<String, Error> {
    let parsed = match decision {
        Decision::Accept => Remark::parse(remark).map(String::from),
        Decision::Reject => Comment::parse(remark).map(String::from),
    };
    parsed.map_err(|problem| Error::field("remark", Problem::Text(problem)))
}
