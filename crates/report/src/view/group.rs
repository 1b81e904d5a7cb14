//! The document about a team or the organisation.

use domain::{Band, Locale, Pillar, Set, Triple};
use serde::Serialize;

use super::{
    common::{Bar, Figure, Frame, bar, clean, of, percent, scores3},
    heat,
    method::{self, Method},
    risks::{RiskRow, risk_row},
    summary::radar_alt,
    versions::{self, Versions},
};
use crate::{
    charts::{self, Axis, ChartError, Look, palette},
    dates,
    lookup::Names,
    model::{GroupKind, GroupReport, GroupResult, GroupRow, LISTED},
    words::Worded,
};

/// Everything on the pages.
#[derive(Serialize)]
pub struct GroupView {
    #[serde(flatten)]
    pub frame: Frame,
    pub organisation: bool,
    pub name: String,
    pub facts: Vec<(&'static str, String)>,
    pub index: Bar,
    pub level: String,
    pub figures: Vec<Figure>,
    pub radar: String,
    pub radar_alt: &'static str,
    /// Framework versions, where there are several.
    pub versions: Option<Versions>,
    pub heads: Vec<Head>,
    pub pillars: Vec<(Head, Bar)>,
    /// Teams in an organisation's report, workloads in a team's.
    pub heat: Vec<heat::HeatRow>,
    pub workloads: Vec<WorkloadRow>,
    /// How many workloads are not listed, and where they are; empty where all are.
    pub workloads_more: String,
    pub missing: Vec<(String, String, &'static str)>,
    /// The same of those that are not assessed.
    pub missing_more: String,
    pub risks: Vec<RiskRow>,
    pub progress: Vec<(&'static str, u32, f64)>,
    pub progress_note: String,
    pub method: Method,
}

#[derive(Clone, Serialize)]
pub struct Head {
    pub letter: String,
    pub colour: &'static str,
    pub name: String,
}

#[derive(Serialize)]
pub struct WorkloadRow {
    pub name: String,
    /// Its framework version, where that is not the report's.
    pub version: String,
    pub team: String,
    pub tier: &'static str,
    pub bar: Bar,
    pub level: String,
    pub proven: String,
    pub risks: String,
    pub worst: Option<&'static str>,
    pub date: String,
}

impl GroupView {
    /// Gathers the pages.
    pub fn new(report: &GroupReport<'_>, family: &str, locale: Locale) -> Result<Self, ChartError> {
        let level = report.means.assured.index.as_ref().map(domain::maturity);
        let totals = report.totals();
        let heads: Vec<_> = report
            .framework
            .pillars
            .iter()
            .map(|p| head(p, locale))
            .collect();
        let of_pillar =
            |p: &Pillar| bar(&Triple::of(|set| report.means.get(set).pillars.get(&p.id)));
        let bars = report.framework.pillars.iter().map(of_pillar);
        Ok(Self {
            frame: versions::frame(report, family, locale),
            organisation: report.kind == GroupKind::Organisation,
            name: clean(&report.name),
            facts: facts(report, locale),
            index: bar(&Triple::of(|set| report.means.get(set).index.as_ref())),
            level: level.map_or_else(
                || "—".to_owned(),
                |l| report.framework.level_name(l, locale),
            ),
            figures: figures(report, locale),
            radar: radar(report, family, locale)?,
            radar_alt: radar_alt(locale),
            versions: versions::view(report, locale),
            pillars: heads.iter().cloned().zip(bars).collect(),
            heads,
            heat: heat::view(report, locale),
            workloads: workloads(report, locale),
            workloads_more: left_out(totals.assessed, locale, true),
            missing: missing(report, locale),
            missing_more: left_out(totals.missing.count, locale, false),
            risks: risks(report, locale),
            progress: progress(report, locale),
            progress_note: progress_note(report, locale),
            method: method::view(
                report.framework,
                (&report.input_hash, &report.origin),
                locale,
            ),
        })
    }
}

fn head(pillar: &Pillar, locale: Locale) -> Head {
    Head {
        letter: pillar.letter.clone(),
        colour: palette::pillar(pillar.id.as_str()).token,
        name: pillar.name.get(locale).to_owned(),
    }
}

/// What stands on the cover.
pub fn facts(report: &GroupReport<'_>, locale: Locale) -> Vec<(&'static str, String)> {
    let zh = locale == Locale::Zh;
    let framework = report.framework;
    let totals = report.totals();
    let (whole, assessed) = (totals.workloads, totals.assessed);
    let mut facts = Vec::new();
    if report.kind == GroupKind::Organisation {
        facts.push((
            if zh { "团队" } else { "Teams" },
            report.teams.len().to_string(),
        ));
    }
    let part = match locale {
        Locale::Zh => format!("{whole}个，已评估{assessed}个"),
        Locale::En => format!("{whole}, of which {assessed} assessed"),
    };
    facts.push((if zh { "工作负载" } else { "Workloads" }, part));
    if !report.chosen.is_empty() {
        let between = if zh { "；" } else { "; " };
        facts.push((
            if zh { "选取范围" } else { "Chosen by" },
            clean(&report.chosen.join(between)),
        ));
    }
    facts.push((
        if zh { "框架" } else { "Framework" },
        format!(
            "{} {}",
            framework.name.get(locale),
            versions::line(report, locale)
        ),
    ));
    facts.push((
        if zh { "生成于" } else { "Generated" },
        dates::long_instant(report.generated_at, locale),
    ));
    facts
}

/// The four figures.
pub fn figures(report: &GroupReport<'_>, locale: Locale) -> Vec<Figure> {
    let totals = report.totals();
    let counts = totals.coverage;
    let (whole, done) = (totals.workloads, totals.assessed);
    let figure = |value: String, label, note: String| Figure::new(value, label, note, locale);
    vec![
        figure(
            percent(done, whole),
            ("已评估的工作负载", "Workloads assessed"),
            of(done, whole, locale),
        ),
        figure(
            percent(counts.answered(), counts.in_scope),
            ("已回答的准则", "Criteria answered"),
            of(counts.answered(), counts.in_scope, locale),
        ),
        figure(
            percent(counts.proven, counts.met),
            ("满足项中已证实", "Of met, proven"),
            of(counts.proven, counts.met, locale),
        ),
        figure(
            format!("{} / {}", totals.open_critical, totals.open_high),
            ("严重／高残余风险", "Critical / high risks"),
            if locale == Locale::Zh {
                "已证实、未接受"
            } else {
                "assured, not accepted"
            }
            .to_owned(),
        ),
    ]
}

/// The radar of the means.
pub fn radar(report: &GroupReport<'_>, family: &str, locale: Locale) -> Result<String, ChartError> {
    let of_pillar = |p: &Pillar| {
        let scores = scores3(&Triple::of(|set| report.means.get(set).pillars.get(&p.id)))?;
        Some(Axis {
            name: p.name.get(locale).to_owned(),
            colour: palette::pillar(p.id.as_str()),
            scores,
        })
    };
    let axes: Vec<_> = report
        .framework
        .pillars
        .iter()
        .filter_map(of_pillar)
        .collect();
    if axes.is_empty() {
        return Ok(String::new());
    }
    charts::radar(
        &axes,
        &Look {
            font: family,
            label: radar_alt(locale),
        },
    )
}

fn workloads(report: &GroupReport<'_>, locale: Locale) -> Vec<WorkloadRow> {
    let mut rows: Vec<_> = report
        .rows
        .iter()
        .filter_map(|r| Some((r, r.result.as_ref()?)))
        .collect();
    rows.sort_by_cached_key(|(r, result)| {
        let unlike = report.unlike(&r.framework_version);
        let index = result.headline.assured.index.clone();
        (unlike, index, r.name.clone(), r.id)
    });
    rows.into_iter()
        .take(LISTED)
        .map(|(row, result)| workload(report, (row, result), locale))
        .collect()
}

/// Which of so many are listed, and where the others are.
fn left_out(of: u32, locale: Locale, ranked: bool) -> String {
    let more = usize::try_from(of)
        .unwrap_or(usize::MAX)
        .saturating_sub(LISTED);
    match (more, ranked, locale) {
        (0, ..) => String::new(),
        (n, true, Locale::Zh) => {
            format!(
                "此处列出已证实指数最低的{LISTED}个；其余{n}个见同一范围的XLSX和workloads.csv。"
            )
        }
        (n, true, Locale::En) => format!(
            "Listed are the {LISTED} with the lowest assured index; {n} more are in the XLSX and workloads.csv of the same range."
        ),
        (n, false, Locale::Zh) => {
            format!("此处列出前{LISTED}个；其余{n}个见同一范围的XLSX和workloads.csv。")
        }
        (n, false, Locale::En) => format!(
            "Listed are the first {LISTED}; {n} more are in the XLSX and workloads.csv of the same range."
        ),
    }
}

fn workload(
    report: &GroupReport<'_>,
    (row, result): (&GroupRow, &GroupResult),
    locale: Locale,
) -> WorkloadRow {
    let level = |set: Set| {
        result
            .levels
            .get(set)
            .map_or("—".to_owned(), |l| l.to_string())
    };
    let worst = match (result.open_critical, result.open_high) {
        (0, 0) => None,
        (0, _) => Some(Band::High.as_str()),
        _ => Some(Band::Critical.as_str()),
    };
    WorkloadRow {
        name: clean(&row.name),
        version: versions::mark(report, Some(&row.framework_version), locale),
        team: clean(&row.team),
        tier: row.tier.word(locale),
        bar: bar(&Triple::of(|set| result.headline.get(set).index.as_ref())),
        level: format!("{} / {}", level(Set::Assured), level(Set::Claimed)),
        proven: percent(result.coverage.proven, result.coverage.met),
        risks: format!("{} / {}", result.open_critical, result.open_high),
        worst,
        date: dates::iso(result.assessed_on),
    }
}

fn missing(report: &GroupReport<'_>, locale: Locale) -> Vec<(String, String, &'static str)> {
    let mut rows: Vec<_> = report.rows.iter().filter(|r| r.result.is_none()).collect();
    rows.sort_by_key(|r| (r.tier, &r.team, &r.name, r.id));
    rows.into_iter()
        .take(LISTED)
        .map(|r| (clean(&r.name), clean(&r.team), r.tier.word(locale)))
        .collect()
}

fn risks(report: &GroupReport<'_>, locale: Locale) -> Vec<RiskRow> {
    let row = |top: &crate::model::TopRisk| {
        let name = clean(report.framework.risk_name(&top.risk, locale));
        risk_row(
            clean(&top.workload),
            name,
            &top.risk,
            top.treatment.as_ref(),
            locale,
        )
    };
    report.top_risks.iter().map(row).collect()
}

/// Actions by state with their share in percent; nothing where there is no action.
fn progress(report: &GroupReport<'_>, locale: Locale) -> Vec<(&'static str, u32, f64)> {
    use crate::model::ActionState::{Done, Dropped, InProgress, Open};
    let plan = report.plan;
    let all = plan.open + plan.in_progress + plan.done + plan.dropped;
    if all == 0 {
        return Vec::new();
    }
    let share = |n: u32| f64::from(n) * 100.0 / f64::from(all);
    [
        (Done, plan.done),
        (InProgress, plan.in_progress),
        (Open, plan.open),
        (Dropped, plan.dropped),
    ]
    .map(|(state, n)| (state.word(locale), n, share(n)))
    .into()
}

fn progress_note(report: &GroupReport<'_>, locale: Locale) -> String {
    let plan = report.plan;
    match locale {
        Locale::Zh => format!(
            "{}项已逾期；未完成的还需{}人天。",
            plan.overdue, plan.effort_days
        ),
        Locale::En => domain::agreed(format!(
            "{} overdue; what is not done takes {} ‹person-day|person-days›.",
            plan.overdue, plan.effort_days
        )),
    }
}
