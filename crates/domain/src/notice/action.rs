//! Actions of plans: what of them changed, and which step after a due date holds.

use serde::{Deserialize, Serialize};
use time::Date;

use super::Step;
use crate::{CriterionId, WorkloadId};

crate::answer::wire_enum! {
    /// What of an action can change.
    ActionField {
        /// Where it stands.
        State = "state",
        /// Who does it.
        Owner = "owner",
        /// Until when.
        DueOn = "due_on",
        /// Remarks.
        Note = "note",
        /// Person-days.
        EffortDays = "effort_days",
        /// What comes first.
        Requires = "requires",
    }
}

/// One thing of an action that changed, as texts: states and days as they are on the wire, names of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionChange {
    /// What.
    pub field: ActionField,
    /// Before; empty for none.
    pub before: String,
    /// After; empty for none.
    pub after: String,
}

/// An action with its due date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Which.
    pub criterion: CriterionId,
    /// When it is due.
    #[serde(with = "crate::day::option")]
    pub due_on: Option<Date>,
}

/// What other systems know an action by, for ever: in webhooks and in files for trackers.
pub fn external_id(workload: WorkloadId, criterion: &CriterionId) -> String {
    format!("hexastyle:{workload}:{criterion}")
}

/// The step that holds so long after a due date: a day, a week, a month; none before.
pub fn overdue(due_on: Date, today: Date) -> Option<Step> {
    let late = (today - due_on).whole_days();
    Step::ALL.iter().find(|step| late >= step.days()).copied()
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::date};

    use super::*;

    #[test]
    fn steps_after_a_due_date_follow_each_other() {
        let due = date!(2026 - 11 - 22);
        let at = |late| overdue(due, due + Duration::days(late));
        assert_eq!(at(-3), None);
        assert_eq!(at(0), None, "the day itself is in time");
        assert_eq!(at(1), Some(Step::Day));
        assert_eq!(at(6), Some(Step::Day));
        assert_eq!(at(7), Some(Step::Week));
        assert_eq!(at(30), Some(Step::Month));
        assert_eq!(at(400), Some(Step::Month));
    }

    #[test]
    fn external_ids_are_stable() {
        let id = WorkloadId(uuid::Uuid::nil());
        let text = external_id(id, &"S01.2a".parse().unwrap());
        assert_eq!(
            text,
            "hexastyle:00000000-0000-0000-0000-000000000000:S01.2a"
        );
    }
}
