//! What people are told: what happened, and which step before an end is due.

mod action;
mod delivery;
mod due;

pub use action::{ActionChange, ActionField, Due, external_id, overdue};
pub use delivery::{Channel, DeliveryState, Failure, HookAddress, MOST_TRIES, backoff};
pub use due::{Step, due};

use serde::{Deserialize, Serialize};
use time::Date;

use crate::cost::{Amount, BudgetStep, Currency, Month};
use crate::views::reports::{ReportFormat, ReportKind};
use crate::{CriterionId, RiskId, RuleId, TeamId};

crate::answer::wire_enum! {
    /// What somebody can choose to be told of; also the name in a webhook.
    NoticeKind {
        /// An assessment waits for a review.
        ReviewAsked = "review_asked",
        /// A submission was sent back.
        SentBack = "sent_back",
        /// A submission was approved.
        Approved = "approved",
        /// A rule contradicts a claimed criterion.
        Conflict = "conflict",
        /// Proof ends in thirty days.
        ProofMonth = "proof_30",
        /// Proof ends in a week.
        ProofWeek = "proof_7",
        /// Proof ends tomorrow.
        ProofDay = "proof_1",
        /// The acceptance of a risk waits for an approval.
        AcceptanceAsked = "acceptance_asked",
        /// The acceptance of a risk was approved.
        AcceptanceApproved = "acceptance_approved",
        /// The acceptance of a risk was refused.
        AcceptanceRejected = "acceptance_rejected",
        /// The acceptance of a risk ends in thirty days.
        AcceptanceMonth = "acceptance_30",
        /// The acceptance of a risk ends in a week.
        AcceptanceWeek = "acceptance_7",
        /// The acceptance of a risk ends tomorrow.
        AcceptanceDay = "acceptance_1",
        /// The acceptance of a risk has ended.
        AcceptanceEnded = "acceptance_ended",
        /// An action of a plan was given to somebody.
        ActionAssigned = "action_assigned",
        /// An action of a plan is overdue.
        ActionOverdue = "action_overdue",
        /// Something of an action changed.
        ActionChanged = "action_changed",
        /// Spending has passed a step of a budget.
        BudgetPassed = "budget_passed",
        /// A scheduled report was made.
        ReportReady = "report_ready",
        /// A scheduled report could not be made.
        ReportFailed = "report_failed",
    }
}

impl NoticeKind {
    /// Whether it comes by mail where the person chose nothing: what waits for somebody, and what is close.
    pub const fn mailed_by_default(self) -> bool {
        match self {
            Self::ReviewAsked
            | Self::SentBack
            | Self::ProofWeek
            | Self::ProofDay
            | Self::AcceptanceAsked
            | Self::AcceptanceRejected
            | Self::AcceptanceWeek
            | Self::AcceptanceDay
            | Self::ActionAssigned
            | Self::ActionOverdue
            | Self::BudgetPassed
            | Self::ReportFailed => true,
            // A report comes by a mail of its own.
            Self::ReportReady
            | Self::Approved
            | Self::Conflict
            | Self::ProofMonth
            | Self::AcceptanceApproved
            | Self::AcceptanceMonth
            | Self::AcceptanceEnded
            | Self::ActionChanged => false,
        }
    }
}

/// Proof of a criterion that ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Which.
    pub criterion: CriterionId,
    /// The last day on which it counts.
    #[serde(with = "crate::day")]
    pub until: Date,
}

/// What happened to a workload, a team or the organisation, with everything that a sentence about it needs.
///
/// A new event is a variant here, a [`NoticeKind`] and a sentence in both languages; nothing else knows them all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Somebody submitted the assessment.
    ReviewAsked {
        /// Their name.
        by: String,
        /// What they said.
        comment: String,
    },
    /// A reviewer sent it back.
    SentBack {
        /// Their name.
        by: String,
        /// What they said.
        comment: String,
    },
    /// A reviewer approved it.
    Approved {
        /// Their name.
        by: String,
        /// What they said.
        comment: String,
    },
    /// Rules contradict what is claimed.
    Conflict {
        /// The criteria, in order.
        criteria: Vec<CriterionId>,
    },
    /// Proof ends soon.
    ProofEnding {
        /// How soon.
        step: Step,
        /// Of which criteria, in order.
        criteria: Vec<Ending>,
    },
    /// Somebody asks for the acceptance of a risk.
    AcceptanceAsked {
        /// Their name.
        by: String,
        /// Which risk.
        risk: RiskId,
        /// The last day on which it is to be accepted.
        #[serde(with = "crate::day")]
        until: Date,
        /// Why.
        comment: String,
    },
    /// Somebody approved it.
    AcceptanceApproved {
        /// Their name.
        by: String,
        /// Which risk.
        risk: RiskId,
        /// The last day on which it is accepted.
        #[serde(with = "crate::day")]
        until: Date,
    },
    /// Somebody refused it.
    AcceptanceRejected {
        /// Their name.
        by: String,
        /// Which risk.
        risk: RiskId,
        /// Why.
        comment: String,
    },
    /// The acceptance of a risk ends soon.
    AcceptanceEnding {
        /// How soon.
        step: Step,
        /// Which risk.
        risk: RiskId,
        /// The last day on which it is accepted.
        #[serde(with = "crate::day")]
        until: Date,
    },
    /// The acceptance of a risk has ended: it counts again.
    AcceptanceEnded {
        /// Which risk.
        risk: RiskId,
        /// The last day on which it was accepted.
        #[serde(with = "crate::day")]
        until: Date,
    },
    /// Actions of the plan were given to somebody.
    ActionAssigned {
        /// Who gave them: a name.
        by: String,
        /// Which, in order, with their due dates.
        actions: Vec<Due>,
    },
    /// Actions of the plan are overdue.
    ActionOverdue {
        /// For how long at least.
        step: Step,
        /// Which, in order; each with the day on which it was due.
        criteria: Vec<Ending>,
    },
    /// Something of an action changed.
    ActionChanged {
        /// Which.
        criterion: CriterionId,
        /// What other systems know it by.
        external_id: String,
        /// Where it stands now.
        state: String,
        /// What changed.
        changes: Vec<ActionChange>,
        /// Who did it: a name; none where a rule did.
        by: Option<String>,
        /// The rule whose verdict closed it or opened it again; neither where it follows what came in.
        rule: Option<RuleId>,
    },
    /// Spending has passed a step of a month's budget.
    BudgetPassed {
        /// Which step.
        step: BudgetStep,
        /// The team whose budget it is; none for the workload's own. The workload is the team's largest spender then.
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
    /// A scheduled report was made.
    ReportReady {
        /// For whom it is.
        kind: ReportKind,
        /// Its form.
        format: ReportFormat,
    },
    /// A scheduled report could not be made, and is not tried again.
    ReportFailed {
        /// For whom it is.
        kind: ReportKind,
        /// Its form.
        format: ReportFormat,
    },
}

