//! Shared services: a workload answers for others, and they inherit what it says.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use time::{Date, OffsetDateTime};

use crate::{Answer, AnswerState, CriterionId, TeamId, WorkloadId, proof::Standing};

/// A workload that answers for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Which.
    pub id: WorkloadId,
    /// Its name.
    pub name: String,
    /// Its team: who may read it, may follow the link to it.
    pub team: TeamId,
}

/// What a platform says of one criterion today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its answer, which no other platform gave it.
    pub answer: Answer,
    /// Proof of it that stands.
    pub standing: Option<Standing>,
    /// Whether a rule disagrees and nobody resolved it.
    pub conflict: bool,
}

/// What one platform says to one workload that subscribed to it.
#[derive(Clone, Debug)]
pub struct Offering {
    /// Who says it.
    pub platform: Platform,
    /// Since when the workload is subscribed.
    pub since: OffsetDateTime,
    /// What it says, of criteria that it offers and has answered.
    pub said: BTreeMap<CriterionId, Said>,
    /// The last day on which that is true if nobody changes anything.
    pub until: Option<Date>,
}

/// An answer that a workload takes over.
#[derive(Clone, Copy, Debug)]
pub struct Inherited<'a> {
    /// From whom, and since when.
    pub from: &'a Offering,
    /// What.
    pub said: &'a Said,
}

/// Whether a platform's answer can stand for somebody else's.
///
/// "Not applicable" is about the platform itself: what makes no sense there may well make sense where it is used.
pub const fn can_be_inherited(answer: &Answer) -> bool {
    !matches!(answer, Answer::NotApplicable { .. })
}

/// What a workload inherits: every criterion that some platform says something of and that it has not answered itself.
///
/// Where several platforms speak of the same criterion, the weakest answer counts: something holds of a workload that
/// stands on two platforms only where it holds of both. Of equally weak ones the one subscribed to first counts.
pub fn inherit<'a>(
    own: &BTreeSet<CriterionId>,
    offerings: &'a [Offering],
) -> BTreeMap<&'a CriterionId, Inherited<'a>> {
    let mut inherited: BTreeMap<&CriterionId, Inherited<'a>> = BTreeMap::new();
    for from in offerings {
        for (criterion, said) in &from.said {
            if own.contains(criterion) || !can_be_inherited(&said.answer) {
                continue;
            }
            let new = Inherited { from, said };
            inherited
                .entry(criterion)
                .and_modify(|stands| {
                    if rank(&new) < rank(stands) {
                        *stands = new;
                    }
                })
                .or_insert(new);
        }
    }
    inherited
}

/// From the weakest answer to the strongest; a conflict counts for more than proof, as it does in the assured set.
fn rank<'a>(of: &Inherited<'a>) -> impl Ord + use<'a> {
    let Said {
        answer,
        standing,
        conflict,
    } = of.said;
    let state = match answer.state() {
        AnswerState::NotMet => 0,
        AnswerState::Unknown => 1,
        AnswerState::Met | AnswerState::NotApplicable => 2,
    };
    // No proof is before any, and what ends first is the weakest.
    let proof = standing.map(|s| s.until);
    (
        state,
        Reverse(*conflict),
        proof,
        of.from.since,
        of.from.platform.id,
    )
}
