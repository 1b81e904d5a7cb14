//! Teams or workloads by pillar: the assured and the claimed score.

use domain::{Exact, Locale, PillarId, Set, Triple};

use super::{Cell, Rows};
use crate::{
    model::{GroupKind, GroupReport},
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

/// The rows: teams of the organisation, workloads of a team.
pub fn rows(report: &GroupReport<'_>) -> Rows {
    let pillars: Vec<_> = report.framework.pillars.iter().map(|p| &p.id).collect();
    match report.kind {
        GroupKind::Organisation => {
            let teams = report.teams.iter();
            teams
                .map(|t| {
                    let index = Triple::of(|set| t.means.get(set).index.as_ref());
                    let score = |id: &PillarId, set| t.means.get(set).pillars.get(id);
                    one(
                        (t.name.as_str(), t.version.as_deref()),
                        &index,
                        &pillars,
                        &score,
                    )
                })
                .collect()
        }
        GroupKind::Team => {
            let rows = report.rows.iter();
            let assessed = rows.filter_map(|r| Some((r, r.result.as_ref()?)));
            assessed
                .map(|(row, result)| {
                    let index = Triple::of(|set| result.headline.get(set).index.as_ref());
                    let score = |id: &PillarId, set| result.headline.get(set).pillars.get(id);
                    let of = (row.name.as_str(), Some(row.framework_version.as_str()));
                    one(of, &index, &pillars, &score)
                })
                .collect()
        }
    }
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
