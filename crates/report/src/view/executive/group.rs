//! The two pages on a team, the organisation or chosen workloads of the two.

use domain::{Exact, Locale, Pillar, Set, Triple, maturity};

use super::{ExecutiveView, PillarLine, PlanLine, RiskLine, clip, decisions, pillar_line};
use crate::{
    charts::ChartError,
    dates,
    lookup::Names,
    model::{DueAction, GroupKind, GroupReport, WEAKEST},
    view::{
        common::{bar, clean},
        group, heat, origin, plan as of_plan, risks, summary, versions,
    },
    words::Worded,
};

/// Rows of each list.
const RISKS: usize = 6;
const ACTIONS: usize = 8;

/// Gathers the pages.
pub fn view(
    report: &GroupReport<'_>,
    family: &str,
    locale: Locale,
) -> Result<ExecutiveView, ChartError> {
    let (heat, heat_more) = weakest(report, locale);
    let (plan, plan_more) = due(report, locale);
    Ok(ExecutiveView {
        frame: versions::frame(report, family, locale),
        kind: match (report.kind, locale) {
            (GroupKind::Team, Locale::Zh) => "管理层报告 · 团队",
            (GroupKind::Team, Locale::En) => "Executive report · team",
            (GroupKind::Organisation, Locale::Zh) => "管理层报告 · 组织",
            (GroupKind::Organisation, Locale::En) => "Executive report · organisation",
        },
        group: true,
        name: clean(&clip(&report.name, 90)),
        about: about(report, locale),
        index: bar(&Triple::of(|set| report.means.get(set).index.as_ref())),
        levels: levels(report, locale),
        floors: Vec::new(),
        figures: group::figures(report, locale),
        pillars: pillars(report, locale),
        radar: group::radar(report, family, locale)?,
        radar_alt: summary::radar_alt(locale),
        versions: versions::view(report, locale),
        heat,
        heat_of: match (report.kind, locale) {
            (GroupKind::Team, Locale::Zh) => "工作负载",
            (GroupKind::Team, Locale::En) => "Workload",
            (GroupKind::Organisation, Locale::Zh) => "团队",
            (GroupKind::Organisation, Locale::En) => "Team",
        },
        heat_more,
        risks: top_risks(report, locale),
        plan_lead: lead(report, locale),
        curve: curve(report, family, locale)?,
        plan,
        plan_more,
        decisions: decisions::of_group(report, locale),
        origin: origin::facts(report.framework, &report.input_hash, &report.origin, locale),
    })
}

fn about(report: &GroupReport<'_>, locale: Locale) -> String {
    group::facts(report, locale)
        .into_iter()
        .map(|(name, value)| match locale {
            Locale::Zh => format!("{name}{value}"),
            Locale::En => format!("{name}: {value}"),
        })
        .collect::<Vec<_>>()
        .join(" · ")
}

fn levels(report: &GroupReport<'_>, locale: Locale) -> Vec<(String, String)> {
    let level = |set: Set| {
        let index = report.means.get(set).index.as_ref();
        let name = index.map(|index| report.framework.level_name(maturity(index), locale));
        (
            set.word(locale).to_owned(),
            name.unwrap_or_else(|| "—".to_owned()),
        )
    };
    Set::ALL.iter().map(|set| level(*set)).collect()
}

fn pillars(report: &GroupReport<'_>, locale: Locale) -> Vec<PillarLine> {
    let line = |pillar: &Pillar| {
        let score = |set| report.means.get(set).pillars.get(&pillar.id);
        let level = |set| score(set).map_or_else(|| "—".to_owned(), |s| maturity(s).to_string());
        let both = format!("{} / {}", level(Set::Assured), level(Set::Claimed));
        pillar_line(pillar, score, both, locale)
    };
    report.framework.pillars.iter().map(line).collect()
}

/// The weakest teams or workloads.
fn weakest(report: &GroupReport<'_>, locale: Locale) -> (Vec<heat::HeatRow>, String) {
    let mut all = heat::view(report, locale);
    let more = heat::total(report).saturating_sub(WEAKEST);
    all.truncate(WEAKEST);
    for row in &mut all {
        row.name = clip(&row.name, 28);
    }
    let more = match (more, locale) {
        (0, _) => String::new(),
        (n, Locale::Zh) => format!("已证实指数最低的{WEAKEST}行；另有{n}行见团队报告。"),
        (n, Locale::En) => {
            format!("The {WEAKEST} with the lowest assured index; the team's report has {n} more.")
        }
    };
    (all, more)
}

