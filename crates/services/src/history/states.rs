//! The two ends of a difference: milestones, or today's draft.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Answer, CheckId, CriterionId, Exact, Headline, Locale, Mark, PlannedAction, RiskScore, Rubric,
    Triple, WorkloadId,
    views::results::{PlanChange, RiskChange},
};
use serde::Deserialize;
use store::{PgConnection, StoreError, reviews::Milestone};
use time::OffsetDateTime;

use crate::{Error, Services, results, snapshot::Snapshot, texts};

/// The part of a stored evaluation that differences tell of.
#[derive(Deserialize)]
struct Numbers {
    scores: Triple<Headline>,
    risks: Vec<RiskScore>,
    plan: Vec<PlannedAction>,
}

/// An answer in words, with where it is from.
pub(super) struct Said {
    pub answer: Answer,
    /// The name of the platform that it is inherited from.
    pub platform: Option<String>,
    /// Why it is not.
    pub own_reason: Option<String>,
}

/// One end of a difference.
pub(super) struct State {
    pub at: OffsetDateTime,
    pub answers: BTreeMap<CriterionId, Mark>,
    /// The answers in words.
    pub said: BTreeMap<CriterionId, Said>,
    pub notes: BTreeMap<CheckId, String>,
    pub rubric: Rubric,
    pub headline: Triple<Headline>,
    pub risks: Vec<RiskScore>,
    pub plan: Vec<PlannedAction>,
}

impl State {
    /// What a milestone keeps.
    pub fn of(milestone: &Milestone) -> Result<Self, Error> {
        let snapshot = Snapshot::read(milestone)?;
        let broken = |source| StoreError::Json {
            table: "milestones",
            column: "evaluation",
            source,
        };
        let numbers = Numbers::deserialize(&milestone.evaluation).map_err(broken)?;
        let said = snapshot.answers.into_iter().map(|a| {
            let said = Said {
                answer: a.answer,
                platform: a.inherited_from.map(|_| a.by_name),
                own_reason: a.own_reason,
            };
            (a.criterion, said)
        });
        Ok(Self {
            at: milestone.at,
            answers: snapshot.inputs.answers,
            said: said.collect(),
            notes: snapshot.notes,
            rubric: snapshot.rubric,
            headline: numbers.scores,
            risks: numbers.risks,
            plan: numbers.plan,
        })
    }

    /// Today's draft.
    pub async fn current(
        services: &Services,
        db: &mut PgConnection,
        id: WorkloadId,
    ) -> Result<Self, Error> {
        let (basis, evaluation) = results::of_workload(services, db, id).await?;
        let notes = store::answers::notes(db, basis.workload.assessment.id).await?;
        let said = basis.answers.into_iter().map(|a| {
            let said = Said {
                answer: a.answer,
                platform: a.source.map(|platform| platform.name),
                own_reason: a.own_reason,
            };
            (a.criterion, said)
        });
        Ok(Self {
            at: services.now(),
            answers: basis.inputs.answers,
            said: said.collect(),
            notes: notes.into_iter().map(|n| (n.check, n.text)).collect(),
            rubric: basis.rubric,
            headline: evaluation.scores.map(|s| Headline::from(s)),
            risks: evaluation.risks,
            plan: evaluation.plan,
        })
    }
}

/// Risks whose numbers or acceptance changed, the greatest change of the assured residual first.
pub(super) fn risks(
    services: &Services,
    before: &State,
    after: &State,
    locale: Locale,
) -> Vec<RiskChange> {
    let find =
        |state: &State, id: &domain::RiskId| state.risks.iter().find(|r| r.id == *id).cloned();
    let ids: BTreeSet<_> = [before, after]
        .iter()
        .flat_map(|state| state.risks.iter().map(|r| &r.id))
        .collect();
    let change = |id: &domain::RiskId| {
        let (before, after) = (find(before, id), find(after, id));
        let named = after.as_ref().or(before.as_ref())?;
        let name = texts::risk_name(services.framework, named, locale);
        let same = |a: &RiskScore, b: &RiskScore| {
            (&a.inherent, &a.residual, a.accepted) == (&b.inherent, &b.residual, b.accepted)
        };
        let unchanged = before.as_ref().zip(after.as_ref());
        if unchanged.is_some_and(|(before, after)| same(before, after)) {
            return None;
        }
        let id = id.clone();
        Some(RiskChange {
            id,
            name,
            before,
            after,
        })
    };
    let mut changes: Vec<_> = ids.into_iter().filter_map(change).collect();
    changes.sort_by_cached_key(|change| std::cmp::Reverse(moved(change)));
    changes
}

/// How far the assured residual moved, in either direction.
fn moved(change: &RiskChange) -> Exact {
    let assured = |score: Option<&RiskScore>| {
        score.map_or(Exact::zero(), |r| r.residual.assured.score.clone())
    };
    let by = assured(change.after.as_ref()) - assured(change.before.as_ref());
    if by.is_negative() {
        Exact::zero() - by
    } else {
        by
    }
}

/// What became of the plan.
pub(super) fn plan(before: &State, after: &State) -> PlanChange {
    let sum = |state: &State| {
        let effort = state.plan.iter().map(|a| a.effort_days).sum();
        let count = u32::try_from(state.plan.len()).unwrap_or(u32::MAX);
        (count, effort)
    };
    let of = |state: &State| -> BTreeSet<CriterionId> {
        state.plan.iter().map(|a| a.criterion.clone()).collect()
    };
    let (then, now) = (of(before), of(after));
    PlanChange {
        before: sum(before),
        after: sum(after),
        gone: then.difference(&now).cloned().collect(),
        new: now.difference(&then).cloned().collect(),
    }
}
