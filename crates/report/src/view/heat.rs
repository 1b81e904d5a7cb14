//! The heat map: teams or workloads by pillar, the weakest first.

use domain::{Exact, Headline, Locale, MeanScores, Pillar, PillarId, Triple};
use serde::Serialize;

use super::{
    common::{clean, of},
    versions,
};
use crate::{
    model::{GroupKind, GroupReport},
    words::Worded,
};

/// One team or workload.
#[derive(Serialize)]
pub struct HeatRow {
    pub name: String,
    pub note: String,
    pub index: Cell,
    pub cells: Vec<Cell>,
}

/// One cell: the assured score, what is claimed beyond it, and the colour's step; empty where nothing applies.
#[derive(Default, Serialize)]
pub struct Cell {
    pub value: String,
    pub gap: String,
    pub step: Option<usize>,
}

/// Index and pillars of a team or workload.
trait Scored {
    fn index(&self) -> Option<&Exact>;
    fn pillar(&self, id: &PillarId) -> Option<&Exact>;
}

macro_rules! scored {
    ($($ty:ty),*) => {$(impl Scored for $ty {
        fn index(&self) -> Option<&Exact> { self.index.as_ref() }
        fn pillar(&self, id: &PillarId) -> Option<&Exact> { self.pillars.get(id) }
    })*};
}
scored!(MeanScores, Headline);

/// Whether a row's numbers are of another framework version than the report's means, and its assured index.
type Rank = (bool, Option<Exact>);

/// The rows, by the assured index, lowest first; those of another framework version say so and come after the others.
pub fn view(report: &GroupReport<'_>, locale: Locale) -> Vec<HeatRow> {
    let pillars = &report.framework.pillars;
    let noted = |note: String, version: Option<&str>| {
        let mark = versions::mark(report, version, locale);
        if mark.is_empty() {
            return (false, note);
        }
        (true, format!("{note} · {mark}"))
    };
    let mut rows: Vec<(Rank, HeatRow)> = match report.kind {
        GroupKind::Organisation => report
            .teams
            .iter()
            .filter(|t| t.assessed > 0)
            .map(|t| {
                heat_row(
                    &t.name,
                    noted(of(t.assessed, t.workloads, locale), t.version.as_deref()),
                    &t.means,
                    pillars,
                )
            })
            .collect(),
        GroupKind::Team => report
            .rows
            .iter()
            .filter_map(|r| {
                Some(heat_row(
                    &r.name,
                    noted(r.tier.word(locale).to_owned(), Some(&r.framework_version)),
                    &r.result.as_ref()?.headline,
                    pillars,
                ))
            })
            .collect(),
    };
    rows.sort_by(|a, b| (&a.0, &a.1.name).cmp(&(&b.0, &b.1.name)));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// How many rows there are, where only the weakest workloads are in the report too.
pub fn total(report: &GroupReport<'_>) -> usize {
    match report.kind {
        GroupKind::Organisation => report.teams.iter().filter(|t| t.assessed > 0).count(),
        GroupKind::Team => usize::try_from(report.totals().assessed).unwrap_or(usize::MAX),
    }
}

fn heat_row(
    name: &str,
    (unlike, note): (bool, String),
    scores: &Triple<impl Scored>,
    pillars: &[Pillar],
) -> (Rank, HeatRow) {
    let (assured, claimed) = (&scores.assured, &scores.claimed);
    let cells = pillars
        .iter()
        .map(|p| cell(assured.pillar(&p.id), claimed.pillar(&p.id)))
        .collect();
    let row = HeatRow {
        name: clean(name),
        note,
        index: cell(assured.index(), claimed.index()),
        cells,
    };
    ((unlike, assured.index().cloned()), row)
}

fn cell(assured: Option<&Exact>, claimed: Option<&Exact>) -> Cell {
    let (Some(assured), Some(claimed)) = (assured, claimed) else {
        return Cell::default();
    };
    let gap = claimed.clone() - assured.clone();
    let tens = (assured.clone() / Exact::whole(10)).to_f64().floor();
    let step = (0..10_u8)
        .rev()
        .find(|n| f64::from(*n) <= tens)
        .unwrap_or(0);
    Cell {
        value: assured.decimal(0),
        gap: format!("+{}", gap.decimal(0)),
        step: Some(usize::from(step)),
    }
}
