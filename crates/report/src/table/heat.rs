//! Teams or workloads by pillar: the assured and the claimed score.

use domain::{Exact, Framework, Locale, PillarId, Set, Triple};

use super::{Cell, Rows};
use crate::{
    model::{GroupKind, GroupReport, GroupRow, TeamRow},
    words::Worded,
};

/// Name and framework version; index and pillars, each assured and claimed.
pub fn columns(report: &GroupReport<'_>) -> Vec<(String, String)> {
    let name = match report.kind {
        GroupKind::Organisation => ("团队", "Team"),
        GroupKind::Team => ("工作负载", "Workload"),
    };
    let two = |zh: &str, en: &str| {
        [Set::Assured, Set::Claimed].map(|set| {
            (
                format!("{zh}（{}）", set.word(Locale::Zh)),
                format!("{en} ({})", set.word(Locale::En).to_lowercase()),
            )
        })
    };
    let pillars = report.framework.pillars.iter();
    let scores = pillars.flat_map(|p| two(&p.name.zh, &p.name.en));
    let first = [name, ("框架版本", "Framework version")];
    let first = first.map(|(zh, en)| (zh.to_owned(), en.to_owned()));
    first
        .into_iter()
        .chain(two("指数", "Index"))
        .chain(scores)
        .collect()
}

/// The rows of an organisation: its teams.
pub fn teams(report: &GroupReport<'_>) -> Rows {
    let pillars: Vec<_> = report.framework.pillars.iter().map(|p| &p.id).collect();
    let row = |team: &TeamRow| {
        let index = Triple::of(|set| team.means.get(set).index.as_ref());
        let score = |id: &PillarId, set| team.means.get(set).pillars.get(id);
        let of = (team.name.as_str(), team.version.as_deref());
        one(of, &index, &pillars, &score)
    };
    report.teams.iter().map(row).collect()
}

/// A row of a team: one of its workloads; none where that is not assessed.
pub fn workload(row: &GroupRow, framework: &Framework) -> Option<Vec<Cell>> {
    let pillars: Vec<_> = framework.pillars.iter().map(|p| &p.id).collect();
    let headline = &row.result.as_ref()?.headline;
    let index = Triple::of(|set| headline.get(set).index.as_ref());
    let score = |id: &PillarId, set| headline.get(set).pillars.get(id);
    let of = (row.name.as_str(), Some(row.framework_version.as_str()));
    Some(one(of, &index, &pillars, &score))
}

fn one<'a>(
    (name, version): (&str, Option<&str>),
    index: &Triple<Option<&'a Exact>>,
    pillars: &[&PillarId],
    score: &dyn Fn(&PillarId, Set) -> Option<&'a Exact>,
) -> Vec<Cell> {
    let two = [Set::Assured, Set::Claimed];
    let mut cells: Vec<Cell> = vec![name.into(), version.into()];
    cells.extend(two.map(|set| Cell::from(*index.get(set))));
    for id in pillars {
        cells.extend(two.map(|set| Cell::from(score(id, set))));
    }
    cells
}
