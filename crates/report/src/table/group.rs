//! Workloads of a team or the organisation.

use domain::{Framework, Locale, Set};

use super::{Cell, Column};
use crate::{
    model::GroupRow,
    words::{Worded, yes_no},
};

const FIRST: &[Column<'_>] = &[
    ("团队", "Team"),
    ("工作负载", "Workload"),
    ("编号", "Id"),
    ("分级", "Tier"),
    ("已评估", "Assessed"),
    ("评估日期", "Assessed on"),
    ("框架版本", "Framework version"),
    ("指数（已证实）", "Index (assured)"),
    ("指数（已声明）", "Index (claimed)"),
    ("指数（可能）", "Index (possible)"),
    ("级别（已证实）", "Level (assured)"),
    ("级别（已声明）", "Level (claimed)"),
    ("级别（可能）", "Level (possible)"),
    ("三层指数（已证实）", "Layer index (assured)"),
    ("三层指数（已声明）", "Layer index (claimed)"),
    ("范围内准则", "Criteria in scope"),
    ("满足", "Met"),
    ("已证实的准则", "Proven"),
    ("不满足", "Not met"),
    ("未知", "Unknown"),
    ("不适用", "Not applicable"),
    ("未回答", "Unanswered"),
    ("冲突", "Conflicts"),
    ("高风险（未接受）", "Open high risks"),
    ("严重风险（未接受）", "Open critical risks"),
];

/// The fixed headers, then two for each pillar: assured and claimed.
pub fn columns(framework: &Framework) -> Vec<(String, String)> {
    let fixed = FIRST
        .iter()
        .map(|(zh, en)| ((*zh).to_owned(), (*en).to_owned()));
    let pillars = framework.pillars.iter().flat_map(|p| {
        [Set::Assured, Set::Claimed].map(|set| {
            let zh = format!("{}（{}）", p.name.zh, set.word(Locale::Zh));
            (
                zh,
                format!("{} ({})", p.name.en, set.word(Locale::En).to_lowercase()),
            )
        })
    });
    fixed.chain(pillars).collect()
}

/// One row, for who writes them as they come.
pub fn row(row: &GroupRow, framework: &Framework, locale: Locale) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![
        row.team.clone().into(),
        row.name.clone().into(),
        row.id.to_string().into(),
        row.tier.number().into(),
        yes_no(row.result.is_some(), locale).into(),
    ];
    let width = FIRST.len() + 2 * framework.pillars.len();
    if let Some(result) = &row.result {
        cells.push(result.assessed_on.into());
        cells.push(row.framework_version.clone().into());
        let headline = |set: Set| result.headline.get(set);
        let every = || Set::ALL.iter().copied();
        cells.extend(every().map(|set| Cell::from(headline(set).index.as_ref())));
        cells.extend(every().map(|set| Cell::from(*result.levels.get(set))));
        let two = [Set::Assured, Set::Claimed];
        cells.extend(two.map(|set| Cell::from(headline(set).layer_index.as_ref())));
        let c = &result.coverage;
        let counts = [
            c.in_scope,
            c.met,
            c.proven,
            c.not_met,
            c.unknown,
            c.not_applicable,
            c.unanswered(),
            c.conflicts,
        ];
        cells.extend(counts.map(Cell::from));
        cells.extend([result.open_high, result.open_critical].map(Cell::from));
        for pillar in &framework.pillars {
            cells.extend(two.map(|set| Cell::from(headline(set).pillars.get(&pillar.id))));
        }
    }
    // A workload without an assessment has empty cells, never zeros.
    cells.resize(width, Cell::Empty);
    cells
}
