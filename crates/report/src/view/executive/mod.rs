//! Two pages for those who decide, of a workload or a group.

mod decisions;
mod group;
mod workload;

use domain::{Pillar, Set, Triple};
use serde::Serialize;

use super::{
    common::{Banded, Bar, Figure, Frame, bar},
    heat::HeatRow,
    risks::RiskRow,
    versions::Versions,
};
use crate::charts::palette;

pub use self::{group::view as group, workload::view as workload};

/// Everything on the two pages.
#[derive(Serialize)]
pub struct ExecutiveView {
    #[serde(flatten)]
    pub frame: Frame,
    /// For whom and about what.
    pub kind: &'static str,
    pub group: bool,
    pub name: String,
    /// Team, tier, state, framework and day in one line.
    pub about: String,
    pub index: Bar,
    pub levels: Vec<(String, String)>,
    pub floors: Vec<String>,
    pub figures: Vec<Figure>,
    pub pillars: Vec<PillarLine>,
    pub radar: String,
    pub radar_alt: &'static str,
    /// Framework versions of a group, where there are several.
    pub versions: Option<Versions>,
    pub heat: Vec<HeatRow>,
    pub heat_of: &'static str,
    pub heat_more: String,
    pub risks: Vec<RiskLine>,
    pub plan_lead: String,
    pub curve: String,
    pub plan: Vec<PlanLine>,
    pub plan_more: String,
    pub decisions: Vec<DecisionLine>,
    pub origin: Vec<(&'static str, String)>,
}

/// One pillar.
#[derive(Serialize)]
pub struct PillarLine {
    pub letter: String,
    pub colour: &'static str,
    pub name: String,
    pub bar: Bar,
    pub level: String,
}

/// One risk.
#[derive(Serialize)]
pub struct RiskLine {
    pub id: String,
    pub name: String,
    /// Its workload, in a group.
    pub place: String,
    pub claimed: Banded,
    pub assured: Banded,
    pub treatment: String,
}

impl RiskLine {
    /// The part of a row of the register that fits.
    pub fn new(row: RiskRow) -> Self {
        let parts = [row.treatment, row.detail];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        let treatment = parts.collect::<Vec<_>>().join(" · ");
        Self {
            id: row.id,
            name: row.name,
            place: row.workload,
            claimed: row.claimed,
            assured: row.assured,
            treatment: clip(&treatment, 56),
        }
    }
}

/// One action with its day.
#[derive(Serialize)]
pub struct PlanLine {
    pub id: String,
    pub text: String,
    /// Its workload, in a group.
    pub place: String,
    pub owner: String,
    pub due: String,
    pub overdue: bool,
    pub state: &'static str,
}

/// Something that somebody has to decide.
#[derive(Serialize)]
pub struct DecisionLine {
    pub count: String,
    pub what: String,
    pub detail: String,
}

impl DecisionLine {
    /// A line where there is something to decide.
    pub fn some(count: usize, what: String, detail: String) -> Option<Self> {
        (count > 0).then(|| Self {
            count: count.to_string(),
            what,
            detail,
        })
    }
}

/// A pillar with its three numbers.
pub fn pillar_line<'a>(
    pillar: &'a Pillar,
    score: impl Fn(Set) -> Option<&'a domain::Exact>,
    level: String,
    locale: domain::Locale,
) -> PillarLine {
    PillarLine {
        letter: pillar.letter.clone(),
        colour: palette::pillar(pillar.id.as_str()).token,
        name: pillar.name.get(locale).to_owned(),
        bar: bar(&Triple::of(score)),
        level,
    }
}

/// The beginning of a text, for lines that must stay short.
pub fn clip(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let short = text.chars().take(length.saturating_sub(1));
    short.chain(['…']).collect()
}

/// The first few of a list, and how many more there are.
pub fn listed(items: impl Iterator<Item = String>, shown: usize, locale: domain::Locale) -> String {
    let all: Vec<String> = items.collect();
    let total = all.len();
    first_of(all, total, shown, locale)
}

/// The same of so many, of which these are the first.
pub fn first_of(first: Vec<String>, total: usize, shown: usize, locale: domain::Locale) -> String {
    let between = match locale {
        domain::Locale::Zh => "、",
        domain::Locale::En => ", ",
    };
    let rest = total.saturating_sub(shown);
    let first: Vec<_> = first.into_iter().take(shown).collect();
    let mut text = first.join(between);
    if rest > 0 {
        let more = match locale {
            domain::Locale::Zh => format!("，另有{rest}项"),
            domain::Locale::En => format!(", and {rest} more"),
        };
        text.push_str(&more);
    }
    text
}
