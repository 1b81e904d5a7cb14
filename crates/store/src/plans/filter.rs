//! Which actions of many workloads.

use domain::{PillarId, Readable, UserId, WorkloadId, views::plans::ActionState};
use time::Date;

use crate::workloads::team_filter;

/// Whose actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Anybody's.
    Anybody,
    /// Nobody's.
    Nobody,
    /// Somebody's, whoever that is.
    Somebody,
    /// This person's.
    One(UserId),
}

/// Which due dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// All and none.
    Any,
    /// None.
    None,
    /// Open and past.
    Overdue,
    /// Open, today or within so many days.
    Within(u16),
}

/// Which days of the shared order, counted from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// All.
    Any,
    /// After the first, until the second.
    Between(u16, u16),
    /// After 180, or none for want of capacity.
    Later,
}

/// Which actions.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Of teams that the reader may read, or of one of them.
    pub readable: Readable,
    /// Of one workload.
    pub workload: Option<WorkloadId>,
    /// Part of a workload's name or of a criterion's id, in small letters; empty for all.
    pub text: String,
    /// Whose.
    pub owner: Owner,
    /// Where they stand.
    pub states: Vec<ActionState>,
    /// Due when.
    pub due: Due,
    /// Of a pillar.
    pub pillar: Option<PillarId>,
    /// Planned when.
    pub days: Days,
    /// Days are counted with this capacity instead of each team's own.
    pub capacity: Option<u32>,
    /// Today.
    pub today: Date,
}

/// The parts of a filter that every statement binds.
pub(super) struct Bound {
    pub(super) teams: Option<Vec<uuid::Uuid>>,
    pub(super) owner: Option<uuid::Uuid>,
    pub(super) nobody: Option<bool>,
    pub(super) states: Vec<String>,
    pub(super) due: &'static str,
    pub(super) within: i32,
    pub(super) days: &'static str,
    pub(super) after: i32,
    pub(super) until: i32,
    pub(super) capacity: Option<i32>,
    pub(super) pillar: Option<String>,
}

impl Bound {
    pub(super) fn of(filter: &Filter) -> Self {
        let (due, within) = match filter.due {
            Due::Any => ("any", 0),
            Due::None => ("none", 0),
            Due::Overdue => ("overdue", 0),
            Due::Within(days) => ("within", i32::from(days)),
        };
        let (days, after, until) = match filter.days {
            Days::Any => ("any", 0, 0),
            Days::Between(after, until) => ("between", i32::from(after), i32::from(until)),
            Days::Later => ("later", 0, 0),
        };
        Self {
            teams: team_filter(&filter.readable),
            owner: match filter.owner {
                Owner::One(user) => Some(user.0),
                Owner::Anybody | Owner::Nobody | Owner::Somebody => None,
            },
            nobody: match filter.owner {
                Owner::Nobody => Some(true),
                Owner::Somebody => Some(false),
                Owner::Anybody | Owner::One(_) => None,
            },
            states: filter
                .states
                .iter()
                .map(|s| s.as_str().to_owned())
                .collect(),
            due,
            within,
            days,
            after,
            until,
            capacity: filter
                .capacity
                .map(|days| i32::try_from(days).unwrap_or(i32::MAX)),
            pillar: filter.pillar.as_ref().map(ToString::to_string),
        }
    }
}

/// A query over the rows that a filter lets through whatever their states; `$14`, the states that it names, and what
/// follows are for the statement around it.
macro_rules! filtered {
    ($head:tt, $tail:tt, $filter:expr $(, $more:expr)*) => {{
        let of: &$crate::plans::filter::Filter = $filter;
        let f = $crate::plans::filter::Bound::of(of);
        sqlx::query!(
            $head
            + "
           FROM plan_rows p
           JOIN workloads w ON w.id = p.workload_id AND w.archived_at IS NULL
           JOIN teams t ON t.id = w.team_id
           LEFT JOIN users o ON o.id = p.owner_id
           WHERE ($1::uuid[] IS NULL OR w.team_id = ANY ($1))
             AND ($2::uuid IS NULL OR p.workload_id = $2)
             AND ($3::text = '' OR strpos(lower(w.name), $3) > 0 OR strpos(lower(p.criterion), $3) > 0)
             AND ($4::uuid IS NULL OR p.owner_id = $4) AND ($5::boolean IS NULL OR (p.owner_id IS NULL) = $5)
             AND CASE $6::text
                     WHEN 'none' THEN p.due_on IS NULL
                     WHEN 'overdue' THEN p.due_on < $8::date AND p.state IN ('open', 'in_progress')
                     WHEN 'within' THEN p.due_on BETWEEN $8::date AND $8::date + $7::integer
                                       AND p.state IN ('open', 'in_progress')
                     ELSE true END
             AND ($9::text IS NULL OR p.pillar = $9)
             AND CASE $10::text
                     WHEN 'between' THEN CASE WHEN $13::integer IS NULL
                         THEN p.planned > $11::integer AND p.planned <= $12::integer
                         ELSE p.until_effort * 30 > $11::integer * $13 AND p.until_effort * 30 <= $12::integer * $13 END
                     WHEN 'later' THEN CASE WHEN $13::integer IS NULL
                         THEN p.planned > 180 OR (p.planned IS NULL AND p.until_effort > 0)
                         ELSE p.until_effort * 30 > 180 * $13 END
                     ELSE true END "
            + $tail,
            f.teams as Option<Vec<uuid::Uuid>>,
            of.workload.map(|id| id.0),
            of.text,
            f.owner,
            f.nobody,
            f.due,
            f.within,
            of.today,
            f.pillar,
            f.days,
            f.after,
            f.until,
            f.capacity,
            &f.states
            $(, $more)*
        )
    }};
}
pub(super) use filtered;
