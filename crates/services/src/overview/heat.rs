//! Heat maps: teams of an organisation, workloads of a team, ranked by what is proven.

use std::cmp::Reverse;

use domain::{
    Exact, Framework, PillarId, Set, Triple,
    views::{overview::HeatRow, workloads::WorkloadRow},
};

use crate::results::groups::TeamNumbers;

/// Rows of teams, also of those without workloads: so many after so many others. The greatest assured index first, then
/// the greatest claimed one. Only numbers of one framework version are ranked with each other: teams of another stand after
/// them, and teams without numbers last.
pub(super) fn of_teams(
    framework: &Framework,
    teams: &[TeamNumbers],
    like: &str,
    (skipped, fit): (usize, usize),
) -> Vec<HeatRow> {
    let key = |team: &&TeamNumbers| {
        let leading = team.group.leading();
        let sums = leading.map(|(_, version)| &version.sums);
        let index = |set: Set| sums.and_then(|sums| sums.get(set).index.mean());
        let size = (index(Set::Assured), index(Set::Claimed));
        let unlike = leading.is_none_or(|(version, _)| version != like);
        (
            leading.is_none(),
            unlike,
            Reverse(size),
            team.name.to_lowercase(),
        )
    };
    let mut ranked: Vec<_> = teams.iter().collect();
    ranked.sort_by_cached_key(key);
    let shown = ranked.into_iter().skip(skipped).take(fit);
    shown.map(|team| of_team(framework, team, like)).collect()
}

fn of_team(framework: &Framework, team: &TeamNumbers, like: &str) -> HeatRow {
    let means = team.group.means();
    let version = team.group.leading().map(|(version, _)| version);
    HeatRow {
        name: team.name.clone(),
        href: format!("/teams/{}", team.id),
        version: version
            .filter(|version| *version != like)
            .map(str::to_owned),
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
        version: row.version.clone(),
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
