//! What a workload gives to the numbers of its team, made of everything that is known of it.

use std::collections::BTreeMap;

use domain::{
    AnswerState, Band, CriterionId, Evaluation, Exact, Headline, ProofKind, RubricCriterion, Set,
    group::{Acceptance, Due, Proofs, Share, SharePlan, ShareRisk, Step},
    plan::projected,
    proof::{ATTESTATION_DAYS, Standing},
    rule::Outcome,
};
use store::{
    answers::Stored,
    decisions::{ActionState, Treatment},
    results::Keys,
};
use time::{Date, Duration};

use crate::{
    Error, Services,
    basis::{Basis, attests},
    plan::{lost, rate},
};

/// Places of the decimals that lists are sorted by.
const PLACES: u32 = 12;

/// A workload's share.
pub(crate) fn share(
    services: &Services,
    basis: &Basis,
    evaluation: &Evaluation,
    decided: &[ActionState],
) -> Share {
    let risks = evaluation.risks.iter().map(|risk| ShareRisk {
        id: risk.id.clone(),
        own: risk.own.clone(),
        inherent: risk.inherent.clone(),
        claimed: risk.residual.claimed.score.clone(),
        assured: risk.residual.assured.score.clone(),
        accepted: risk.accepted,
    });
    Share {
        version: basis.workload.assessment.framework_version.clone(),
        headline: evaluation.scores.map(|s| Headline::from(s)),
        level: evaluation.levels.map(|l| l.overall),
        counts: evaluation.coverage.total,
        inherited: basis.inherited(),
        risks: risks.collect(),
        plan: plan(basis, evaluation, decided),
        proof: proofs(services, basis),
        acceptances: acceptances(basis, evaluation),
        input_hash: basis.input_hash(),
    }
}

/// What is neither done nor dropped.
fn plan(basis: &Basis, evaluation: &Evaluation, decided: &[ActionState]) -> SharePlan {
    let decided: BTreeMap<_, _> = decided.iter().map(|d| (&d.criterion, d)).collect();
    let state = |id: &CriterionId| decided.get(id).map_or("open", |d| d.state.as_str());
    let open: Vec<_> = evaluation
        .plan
        .iter()
        .filter(|action| !matches!(state(&action.criterion), "done" | "dropped"))
        .cloned()
        .collect();
    let mut plan = SharePlan {
        index_after: evaluation.plan.last().map(|a| a.index_after.clone()),
        ..SharePlan::default()
    };
    for action in &open {
        plan.open += 1;
        plan.in_progress += u32::from(state(&action.criterion) == "in_progress");
        plan.effort_days += action.effort_days;
        let due = decided.get(&action.criterion).and_then(|d| d.due_on);
        plan.due.extend(due.map(|on| Due {
            on,
            criterion: action.criterion.clone(),
        }));
    }
    plan.due.sort();
    let claimed = &evaluation.scores.claimed;
    let index = claimed.index.clone().unwrap_or_default();
    let lost = lost(basis, evaluation).into_iter().map(|effort_days| Step {
        effort_days,
        rate: i64::MAX,
        index: index.clone(),
    });
    plan.steps.extend(lost);
    let open = projected(&basis.rubric, &basis.inputs, claimed, open);
    plan.steps.extend(open.into_iter().map(|action| Step {
        effort_days: action.effort_days,
        rate: rate(&action),
        index: action.index_after,
    }));
    plan
}

fn acceptances(basis: &Basis, evaluation: &Evaluation) -> Vec<Acceptance> {
    let applies = |risk: &domain::RiskId| evaluation.risks.iter().any(|r| r.id == *risk);
    // What was refused waits for nobody.
    let asked = |t: &&Treatment| t.treatment == "accept" && t.rejected.is_none();
    let accepted = basis.treatments.iter().filter(asked);
    accepted
        .filter(|t| applies(&t.risk))
        .filter_map(|t| {
            Some(Acceptance {
                until: t.expires_on?,
                risk: t.risk.clone(),
                approved: t.approved_by.is_some(),
            })
        })
        .collect()
}

/// Proof of what is claimed, by day.
fn proofs(services: &Services, basis: &Basis) -> Proofs {
    let ground = Ground {
        basis,
        answers: basis.answers.iter().map(|a| (&a.criterion, a)).collect(),
        services,
        today: services.today(),
    };
    let mut proofs = Proofs::default();
    for (_, check) in basis.rubric.checks() {
        for criterion in check
            .criteria
            .iter()
            .filter(|k| basis.inputs.in_scope(check, k))
        {
            ground.add(criterion, &mut proofs);
        }
    }
    proofs
}

