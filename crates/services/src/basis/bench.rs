//! What an answer is worth on a day: its proof, and whether a rule disagrees.

use std::collections::BTreeSet;

use domain::{
    AnswerState, CheckId, CriterionId, Framework, Mark, ProofKind,
    proof::{ProofOnFile, Standing, standing},
    rule::Outcome,
    views::evidence::Standing as Stand,
};
use store::{
    answers::Stored,
    findings,
    proof::{Attestation, Evidence},
    verdicts,
};
use time::Date;

use super::turning::Turning;
use crate::evidence::standing as standing_of;

/// Everything that proves or contradicts a workload's answers.
#[derive(Clone, Copy)]
pub(crate) struct Bench<'a> {
    pub framework: &'a Framework,
    pub evidence: &'a [Evidence],
    pub attestations: &'a [Attestation],
    pub verdicts: &'a [verdicts::Stored],
}

/// What rules say of one criterion today.
#[derive(Clone, Copy, Default)]
struct Heard {
    /// The last day on which a rule supports it.
    supports: Option<Date>,
    /// Whether a rule disagrees with the answer and nobody resolved it.
    conflict: bool,
    /// The last day on which the rules' data is fresh.
    until: Option<Date>,
}

impl Bench<'_> {
    /// The answer as scoring sees it, and the proof of it that stands.
    pub fn judge(&self, answer: &Stored, turning: &mut Turning) -> (Mark, Option<Standing>) {
        let found = self.framework.criterion(&answer.criterion);
        let kind = found.map_or(ProofKind::Signal, |(_, k)| k.proof);
        let heard = self.heard(answer, turning.today);
        turning.ends(heard.until);
        let on_file = ProofOnFile {
            signal_until: heard.supports,
            ..self.on_file(answer)
        };
        on_file
            .documents
            .iter()
            .for_each(|d| turning.starts(d.effective));
        let state = answer.answer.state();
        // Proof of something that nobody claims is no proof of an answer.
        let stands = standing(kind, &on_file, turning.today).filter(|_| state == AnswerState::Met);
        turning.ends(stands.map(|s| s.until));
        let mark = Mark {
            state,
            proven: stands.is_some(),
            conflict: heard.conflict,
        };
        (mark, stands)
    }

    fn heard(&self, answer: &Stored, today: Date) -> Heard {
        let mut heard = Heard::default();
        let found = self.framework.criterion(&answer.criterion);
        for rule in found.into_iter().flat_map(|(_, k)| &k.rules) {
            let Some(stored) = self.verdicts.iter().find(|v| v.rule == *rule) else {
                continue;
            };
            let verdict = stored.verdict.clone().as_of(today);
            let rejected = stored.decision.as_ref().is_some_and(|d| !d.accepted);
            let state = Some(answer.answer.state());
            heard.conflict |= standing_of(state, verdict.outcome, rejected) == Stand::Conflict;
            if verdict.outcome == Outcome::Supports && !rejected {
                heard.supports = heard.supports.max(verdict.fresh_until);
            }
            if !matches!(verdict.outcome, Outcome::NoData(_)) {
                heard.until = heard.until.into_iter().chain(verdict.fresh_until).min();
            }
        }
        heard
    }

    /// All proof there is for one answer, but for what rules say.
    fn on_file(&self, answer: &Stored) -> ProofOnFile {
        let proves = |e: &&Evidence| e.criteria.contains(&answer.criterion);
        let attested = self.attestations.iter().filter(|a| attests(a, answer));
        ProofOnFile {
            documents: self
                .evidence
                .iter()
                .filter(proves)
                .map(|e| e.dates)
                .collect(),
            attested: attested.map(|a| a.at.date()).collect(),
            signal_until: None,
        }
    }
}

/// An attestation counts for an answer that somebody else gave, and that has not changed since.
///
/// Nobody of the team gave an inherited answer, so nobody of it can confirm it.
pub(crate) fn attests(attestation: &Attestation, answer: &Stored) -> bool {
    attestation.criterion == answer.criterion
        && answer.source.is_none()
        && attestation.by != answer.by
        && attestation.at >= answer.at
}

/// Checks with an open finding of severity high or critical, and the days on which settled ones count again: the lesser
/// ones too, since the register counts them.
pub(super) fn open_findings(
    findings: &[findings::Unfixed],
    turning: &mut Turning,
) -> BTreeSet<CheckId> {
    let mut open = BTreeSet::new();
    for finding in findings {
        if !finding.open(turning.today) {
            turning.ends(finding.settled.flatten());
        } else if finding.grave() {
            open.extend(finding.checks.iter().cloned());
        }
    }
    open
}

/// Of two proofs of the same thing the one that stands longer.
pub(super) fn longer(one: Option<Standing>, other: Option<Standing>) -> Option<Standing> {
    one.into_iter().chain(other).max_by_key(|s| (s.until, s.by))
}

/// Whether the profile brings a criterion in.
pub(crate) fn in_scope(
    framework: &Framework,
    profile: &domain::Profile,
    criterion: &CriterionId,
) -> bool {
    framework.criterion(criterion).is_some_and(|(check, k)| {
        domain::applies(&check.applies_when, profile) && domain::applies(&k.applies_when, profile)
    })
}