impl Event {
    /// What somebody chooses it by.
    pub const fn kind(&self) -> NoticeKind {
        match self {
            Self::ReviewAsked { .. } => NoticeKind::ReviewAsked,
            Self::SentBack { .. } => NoticeKind::SentBack,
            Self::Approved { .. } => NoticeKind::Approved,
            Self::Conflict { .. } => NoticeKind::Conflict,
            Self::ProofEnding { step, .. } => match step {
                Step::Month => NoticeKind::ProofMonth,
                Step::Week => NoticeKind::ProofWeek,
                Step::Day => NoticeKind::ProofDay,
            },
            Self::AcceptanceAsked { .. } => NoticeKind::AcceptanceAsked,
            Self::AcceptanceApproved { .. } => NoticeKind::AcceptanceApproved,
            Self::AcceptanceRejected { .. } => NoticeKind::AcceptanceRejected,
            Self::AcceptanceEnding { step, .. } => match step {
                Step::Month => NoticeKind::AcceptanceMonth,
                Step::Week => NoticeKind::AcceptanceWeek,
                Step::Day => NoticeKind::AcceptanceDay,
            },
            Self::AcceptanceEnded { .. } => NoticeKind::AcceptanceEnded,
            Self::ActionAssigned { .. } => NoticeKind::ActionAssigned,
            Self::ActionOverdue { .. } => NoticeKind::ActionOverdue,
            Self::ActionChanged { .. } => NoticeKind::ActionChanged,
            Self::BudgetPassed { .. } => NoticeKind::BudgetPassed,
            Self::ReportReady { .. } => NoticeKind::ReportReady,
            Self::ReportFailed { .. } => NoticeKind::ReportFailed,
        }
    }

    /// The criteria that it names, in order.
    pub fn criteria(&self) -> Vec<&CriterionId> {
        match self {
            Self::Conflict { criteria } => criteria.iter().collect(),
            Self::ProofEnding { criteria, .. } | Self::ActionOverdue { criteria, .. } => {
                criteria.iter().map(|e| &e.criterion).collect()
            }
            Self::ActionAssigned { actions, .. } => actions.iter().map(|a| &a.criterion).collect(),
            Self::ActionChanged { criterion, .. } => vec![criterion],
            _ => Vec::new(),
        }
    }

    /// The risk that it names.
    pub const fn risk(&self) -> Option<&RiskId> {
        match self {
            Self::AcceptanceAsked { risk, .. }
            | Self::AcceptanceApproved { risk, .. }
            | Self::AcceptanceRejected { risk, .. }
            | Self::AcceptanceEnding { risk, .. }
            | Self::AcceptanceEnded { risk, .. } => Some(risk),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::date;

    use super::*;

    #[test]
    fn events_are_read_as_they_were_written() {
        let ending = Event::ProofEnding {
            step: Step::Week,
            criteria: vec![Ending {
                criterion: "S02.3b".parse().unwrap(),
                until: date!(2026 - 11 - 29),
            }],
        };
        let wire = json!({"event": "proof_ending", "step": "7",
            "criteria": [{"criterion": "S02.3b", "until": "2026-11-29"}]});
        assert_eq!(serde_json::to_value(&ending).unwrap(), wire);
        assert_eq!(serde_json::from_value::<Event>(wire).unwrap(), ending);
        assert_eq!(ending.kind().as_str(), "proof_7");
        assert_eq!(ending.criteria().len(), 1);
    }

    #[test]
    fn what_waits_for_somebody_comes_by_mail() {
        let mailed: Vec<_> = NoticeKind::ALL
            .iter()
            .filter(|kind| kind.mailed_by_default())
            .map(|kind| kind.as_str())
            .collect();
        let expected = [
            "review_asked",
            "sent_back",
            "proof_7",
            "proof_1",
            "acceptance_asked",
            "acceptance_rejected",
            "acceptance_7",
            "acceptance_1",
            "action_assigned",
            "action_overdue",
            "budget_passed",
            "report_failed",
        ];
        assert_eq!(mailed, expected);
    }
}