struct Ground<'a> {
    basis: &'a Basis,
    answers: BTreeMap<&'a CriterionId, &'a Stored>,
    services: &'a Services,
    today: Date,
}

impl Ground<'_> {
    fn add(&self, criterion: &RubricCriterion, proofs: &mut Proofs) {
        let mark = self.basis.inputs.answers.get(&criterion.id);
        let Some(mark) = mark.filter(|mark| mark.state == AnswerState::Met) else {
            return;
        };
        match self.basis.standing.get(&criterion.id) {
            Some(standing) if Set::Assured.holds(Some(mark)) => {
                proofs.until.add(standing.until);
                proofs.since.add(self.since(&criterion.id, *standing));
            }
            Some(_) => {}
            None => {
                if let Some(last) = self.ended(criterion) {
                    proofs.ended.add(last);
                }
            }
        }
    }

    /// Since when what stands is true.
    fn since(&self, id: &CriterionId, standing: Standing) -> Date {
        let documents = self.basis.evidence.iter();
        match standing.by {
            ProofKind::Attestation => standing.until - Duration::days(ATTESTATION_DAYS - 1),
            ProofKind::Document => documents
                .filter(|e| e.criteria.contains(id) && e.dates.valid_until == standing.until)
                .map(|e| e.dates.effective)
                .filter(|day| *day <= self.today)
                .max()
                .unwrap_or(self.today),
            ProofKind::Signal => self
                .supporting(id)
                .filter(|verdict| verdict.fresh_until == Some(standing.until))
                .filter_map(|verdict| verdict.to)
                .max()
                .unwrap_or(self.today)
                .min(self.today),
        }
    }

    fn supporting(&self, id: &CriterionId) -> impl Iterator<Item = &domain::rule::Verdict> {
        let rules = self
            .services
            .framework
            .criterion(id)
            .map(|(_, criterion)| criterion.rules.as_slice())
            .unwrap_or_default();
        self.basis
            .verdicts
            .iter()
            .filter(move |stored| {
                let rejected = stored.decision.as_ref().is_some_and(|d| !d.accepted);
                rules.contains(&stored.rule) && !rejected
            })
            .map(|stored| &stored.verdict)
            .filter(|verdict| verdict.outcome == Outcome::Supports)
    }

    /// The last day on which proof stood that no longer does.
    fn ended(&self, criterion: &RubricCriterion) -> Option<Date> {
        let id = &criterion.id;
        let documents = self.basis.evidence.iter();
        let documents = documents
            .filter(|e| criterion.proof <= ProofKind::Document && e.criteria.contains(id))
            .map(|e| e.dates.valid_until);
        let answer = self.answers.get(id);
        let attested = self.basis.attestations.iter().filter(|a| {
            criterion.proof <= ProofKind::Attestation && answer.is_some_and(|k| attests(a, k))
        });
        let attested = attested.map(|a| a.at.date() + Duration::days(ATTESTATION_DAYS - 1));
        let signals = self
            .supporting(id)
            .filter_map(|verdict| verdict.fresh_until);
        documents
            .chain(attested)
            .chain(signals)
            .filter(|day| *day < self.today)
            .max()
    }
}

/// What lists are sorted and filtered by.
pub(super) fn keys(share: &Share) -> Result<Keys, Error> {
    let decimal = |value: &Option<Exact>| value.as_ref().map(|v| v.decimal(PLACES));
    let claimed = share.headline.get(Set::Claimed);
    let pillars: BTreeMap<_, _> = claimed
        .pillars
        .iter()
        .map(|(id, score)| (id.as_str(), score.decimal(PLACES)))
        .collect();
    let pillars =
        serde_json::to_value(pillars).map_err(|e| Error::Internal("results", Box::new(e)))?;
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let counts = share.counts;
    let approved = share.acceptances.iter().filter(|a| a.approved);
    Ok(Keys {
        assessed: share.assessed(),
        assured: decimal(&share.headline.get(Set::Assured).index),
        claimed: decimal(&claimed.index),
        answered: (counts.in_scope > 0)
            .then(|| Exact::ratio(counts.answered(), counts.in_scope).decimal(PLACES)),
        pillars,
        conflicts: number(counts.conflicts),
        critical: number(share.open_risks(Band::Critical)),
        high: number(share.open_risks(Band::High)),
        ended: number(share.proof.ended.total()),
        first_end: share.proof.until.first(),
        proof_since: share.proof.since.days(),
        first_due: share.plan.due.first().map(|due| due.on),
        first_acceptance: approved.map(|a| a.until).min(),
        acceptance_asked: share.acceptances.iter().any(|a| !a.approved),
    })
}
