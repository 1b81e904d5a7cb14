//! Heat maps: teams of an organisation, workloads of a team, ranked by what is proven.

use std::cmp::Reverse;

use domain::{
    Exact, Framework, Headline, MeanScores, PillarId, TeamId, Triple, views::overview::HeatRow,
};
use store::workloads::Listed;

use super::{assessed, means, number};
use crate::{results::Summary, workload::Row};

/// A row for each team, also for those without workloads.
pub(super) fn of_teams(
    framework: &Framework,
    rows: &[Row],
    teams: &[(TeamId, String)],
) -> Vec<HeatRow> {
    let row = |(id, name): &(TeamId, String)| {
        let own: Vec<_> = assessed(rows).filter(|(row, _)| row.team == *id).collect();
        let all = rows.iter().filter(|(row, _)| row.team == *id).count();
        let means = means(&own);
        HeatRow {
            name: name.clone(),
            href: format!("/teams/{id}"),
            explain: format!("/teams/{id}/explain"),
            index: means.map(|m| m.index.clone()),
            pillars: pillars(framework, |p| {
                means.map(|m: &MeanScores| m.pillars.get(p).cloned())
            }),
            assessed: number(own.len()),
            not_assessed: number(all - own.len()),
        }
    };
    ranked(teams.iter().map(row).collect())
}

/// A row for each workload.
pub(super) fn of_workloads(framework: &Framework, rows: &[Row]) -> Vec<HeatRow> {
    ranked(
        rows.iter()
            .map(|(row, summary)| workload(framework, row, summary.as_deref()))
            .collect(),
    )
}

fn workload(framework: &Framework, row: &Listed, summary: Option<&Summary>) -> HeatRow {
    let headline = summary
        .filter(|s| s.assessed())
        .map(|s| s.headline.clone())
        .unwrap_or_default();
    let counted = summary.is_some_and(Summary::assessed);
    HeatRow {
        name: row.name.clone(),
        href: format!("/workloads/{}", row.id),
        explain: format!("/workloads/{}/explain", row.id),
        index: headline.map(|h| h.index.clone()),
        pillars: pillars(framework, |p| {
            headline.map(|h: &Headline| h.pillars.get(p).cloned())
        }),
        assessed: u32::from(counted),
        not_assessed: u32::from(!counted),
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

/// The greatest assured index first, then the greatest claimed one; rows without numbers last (`None` is least).
fn ranked(mut rows: Vec<HeatRow>) -> Vec<HeatRow> {
    let key = |r: &HeatRow| {
        (
            Reverse((r.index.assured.clone(), r.index.claimed.clone())),
            r.name.to_lowercase(),
        )
    };
    rows.sort_by_cached_key(key);
    rows
}
