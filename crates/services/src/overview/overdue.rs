//! What should have been done by now.

use domain::{
    CriterionId, Framework, Locale, RiskId, WorkloadId,
    group::{Group, TOP},
    views::trend::{Late, Overdue, OverdueRow},
};
use store::lists::Waiting;
use time::Date;

use super::{names::Names, number};

/// Counts, and the oldest.
pub(super) fn overdue(
    framework: &Framework,
    (group, names): (&Group, &Names),
    (waiting, reviews): (&[Waiting], i64),
    today: Date,
    locale: Locale,
) -> Overdue {
    let view = View {
        framework,
        names,
        locale,
    };
    let due = group.due.iter().filter(|of| of.what.on < today).map(|of| {
        let what = Late::Action(
            of.what.criterion.clone(),
            view.statement(&of.what.criterion),
        );
        view.row(of.workload, Some(of.what.on), what)
    });
    let acceptances = group.acceptances.iter().filter_map(|of| {
        let risk = of.what.risk.clone();
        let name = view.risk(of.workload, &risk);
        let what = if !of.what.approved {
            Late::AcceptanceAsked(risk, name)
        } else if of.what.until < today {
            Late::AcceptanceEnded(risk, name)
        } else {
            return None;
        };
        Some(view.row(of.workload, Some(of.what.until), what))
    });
    let waiting = waiting
        .iter()
        .map(|one| view.row(one.workload, one.since, Late::Review));
    let mut rows: Vec<_> = due.chain(acceptances).chain(waiting).collect();
    rows.sort_by_key(|row| row.day);
    rows.truncate(TOP);
    Overdue {
        actions: group.plan.due.before(today),
        acceptances_ended: group.accepted_until.before(today),
        acceptances_asked: group.acceptances_asked,
        reviews: number(reviews),
        rows,
    }
}

struct View<'a> {
    framework: &'a Framework,
    names: &'a Names,
    locale: Locale,
}

impl View<'_> {
    fn row(&self, workload: WorkloadId, day: Option<Date>, what: Late) -> OverdueRow {
        let (workload_name, team_name) = self.names.of(workload);
        OverdueRow {
            workload,
            workload_name,
            team_name,
            day,
            what,
        }
    }

    fn statement(&self, id: &CriterionId) -> String {
        let found = self.framework.criterion(id);
        found
            .map(|(_, criterion)| criterion.statement.get(self.locale).to_owned())
            .unwrap_or_default()
    }

    fn risk(&self, workload: WorkloadId, id: &RiskId) -> String {
        self.names.risk(self.framework, (workload, id), self.locale)
    }
}
