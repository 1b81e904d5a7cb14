//! The plan page of a workload: what to do next, who does it, until when.

use std::collections::BTreeMap;

use domain::{
    CriterionId, Locale, Phase, PlannedAction, Readable, Viewer, WorkloadId,
    access::Read,
    plan::day_of,
    views::{
        plans::{ActionStanding, ActionState as State},
        results::{LogView, PlanPage, PlanRow},
    },
};
use store::{
    PgConnection, StoreError, change_log,
    decisions::ActionState,
    imported_history, members,
    plans::{
        list::{self, Column, Days, Due, Filter, Listed, Owner},
        reach::endings,
    },
    workloads,
};

use super::{
    keep::waits_for_platforms,
    list::{MOST_CAPACITY, view_of},
    order, reach,
};
use crate::{
    Error, Services, basis::Basis, platforms::work_of_platforms, results, texts, workload,
};

/// More actions than a workload can have.
const MOST: i64 = 2_000;
/// Entries of the change log that the page tells of.
const ENTRIES: i64 = 400;
/// Of these, so many for one action.
const EACH: usize = 8;

/// The actions of a workload, in order; dates are those of the capacity that its team's plans share, or of `capacity`.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn plan_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    capacity: Option<u32>,
    locale: Locale,
) -> Result<PlanPage, Error> {
    let mut tx = services.begin().await?;
    let found = workloads::lookup(&mut tx, id).await?;
    let team = found.ok_or(Error::NotFound)?.team;
    viewer.permit::<Read>(team)?;
    drop(tx);
    order::refresh(services, Some(&[team])).await?;
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    let listed = listed(services, &mut tx, &basis).await?;
    let readable = Readable::Teams(vec![team]);
    let ends = endings(&mut tx, &readable, None).await?;
    let history = history(&mut tx, id).await?;
    let people = members::people(&mut tx, team).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let own = basis.workload.capacity;
    let days = capacity.filter(|c| *c <= MOST_CAPACITY).unwrap_or(own);
    let ending = ends.iter().find(|ending| ending.workload == id);
    let untouched = evaluation.coverage.total.answered() == 0;
    let mut plan = evaluation.plan;
    date(&mut plan, &listed, days, untouched);
    let of_platforms = work_of_platforms(services, viewer, &basis, &plan, locale);
    let waits_for_platforms = !untouched && waits_for_platforms(&basis, &plan);
    let lowers = |action: &PlannedAction| {
        let risks = evaluation.risks.iter();
        let lowered = risks.filter(|r| r.likelihood > 1 && r.checks.contains(&action.check));
        lowered.map(|r| r.id.clone()).collect()
    };
    let rows = plan
        .into_iter()
        .map(|action| PlanRow {
            lowers: lowers(&action),
            ..row(services, action, &basis.actions, &history, locale)
        })
        .collect();
    let settled = listed
        .into_iter()
        .filter(|row| row.standing != ActionStanding::Unmet);
    let settled = settled
        .map(|row| view_of(services, viewer, row, Some(days), locale))
        .collect();
    Ok(PlanPage {
        rows,
        settled,
        of_platforms,
        waits_for_platforms,
        names: texts::names_with(services.framework, &basis.inputs.own_risks, locale),
        capacity: days,
        own_capacity: own,
        sharing: ends
            .iter()
            .map(|ending| u32::from(ending.end.assessed))
            .sum(),
        reach: reach::of_workload(ending.ok_or(Error::NotFound)?, days, services.today()),
        index: evaluation.scores.claimed.index,
        today: services.today().to_string(),
        people,
        targets: basis.inputs.targets.clone(),
        head: workload::head(viewer, &basis.workload, basis.attention)?,
    })
}

/// The workload's prepared rows.
async fn listed(
    services: &Services,
    db: &mut PgConnection,
    basis: &Basis,
) -> Result<Vec<Listed>, StoreError> {
    let filter = Filter {
        readable: Readable::Teams(vec![basis.workload.team]),
        workload: Some(basis.workload.id),
        text: String::new(),
        owner: Owner::Anybody,
        states: State::ALL.to_vec(),
        due: Due::Any,
        pillar: None,
        days: Days::Any,
        capacity: None,
        today: services.today(),
    };
    list::page(db, &filter, (Column::Planned, false), (MOST, 0)).await
}

/// Days and phases by the capacity that the team's plans share; alone where nobody has assessed the workload, for then
/// its plan takes no part.
fn date(plan: &mut [PlannedAction], listed: &[Listed], capacity: u32, untouched: bool) {
    let until: BTreeMap<_, _> = listed
        .iter()
        .filter_map(|row| Some((&row.criterion, row.until_effort?)))
        .collect();
    let mut alone = 0;
    for action in plan {
        alone += action.effort_days;
        let effort = if untouched {
            Some(alone)
        } else {
            until.get(&action.criterion).copied()
        };
        let day = effort.and_then(|effort| day_of(effort, capacity));
        action.done_by_day = day;
        action.phase = day.and_then(Phase::of);
    }
}

/// What happened to each action, the newest first; what was done elsewhere before the workload came here is the oldest.
async fn history(
    db: &mut PgConnection,
    id: WorkloadId,
) -> Result<BTreeMap<String, Vec<LogView>>, StoreError> {
    let here = change_log::of_actions(db, id, ENTRIES).await?;
    let before = imported_history::of_actions(db, id, ENTRIES).await?;
    let here = here.into_iter().map(|told| (String::new(), told));
    let before = before.into_iter().map(|one| (one.origin, one.told));
    let mut history: BTreeMap<String, Vec<LogView>> = BTreeMap::new();
    for (origin, entry) in here.chain(before) {
        let of = history.entry(entry.subject.clone()).or_default();
        if of.len() < EACH {
            of.push(LogView {
                number: entry.number,
                at: texts::instant(entry.at),
                actor: entry.actor.unwrap_or_default(),
                action: entry.action,
                subject: entry.subject,
                called: None,
                details: entry.details.to_string(),
                reached: None,
                origin,
            });
        }
    }
    Ok(history)
}

fn row(
    services: &Services,
    action: PlannedAction,
    decided: &[ActionState],
    history: &BTreeMap<String, Vec<LogView>>,
    locale: Locale,
) -> PlanRow {
    let text = services
        .framework
        .criterion(&action.criterion)
        .map(|(_, k)| k);
    let decided = decided.iter().find(|d| d.criterion == action.criterion);
    let owner = decided.and_then(|d| d.owner.clone());
    let of = |text: fn(&ActionState) -> &String| decided.map(text).cloned().unwrap_or_default();
    PlanRow {
        statement: text
            .map(|k| k.statement.get(locale).to_owned())
            .unwrap_or_default(),
        lowers: Vec::new(),
        how_to: text
            .map(|k| k.how_to.get(locale).to_owned())
            .unwrap_or_default(),
        state: decided.map_or_else(|| "open".to_owned(), |d| d.state.clone()),
        owner: owner.as_ref().map(|(id, _)| *id),
        owner_name: owner.map(|(_, name)| name).unwrap_or_default(),
        due_on: decided
            .and_then(|d| d.due_on)
            .map(|d| d.to_string())
            .unwrap_or_default(),
        note: of(|d| &d.note),
        effort_reason: of(|d| &d.effort_reason),
        own_requires: decided
            .map(|d| -> Vec<CriterionId> { d.requires.clone() })
            .unwrap_or_default(),
        history: history
            .get(action.criterion.as_str())
            .cloned()
            .unwrap_or_default(),
        version: decided.map_or(0, |d| d.version),
        action,
    }
}
