//! What changed for the worse: between two samples of a workload, or by what people are told of anyway.

use serde::{Deserialize, Serialize};

use crate::{
    Band, CriterionId, Exact, RiskId, TeamId,
    cost::{Amount, BudgetStep, Currency, Month},
    group::ShareRisk,
    notice::Event,
};

/// A change for the worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Alert {
    /// The assured index fell by a point or more.
    AssuredFell {
        /// Before.
        before: Exact,
        /// After.
        after: Exact,
    },
    /// Proof of claimed criteria ended, and nothing replaced it.
    ProofEnded {
        /// Of so many more than before.
        count: u32,
    },
    /// Risks became critical, and nobody accepted them.
    CriticalRisk {
        /// Which, with their assured residuals.
        risks: Vec<(RiskId, Exact)>,
    },
    /// Evidence began to contradict what is claimed.
    Conflict {
        /// Of which criteria, in order.
        criteria: Vec<CriterionId>,
    },
    /// A month's budget was used up.
    BudgetPassed {
        /// The team whose budget it is; none for the workload's own.
        team: Option<TeamId>,
        /// Of which month.
        month: Month,
        /// In which currency.
        currency: Currency,
        /// The budget.
        budget: Amount,
        /// What was spent by then.
        spent: Amount,
    },
}

impl Alert {
    /// What an event is among alerts; none where it is nothing that got worse.
    pub fn of_event(event: Event) -> Option<Self> {
        match event {
            Event::Conflict { criteria } => Some(Self::Conflict { criteria }),
            Event::BudgetPassed {
                step: BudgetStep::All,
                team,
                month,
                currency,
                budget,
                spent,
            } => Some(Self::BudgetPassed {
                team,
                month,
                currency,
                budget,
                spent,
            }),
            _ => None,
        }
    }

    /// The name of the kind on the wire and in the database.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AssuredFell { .. } => "assured_fell",
            Self::ProofEnded { .. } => "proof_ended",
            Self::CriticalRisk { .. } => "critical_risk",
            Self::Conflict { .. } => "conflict",
            Self::BudgetPassed { .. } => "budget_passed",
        }
    }
}

/// A workload at one time, as much of it as is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The framework version that it answered: different ones are not compared.
    pub version: String,
    /// Its assured index.
    pub assured: Option<Exact>,
    /// Claimed criteria whose proof had ended.
    pub ended: u32,
    /// Its risks.
    pub risks: Vec<ShareRisk>,
}

/// What changed for the worse from one moment to a later one.
pub fn alerts(before: &Moment, after: &Moment) -> Vec<Alert> {
    let mut found = Vec::new();
    if before.version != after.version {
        return found;
    }
    let indices = before.assured.clone().zip(after.assured.clone());
    if let Some((before, after)) = indices
        && before.clone() - after.clone() >= Exact::one()
    {
        found.push(Alert::AssuredFell { before, after });
    }
    if after.ended > before.ended {
        let count = after.ended - before.ended;
        found.push(Alert::ProofEnded { count });
    }
    let critical = |risk: &ShareRisk| !risk.accepted && risk.band() == Band::Critical;
    let was = |id: &RiskId| before.risks.iter().any(|r| r.id == *id && critical(r));
    // A workload that was just assessed has all its risks for the first time: that is no change.
    let known = |id: &RiskId| before.risks.iter().any(|r| r.id == *id);
    let risks: Vec<_> = after
        .risks
        .iter()
        .filter(|r| critical(r) && !was(&r.id) && known(&r.id))
        .map(|r| (r.id.clone(), r.assured.clone()))
        .collect();
    if !risks.is_empty() {
        found.push(Alert::CriticalRisk { risks });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Alert, Moment, alerts};
    use crate::{Exact, cost::BudgetStep, group::ShareRisk, notice::Event};

    fn moment(assured: i64, ended: u32, residual: i64) -> Moment {
        Moment {
            version: "1".to_owned(),
            assured: Some(Exact::ratio(assured, 10)),
            ended,
            risks: vec![ShareRisk {
                id: "K-S3".parse().unwrap(),
                own: None,
                inherent: Exact::whole(20),
                claimed: Exact::whole(2),
                assured: Exact::whole(residual),
                accepted: false,
            }],
        }
    }

    #[test]
    fn only_the_worse_alerts() {
        let before = moment(500, 1, 14);
        assert_eq!(alerts(&before, &moment(600, 0, 5)), []);
        assert_eq!(
            alerts(&before, &moment(491, 1, 14)),
            [],
            "less than a point"
        );
        let kinds: Vec<_> = alerts(&before, &moment(490, 3, 15))
            .iter()
            .map(Alert::kind)
            .collect();
        assert_eq!(kinds, ["assured_fell", "proof_ended", "critical_risk"]);
        let mut accepted = moment(500, 1, 20);
        accepted.risks[0].accepted = true;
        assert_eq!(alerts(&before, &accepted), []);
        // Accepted until yesterday, critical today.
        assert_eq!(alerts(&accepted, &moment(500, 1, 20)).len(), 1);
    }

    #[test]
    fn of_what_people_are_told_only_the_worse_is_an_alert() {
        let criteria = vec!["S02.3b".parse().unwrap()];
        let conflict = Event::Conflict {
            criteria: criteria.clone(),
        };
        assert_eq!(
            Alert::of_event(conflict),
            Some(Alert::Conflict { criteria })
        );
        let budget = |step: BudgetStep| Event::BudgetPassed {
            step,
            team: None,
            month: "2026-11".parse().unwrap(),
            currency: "CNY".parse().unwrap(),
            budget: "100".parse().unwrap(),
            spent: "101".parse().unwrap(),
        };
        assert_eq!(Alert::of_event(budget(BudgetStep::Most)), None);
        let passed = Alert::of_event(budget(BudgetStep::All));
        assert_eq!(passed.as_ref().map(Alert::kind), Some("budget_passed"));
    }

    #[test]
    fn unlike_is_not_compared() {
        let mut other = moment(100, 9, 20);
        other.version = "2".to_owned();
        assert_eq!(alerts(&moment(500, 0, 1), &other), []);
    }
}
