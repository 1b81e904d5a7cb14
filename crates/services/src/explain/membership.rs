//! Whether a criterion is in a set, and why.

use domain::{
    CriterionId, Fact, Mark, ProofKind, RubricCheck, RubricCriterion, Set,
    proof::{ATTESTATION_DAYS, Standing},
};
use store::{
    answers::Stored,
    proof::{Attestation, Evidence},
};
use time::{Date, Duration};

use super::Ground;
use crate::basis::attests;

/// A criterion of a workload, and all that decides whether it is in a set.
pub(super) struct Membership<'a> {
    pub criterion: &'a RubricCriterion,
    pub place: Place<'a>,
    /// Whether it is in the set that is asked for.
    held: bool,
}

/// Where a criterion stands.
pub(super) enum Place<'a> {
    /// The profile has none of the facts that bring it in.
    OutOfScope(Vec<(Fact, String)>),
    /// Nobody answered.
    Unanswered,
    /// Somebody did.
    Answered {
        answer: &'a Stored,
        /// The reason for "not applicable" in the reader's language.
        reason: Option<String>,
        /// Proof that stands.
        standing: Option<Standing>,
        /// What is missing for proof to stand.
        lack: Option<Lack>,
        /// Whether a rule disagrees.
        conflict: bool,
    },
}

/// Why no proof stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// Nothing is on file.
    Nothing,
    /// What is on file is weaker than what is asked for.
    TooWeak,
    /// It stood until this day.
    Ended(Date),
    /// The attestation is older than the answer, or from the same person.
    NotOfThisAnswer,
    /// The platform that it is inherited from has none.
    NoneInherited,
}

impl Membership<'_> {
    /// Whether it is in the set; none where it does not apply.
    pub fn inside(&self) -> Option<bool> {
        let out = match &self.place {
            Place::OutOfScope(_) => true,
            Place::Unanswered => false,
            Place::Answered { answer, .. } => {
                answer.answer.state() == domain::AnswerState::NotApplicable
            }
        };
        (!out).then_some(self.held)
    }
}

/// Looks up everything about one criterion.
pub(super) fn membership<'a>(
    ground: &Ground<'a>,
    check: &RubricCheck,
    criterion: &'a RubricCriterion,
) -> Membership<'a> {
    let basis = ground.basis;
    let mark = basis.inputs.answers.get(&criterion.id);
    let held = ground.set.holds(mark);
    let answer = basis.answers.iter().find(|a| a.criterion == criterion.id);
    let place = match answer {
        _ if !basis.inputs.in_scope(check, criterion) => {
            Place::OutOfScope(missing(ground, check, criterion))
        }
        Some(answer) => answered(ground, criterion, answer, mark),
        None => Place::Unanswered,
    };
    Membership {
        criterion,
        place,
        held,
    }
}

/// The facts of which one would bring it in.
fn missing(
    ground: &Ground<'_>,
    check: &RubricCheck,
    criterion: &RubricCriterion,
) -> Vec<(Fact, String)> {
    let profile = &ground.basis.inputs.profile;
    let facts = if domain::applies(&check.applies_when, profile) {
        &criterion.applies_when
    } else {
        &check.applies_when
    };
    let name = |f: &Fact| {
        ground
            .framework
            .facts
            .iter()
            .find(|i| i.id == *f)
            .map(|i| i.name.get(ground.locale).to_owned())
    };
    facts
        .iter()
        .map(|f| (*f, name(f).unwrap_or_else(|| f.as_str().to_owned())))
        .collect()
}

fn answered<'a>(
    ground: &Ground<'a>,
    criterion: &RubricCriterion,
    answer: &'a Stored,
    mark: Option<&Mark>,
) -> Place<'a> {
    let basis = ground.basis;
    // Proof of something that nobody claims proves nothing yet.
    let claimed = Set::Claimed.holds(mark);
    let standing = basis
        .standing
        .get(&criterion.id)
        .copied()
        .filter(|_| claimed);
    let unproven = claimed && standing.is_none();
    let reason = answer
        .answer
        .reason()
        .and_then(|r| ground.framework.reasons.iter().find(|i| i.id == r));
    Place::Answered {
        answer,
        reason: reason.map(|r| r.name.get(ground.locale).to_owned()),
        standing,
        lack: unproven.then(|| {
            lack(
                criterion.proof,
                answer,
                &basis.evidence,
                &basis.attestations,
            )
        }),
        conflict: mark.is_some_and(|m| m.conflict),
    }
}

/// What is missing for proof of a kind to stand.
fn lack(
    needed: ProofKind,
    answer: &Stored,
    evidence: &[Evidence],
    attestations: &[Attestation],
) -> Lack {
    if answer.source.is_some() {
        return Lack::NoneInherited;
    }
    let documents: Vec<_> = evidence
        .iter()
        .filter(|e| proves(e, &answer.criterion))
        .map(|e| e.dates)
        .collect();
    let attested: Vec<_> = attestations
        .iter()
        .filter(|a| a.criterion == answer.criterion)
        .collect();
    // None takes effect later than it was received, so what does not stand has ended.
    let last_day = documents.iter().map(|d| d.valid_until).max();
    if let (true, Some(day)) = (needed <= ProofKind::Document, last_day) {
        return Lack::Ended(day);
    }
    if needed == ProofKind::Attestation && !attested.is_empty() {
        let last = attested
            .iter()
            .filter(|a| attests(a, answer))
            .map(|a| a.at.date())
            .max();
        let until =
            |day: Date| Lack::Ended(day.saturating_add(Duration::days(ATTESTATION_DAYS - 1)));
        return last.map_or(Lack::NotOfThisAnswer, until);
    }
    if documents.is_empty() && attested.is_empty() {
        Lack::Nothing
    } else {
        Lack::TooWeak
    }
}

fn proves(evidence: &Evidence, criterion: &CriterionId) -> bool {
    evidence.criteria.contains(criterion)
}