fn top_risks(report: &GroupReport<'_>, locale: Locale) -> Vec<RiskLine> {
    let line = |top: &crate::model::TopRisk| {
        let name = report.framework.risk_name(&top.risk, locale).to_owned();
        let place = clean(&clip(&top.workload, 60));
        RiskLine::new(risks::risk_row(
            place,
            name,
            &top.risk,
            top.treatment.as_ref(),
            locale,
        ))
    };
    report.top_risks.iter().take(RISKS).map(line).collect()
}

/// Today's index and the one of half a year from now, where the plans change it.
fn ends<'a>(report: &'a GroupReport<'_>) -> Option<(&'a Exact, &'a Exact)> {
    let ends = report.projected.first().zip(report.projected.last());
    ends.filter(|(from, to)| from != to)
}

fn curve(report: &GroupReport<'_>, family: &str, locale: Locale) -> Result<String, ChartError> {
    let Some((start, _)) = ends(report) else {
        return Ok(String::new());
    };
    let weeks = report.projected.iter().enumerate().skip(1);
    let points = weeks.filter_map(|(week, index)| {
        let days = u32::try_from(week).ok()?.checked_mul(7)?;
        Some((days, index.to_f64()))
    });
    of_plan::drawn((start.to_f64(), points.collect()), family, locale)
}

fn lead(report: &GroupReport<'_>, locale: Locale) -> String {
    let leads = ends(report).map(|(from, to)| {
        let (from, to) = (from.decimal(1), to.decimal(1));
        match locale {
            Locale::Zh => format!("照此推进，半年内已声明指数从{from}升到{to}。"),
            Locale::En => {
                format!(
                    " Followed, they take the claimed index from {from} to {to} in half a year."
                )
            }
        }
    });
    progress(report, locale) + &leads.unwrap_or_default()
}

fn progress(report: &GroupReport<'_>, locale: Locale) -> String {
    let plan = report.plan;
    let all = plan.open + plan.in_progress + plan.done + plan.dropped;
    match locale {
        Locale::Zh => format!(
            "计划内{all}项行动：{}项已做、待回答，{}项进行中，{}项未开始，{}项不做；{}项逾期，未完成的还需{}人天。",
            plan.done, plan.in_progress, plan.open, plan.dropped, plan.overdue, plan.effort_days
        ),
        Locale::En => domain::agreed(format!(
            "{all} ‹action|actions› in the plans: {} done and not yet answered, {} in progress, {} open, {} dropped; {} overdue, and what is not \
             done takes {} ‹person-day|person-days›.",
            plan.done, plan.in_progress, plan.open, plan.dropped, plan.overdue, plan.effort_days
        )),
    }
}

/// The actions that are due next, the longest overdue first.
fn due(report: &GroupReport<'_>, locale: Locale) -> (Vec<PlanLine>, String) {
    let today = report.generated_at.date();
    let line = |action: &DueAction| {
        let text = report.framework.criterion(&action.criterion);
        PlanLine {
            id: action.criterion.to_string(),
            text: text
                .map(|(_, k)| clip(k.how_to.get(locale), 90))
                .unwrap_or_default(),
            place: clean(&clip(&action.workload, 60)),
            owner: action
                .owner
                .as_deref()
                .map(|name| clean(&clip(name, 40)))
                .unwrap_or_default(),
            due: dates::iso(action.due),
            overdue: action.due < today,
            state: action.state.word(locale),
        }
    };
    let lines = report.due.iter().take(ACTIONS).map(line).collect();
    let more = usize::try_from(report.due_total)
        .unwrap_or(usize::MAX)
        .saturating_sub(ACTIONS);
    let more = match (more, locale) {
        (0, _) => String::new(),
        (n, Locale::Zh) => format!("另有{n}项有期限的行动，见各工作负载的plan.csv。"),
        (n, Locale::En) => {
            format!("And {n} more with a due date: plan.csv of each workload has them.")
        }
    };
    (lines, more)
}
