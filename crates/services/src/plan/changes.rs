//! What of an action changed: for the change log, for its owner and for other systems.

use domain::{
    CriterionId, RuleId, UserId, Viewer,
    notice::{ActionChange, ActionField},
    views::workloads::Person,
};
use serde_json::{Value, json};
use store::{PgConnection, StoreError, decisions::ActionState, members, workloads::Workload};
use time::Date;

use crate::{
    Error, Services,
    notices::{ActionNews, Cause, tell_actions},
};

/// An action before and after a change.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides {
    pub state: String,
    pub owner: Option<(UserId, String)>,
    pub due_on: Option<Date>,
    pub note: String,
    /// Empty for the framework's.
    pub effort: String,
    pub requires: Vec<CriterionId>,
}

impl Sides {
    /// As it stands; nothing decided is open and nobody's.
    pub fn of(decided: Option<&ActionState>) -> Self {
        let Some(decided) = decided else {
            return Self {
                state: "open".to_owned(),
                ..Self::default()
            };
        };
        Self {
            state: decided.state.clone(),
            owner: decided.owner.clone(),
            due_on: decided.due_on,
            note: decided.note.clone(),
            effort: decided
                .effort_days
                .map(|days| days.to_string())
                .unwrap_or_default(),
            requires: decided.requires.clone(),
        }
    }

    /// What differs.
    fn changes(&self, after: &Self) -> Vec<ActionChange> {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let name = |owner: &Option<(UserId, String)>| {
            owner.as_ref().map(|(_, n)| n.clone()).unwrap_or_default()
        };
        let ids = |ids: &[CriterionId]| {
            let ids: Vec<_> = ids.iter().map(CriterionId::as_str).collect();
            ids.join(" ")
        };
        let both = |of: &dyn Fn(&Self) -> String| (of(self), of(after));
        let fields = [
            (ActionField::State, both(&|side| side.state.clone())),
            (ActionField::Owner, both(&|side| name(&side.owner))),
            (ActionField::DueOn, both(&|side| day(side.due_on))),
            (ActionField::Note, both(&|side| side.note.clone())),
            (ActionField::EffortDays, both(&|side| side.effort.clone())),
            (ActionField::Requires, both(&|side| ids(&side.requires))),
        ];
        let changed = fields.into_iter().filter(|(_, (a, b))| a != b);
        changed
            .map(|(field, (before, after))| ActionChange {
                field,
                before,
                after,
            })
            .collect()
    }

    fn owner_id(&self) -> Option<UserId> {
        self.owner.as_ref().map(|(id, _)| *id)
    }
}

/// One changed action.
pub(super) struct Changed<'a> {
    pub criterion: &'a CriterionId,
    pub before: Sides,
    pub after: Sides,
}

/// Who or what changed it.
#[derive(Clone, Copy)]
pub(super) enum By<'a> {
    Person(&'a Viewer),
    Rule(&'a RuleId),
    /// What came in, with no rule that says more of it.
    Data,
}

impl<'a> By<'a> {
    /// A rule, else whoever acted.
    pub fn of(rule: Option<&'a RuleId>, viewer: Option<&'a Viewer>) -> Self {
        match (rule, viewer) {
            (Some(rule), _) => Self::Rule(rule),
            (None, Some(viewer)) => Self::Person(viewer),
            (None, None) => Self::Data,
        }
    }
}

/// Tells of changed actions of a workload.
pub(super) async fn tell(
    services: &Services,
    db: &mut PgConnection,
    workload: &Workload,
    by: By<'_>,
    changed: &[Changed<'_>],
) -> Result<(), StoreError> {
    let news = changed.iter().map(|one| ActionNews {
        criterion: one.criterion.clone(),
        state: one.after.state.clone(),
        changes: one.before.changes(&one.after),
        owner: one.after.owner_id(),
        assigned: one.after.owner.is_some() && one.before.owner_id() != one.after.owner_id(),
        due_on: one.after.due_on,
    });
    let cause = match by {
        By::Person(viewer) => Cause::Person(viewer.user),
        By::Rule(rule) => Cause::Rule(rule.clone()),
        By::Data => Cause::Data,
    };
    tell_actions(services, db, workload, &cause, news.collect()).await
}

/// For the change log: how it stands now, and what changed.
pub(super) fn details(changed: &Changed<'_>) -> Value {
    let after = &changed.after;
    json!({
        "state": after.state, "owner": after.owner_id(), "due_on": after.due_on.map(|day| day.to_string()),
        "note": after.note, "effort_days": after.effort, "requires": after.requires,
        "changes": changed.before.changes(after),
    })
}

/// A member of the workload's team with their name.
pub(super) async fn member(
    db: &mut PgConnection,
    workload: &Workload,
    text: &str,
) -> Result<Option<(UserId, String)>, Error> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let choice = || Error::field("owner", domain::Problem::Choice);
    let id: UserId = text.trim().parse().map_err(|_| choice())?;
    let people = members::people(db, workload.team).await?;
    let found = people.into_iter().find(|person| person.id == id);
    let Person { id, name } = found.ok_or_else(choice)?;
    Ok(Some((id, name)))
}
