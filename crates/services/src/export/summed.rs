//! Reports that show a few workloads of many: what they say of all of them comes from prepared sums, and the prepared
//! numbers of one workload are read only where it is shown.

use std::collections::BTreeMap;

use domain::{Readable, Viewer, WorkloadId, group::Group as Numbers};
use report::{
    GroupReport,
    model::{
        Acceptance, GroupKind, GroupRow, NAMED, Named, OtherVersion, PlanProgress, TeamRow, Totals,
    },
};
use store::{PgConnection, StoreError, decisions, group_reports, workloads};
use time::{Date, Duration};

use super::{
    group::{Group, due_actions, group_row, hashed, of_group, top_risks, worst},
    origin,
};
use crate::{
    Error, Services,
    results::{
        self,
        groups::{self, TeamNumbers},
    },
};

/// Days ahead in which an end of an acceptance is told.
const AHEAD: i64 = 30;

/// The report on all workloads of a group, with rows of so many of the weakest and as many of those that nobody assessed,
/// and so many actions that are due.
pub(super) async fn report(
    services: &Services,
    viewer: &Viewer,
    group: Group,
    (listed, due): (i64, i64),
) -> Result<GroupReport<'static>, Error> {
    // What many workloads changed is computed before a transaction is held for it.
    results::prepare(services).await?;
    let mut tx = services.begin().await?;
    let (name, kind, readable) = of_group(&mut tx, viewer, group).await?;
    results::refresh(services, &mut tx).await?;
    let teams = groups::teams(services, &mut tx, &readable).await?;
    let whole = groups::whole(services, &teams);
    let version = whole.leading().map(|(name, _)| name.to_owned());
    let all = group_reports::all(&mut tx, &readable).await?;
    let ids: Vec<_> = all.iter().map(|workload| workload.id).collect();
    let names: BTreeMap<_, _> = all.iter().map(|w| (w.id, w.name.as_str())).collect();
    let few = (version.as_deref(), listed);
    let rows = rows(services, &mut tx, &readable, few).await?;
    let counts = group_reports::counts(&mut tx, &readable).await?;
    let worst = worst(services, &mut tx, &ids).await?;
    let of_worst: Vec<_> = worst.iter().map(|(workload, _)| *workload).collect();
    let treatments = decisions::treatments_of(&mut tx, &of_worst).await?;
    let due = decisions::due(&mut tx, &ids, due).await?;
    let untreated = store::register::untreated(&mut tx, &ids).await?;
    let acceptances = acceptances(&mut tx, &readable, (services.today(), &names)).await?;
    let (origin, _) = origin::of_group(services, &mut tx, &ids).await?;
    let totals = totals(&mut tx, &readable, (&whole, ids.len(), &counts)).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(GroupReport {
        kind,
        framework: services.framework,
        rows,
        totals: Some(totals),
        means: whole.means(),
        others: others(&whole, version.as_deref()),
        teams: if kind == GroupKind::Organisation {
            team_rows(&teams)
        } else {
            Vec::new()
        },
        top_risks: top_risks(&worst, &treatments, &names),
        plan: plan(&whole, &counts, services.today()),
        projected: whole
            .leading()
            .map(|(_, of)| of.projected())
            .unwrap_or_default(),
        due: due_actions(&due.0, &names),
        due_total: u64::try_from(due.1).unwrap_or(0),
        acceptances,
        untreated,
        chosen: Vec::new(),
        generated_at: services.now(),
        input_hash: hashed(
            all.iter()
                .filter_map(|w| Some((w.id, w.input_hash.as_deref()?))),
        ),
        origin,
        name,
        version,
    })
}

async fn rows(
    services: &Services,
    db: &mut PgConnection,
    readable: &Readable,
    (version, listed): (Option<&str>, i64),
) -> Result<Vec<GroupRow>, Error> {
    if listed == 0 {
        return Ok(Vec::new());
    }
    let mut ids = group_reports::weakest(db, readable, version, listed).await?;
    ids.extend(group_reports::not_assessed(db, readable, listed).await?);
    let rows = workloads::some(db, readable, &ids).await?;
    let briefs = results::briefs(services, db, &rows).await?;
    let rows = rows.into_iter().zip(briefs);
    Ok(rows.map(|row| group_row(&row, None)).collect())
}

async fn totals(
    db: &mut PgConnection,
    readable: &Readable,
    (whole, workloads, counts): (&Numbers, usize, &group_reports::Counts),
) -> Result<Totals, Error> {
    let named = i64::try_from(NAMED).unwrap_or(i64::MAX);
    let in_review = group_reports::in_review(db, readable, named).await?;
    let missing = group_reports::missing(db, readable, named).await?;
    let name = |(count, first): (i64, Vec<String>)| Named {
        count: number(count),
        first,
    };
    Ok(Totals {
        workloads: u32::try_from(workloads).unwrap_or(u32::MAX),
        assessed: whole.assessed(),
        averaged: whole.leading().map_or(0, |(_, of)| of.assessed),
        coverage: whole.counts,
        // The sum counts both.
        open_high: whole.high.saturating_sub(whole.critical),
        open_critical: whole.critical,
        disputed: number(counts.disputed),
        in_review: name(in_review),
        missing: name(missing),
    })
}

fn number(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The framework versions beside the one that the means are of.
fn others(whole: &Numbers, leading: Option<&str>) -> Vec<OtherVersion> {
    let others = whole.versions.iter();
    let others = others.filter(|(version, _)| Some(version.as_str()) != leading);
    others
        .map(|(version, of)| OtherVersion {
            version: version.clone(),
            assessed: of.assessed,
            means: of.means(),
        })
        .collect()
}

/// Teams with workloads, in the order of their ids.
fn team_rows(teams: &[TeamNumbers]) -> Vec<TeamRow> {
    let mut teams: Vec<_> = teams.iter().collect();
    teams.sort_by_key(|team| team.id);
    let row = |team: &TeamNumbers| TeamRow {
        name: team.name.clone(),
        version: team.group.leading().map(|(name, _)| name.to_owned()),
        means: team.group.means(),
        workloads: team.group.assessed() + team.group.not_assessed,
        assessed: team.group.assessed(),
    };
    let rows = teams.into_iter().map(row);
    rows.filter(|row| row.workloads > 0).collect()
}

fn plan(whole: &Numbers, counts: &group_reports::Counts, today: Date) -> PlanProgress {
    let plan = &whole.plan;
    PlanProgress {
        open: plan.open.saturating_sub(plan.in_progress),
        in_progress: plan.in_progress,
        done: number(counts.done),
        dropped: number(counts.dropped),
        overdue: plan.due.before(today),
        effort_days: plan.effort_days,
    }
}

/// What waits for an approval, or ends soon.
async fn acceptances(
    db: &mut PgConnection,
    readable: &Readable,
    (today, names): (Date, &BTreeMap<WorkloadId, &str>),
) -> Result<Vec<Acceptance>, Error> {
    let until = today.checked_add(Duration::days(AHEAD)).unwrap_or(today);
    let found = group_reports::acceptances(db, readable, until).await?;
    let acceptance = |one: group_reports::Acceptance| Acceptance {
        workload: names
            .get(&one.workload)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        risk: one.risk,
        own: one.title,
        asked_by: one.asked_by,
        approved_by: one.approved_by,
        expires_on: one.expires_on,
        note: one.note,
    };
    Ok(found.into_iter().map(acceptance).collect())
}
