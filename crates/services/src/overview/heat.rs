//! Heat maps: teams of an organisation, workloads of a team, ranked by what is proven.

use std::cmp::Reverse;

use domain::{
    Exact, Framework, PillarId, Set, Triple,
    views::{overview::HeatRow, workloads::WorkloadRow},
};

use crate::results::groups::TeamNumbers;

/// Rows of teams, also of those without workloads: so many after so many others. The greatest assured index first, then
/// the greatest claimed one; teams without numbers last (`None` is least).
pub(super) fn of_teams(
    framework: &Framework,
    teams: &[TeamNumbers],
    (skipped, fit): (usize, usize),
) -> Vec<HeatRow> {
    let key = |team: &&TeamNumbers| {
        let sums = team.group.leading().map(|(_, version)| &version.sums);
        let index = |set: Set| sums.and_then(|sums| sums.get(set).index.mean());
        let size = (index(Set::Assured), index(Set::Claimed));
        (Reverse(size), team.name.to_lowercase())
    };
    let mut ranked: Vec<_> = teams.iter().collect();
    ranked.sort_by_cached_key(key);
    let shown = ranked.into_iter().skip(skipped).take(fit);
    shown.map(|team| of_team(framework, team)).collect()
}

fn of_team(framework: &Framework, team: &TeamNumbers) -> HeatRow {
    let means = team.group.means();
    HeatRow {
        name: team.name.clone(),
        href: format!("/teams/{}", team.id),
        explain: format!("/teams/{}/explain", team.id),
        index: means.map(|m| m.index.clone()),
        pillars: pillars(framework, |p| means.map(|m| m.pillars.get(p).cloned())),
        assessed: team.group.assessed(),
        not_assessed: team.group.not_assessed,
    }
}

/// A row for each workload, in their order.
pub(super) fn of_workloads(framework: &Framework, rows: &[WorkloadRow]) -> Vec<HeatRow> {
    rows.iter().map(|row| workload(framework, row)).collect()
}

fn workload(framework: &Framework, row: &WorkloadRow) -> HeatRow {
    let own = |p: &PillarId| {
        let found = row.pillars.iter().find(|(id, _)| id == p);
        found
            .filter(|_| row.assessed)
            .map(|(_, score)| score.clone())
            .unwrap_or_default()
    };
    HeatRow {
        name: row.name.clone(),
        href: format!("/workloads/{}", row.id),
        explain: format!("/workloads/{}/explain", row.id),
        index: if row.assessed {
            row.index.clone()
        } else {
            Triple::default()
        },
        pillars: pillars(framework, own),
        assessed: u32::from(row.assessed),
        not_assessed: u32::from(!row.assessed),
    }
}

/// Every pillar in the framework's order, so that the columns of all rows are the same.
fn pillars(
    framework: &Framework,
    of: impl Fn(&PillarId) -> Triple<Option<Exact>>,
) -> Vec<(PillarId, Triple<Option<Exact>>)> {
    framework
        .pillars
        .iter()
        .map(|p| (p.id.clone(), of(&p.id)))
        .collect()
}
