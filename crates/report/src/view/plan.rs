//! The plan in three phases with its curve.

use domain::{Locale, Phase, PlannedAction};
use serde::Serialize;

use super::common::clean;
use crate::{
    charts::{self, ChartError, Curve, Look},
    dates,
    lookup::Lookup,
    words::Worded,
};

/// The plan.
#[derive(Serialize)]
pub struct PlanView {
    pub curve: String,
    pub lead: String,
    pub phases: Vec<PhaseView>,
    pub later: String,
}

#[derive(Serialize)]
pub struct PhaseView {
    pub name: String,
    pub sum: String,
    pub rows: Vec<Row>,
}

#[derive(Serialize)]
pub struct Row {
    pub id: String,
    pub text: String,
    pub requires: String,
    pub effort: u32,
    pub gain: String,
    pub after: String,
    pub owner: String,
    pub due: String,
    pub state: &'static str,
}

/// The plan of a workload; without actions everything in it is empty.
pub fn view(lookup: &Lookup<'_>, family: &str) -> Result<PlanView, ChartError> {
    let locale = lookup.locale;
    let actions = &lookup.report.evaluation.plan;
    let phases = Phase::ALL.iter().map(|phase| {
        let own: Vec<_> = actions.iter().filter(|a| a.phase == Some(*phase)).collect();
        (phase, own)
    });
    let curve = if actions.is_empty() {
        String::new()
    } else {
        curve(lookup, family)?
    };
    let later: Vec<_> = actions.iter().filter(|a| a.phase.is_none()).collect();
    Ok(PlanView {
        curve,
        lead: lead(lookup, locale),
        phases: phases
            .filter(|(_, own)| !own.is_empty())
            .map(|(p, own)| phase_view(lookup, *p, &own))
            .collect(),
        later: if later.is_empty() {
            String::new()
        } else {
            later_text(&later, locale)
        },
    })
}

fn lead(lookup: &Lookup<'_>, locale: Locale) -> String {
    let capacity = lookup.report.inputs.capacity;
    let plan = &lookup.report.evaluation.plan;
    let days: u32 = plan.iter().map(|a| a.effort_days).sum();
    match locale {
        Locale::Zh => format!(
            "目标级别以下共有{}项行动、{days}人天。团队每月可投入{capacity}人天；先做前置项，再按（指数增益＋风险增益）÷工作量排序。",
            plan.len()
        ),
        Locale::En => domain::agreed(format!(
            "Up to the target levels: {} ‹action|actions›, {days} ‹person-day|person-days›. The team has {capacity} \
             ‹person-day|person-days› a month. Prerequisites come first, then (index gain + risk gain) ÷ effort.",
            plan.len()
        )),
    }
}

fn later_text(later: &[&PlannedAction], locale: Locale) -> String {
    let days: u32 = later.iter().map(|a| a.effort_days).sum();
    match locale {
        Locale::Zh => format!(
            "另有{}项行动、{days}人天排不进180天，见CSV与JSON导出。",
            later.len()
        ),
        Locale::En => domain::agreed(format!(
            "Beyond 180 days: {} more ‹action|actions›, {days} ‹person-day|person-days›; the CSV and JSON exports list them.",
            later.len()
        )),
    }
}

fn phase_view(lookup: &Lookup<'_>, phase: Phase, actions: &[&PlannedAction]) -> PhaseView {
    let days: u32 = actions.iter().map(|a| a.effort_days).sum();
    let after = actions
        .last()
        .map(|a| a.index_after.decimal(1))
        .unwrap_or_default();
    let sum = match lookup.locale {
        Locale::Zh => format!("{}项 · {days}人天 · 指数到{after}", actions.len()),
        Locale::En => domain::agreed(format!(
            "{} ‹action|actions› · {days} ‹person-day|person-days› · index reaches {after}",
            actions.len()
        )),
    };
    PhaseView {
        name: phase.word(lookup.locale).to_owned(),
        sum,
        rows: actions.iter().map(|a| row(lookup, a)).collect(),
    }
}

fn row(lookup: &Lookup<'_>, action: &PlannedAction) -> Row {
    let locale = lookup.locale;
    let criterion = lookup
        .report
        .framework
        .criterion(&action.criterion)
        .map(|(_, k)| k);
    let overlay = lookup
        .report
        .plan
        .get(&action.criterion)
        .cloned()
        .unwrap_or_default();
    let requires: Vec<_> = action
        .requires
        .iter()
        .map(domain::CriterionId::as_str)
        .collect();
    let after = match (requires.is_empty(), locale) {
        (true, _) => String::new(),
        (false, Locale::Zh) => format!("前置：{}", requires.join(" ")),
        (false, Locale::En) => format!("After {}", requires.join(" ")),
    };
    Row {
        id: action.criterion.to_string(),
        text: criterion
            .map(|k| k.how_to.get(locale).to_owned())
            .unwrap_or_default(),
        requires: after,
        effort: action.effort_days,
        gain: format!("+{}", action.index_gain.decimal(2)),
        after: action.index_after.decimal(1),
        owner: overlay.owner.as_deref().map(clean).unwrap_or_default(),
        due: overlay.due.map(dates::iso).unwrap_or_default(),
        state: overlay.state.word(locale),
    }
}

/// The projected curve.
pub fn curve(lookup: &Lookup<'_>, family: &str) -> Result<String, ChartError> {
    let evaluation = lookup.report.evaluation;
    let point = |a: &PlannedAction| Some((a.done_by_day?, a.index_after.to_f64()));
    let start = evaluation
        .scores
        .claimed
        .index
        .as_ref()
        .map_or(0.0, domain::Exact::to_f64);
    let points = evaluation.plan.iter().filter_map(point).collect();
    drawn((start, points), family, lookup.locale)
}

/// The curve from today's index through what is reached on later days.
pub fn drawn(
    (start, points): (f64, Vec<(u32, f64)>),
    family: &str,
    locale: Locale,
) -> Result<String, ChartError> {
    let (label, today, phases) = match locale {
        Locale::Zh => ("按计划推进时指数的曲线", "今天", ["30天", "90天", "180天"]),
        Locale::En => (
            "Curve of the index if the plan is followed",
            "Today",
            ["30 days", "90 days", "180 days"],
        ),
    };
    let curve = Curve {
        start,
        points,
        today,
        phases,
    };
    charts::curve(
        &curve,
        &Look {
            font: family,
            label,
        },
    )
}
