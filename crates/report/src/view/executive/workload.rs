//! The two pages on one workload.

use domain::{Levels, Locale, Phase, PlannedAction, Set, Triple};

use super::{ExecutiveView, PillarLine, PlanLine, RiskLine, clip, decisions, pillar_line};
use crate::{
    charts::ChartError,
    dates,
    lookup::{Lookup, Names},
    model::{ActionState, WorkloadReport},
    sentences,
    view::{
        common::{Frame, bar, clean},
        figures, origin, plan, risks, summary,
    },
    words::Worded,
};

/// Rows of each list.
const RISKS: usize = 5;
const ACTIONS: usize = 6;
const FLOORS: usize = 2;
/// Answered, proven, high-risk issues, open risks.
const FIGURES: [usize; 4] = [0, 1, 4, 6];

/// Gathers the pages.
pub fn view(
    report: &WorkloadReport<'_>,
    family: &str,
    locale: Locale,
) -> Result<ExecutiveView, ChartError> {
    let lookup = Lookup::new(report, locale);
    let evaluation = report.evaluation;
    let of = (report.workload.name.clone(), report.workload.team.as_str());
    let from = (report.framework, report.input_hash.as_str());
    let (plan, plan_more) = actions(&lookup);
    Ok(ExecutiveView {
        frame: Frame::new(of, from, (family, locale)),
        kind: match locale {
            Locale::Zh => "管理层报告 · 工作负载",
            Locale::En => "Executive report · workload",
        },
        group: false,
        name: clean(&clip(&report.workload.name, 90)),
        about: about(report, locale),
        index: bar(&Triple::of(|set| evaluation.scores.get(set).index.as_ref())),
        levels: levels(report, locale),
        floors: floors(report, locale),
        figures: figures::view(&lookup)
            .into_iter()
            .enumerate()
            .filter(|(n, _)| FIGURES.contains(n))
            .map(|(_, figure)| figure)
            .collect(),
        pillars: pillars(report, locale),
        radar: summary::radar(&lookup, family)?,
        radar_alt: summary::radar_alt(locale),
        versions: None,
        heat: Vec::new(),
        heat_of: "",
        heat_more: String::new(),
        risks: top_risks(&lookup),
        plan_lead: lead(report, locale),
        curve: if evaluation.plan.is_empty() {
            String::new()
        } else {
            plan::curve(&lookup, family)?
        },
        plan,
        plan_more,
        decisions: decisions::of_workload(&lookup),
        origin: origin::facts(report.framework, &report.input_hash, &report.origin, locale),
    })
}

fn about(report: &WorkloadReport<'_>, locale: Locale) -> String {
    let parts = [
        clean(&clip(&report.workload.team, 60)),
        report.workload.tier.word(locale).to_owned(),
        report.assessment.state.word(locale).to_owned(),
        format!(
            "{} {}",
            report.framework.name.get(locale),
            report.framework.version
        ),
        dates::long_instant(report.generated_at, locale),
    ];
    parts.join(" · ")
}

fn levels(report: &WorkloadReport<'_>, locale: Locale) -> Vec<(String, String)> {
    let named = |set: Set| {
        let level = report.evaluation.levels.get(set).overall;
        let name = level.map(|level| report.framework.level_name(level, locale));
        (
            set.word(locale).to_owned(),
            name.unwrap_or_else(|| "—".to_owned()),
        )
    };
    Set::ALL.iter().map(|set| named(*set)).collect()
}

fn floors(report: &WorkloadReport<'_>, locale: Locale) -> Vec<String> {
    let of = |set: Set| {
        let all = report.evaluation.levels.get(set).floors.iter();
        all.filter(|floor| floor.overall)
            .map(move |floor| sentences::floor(report, set, floor, locale))
    };
    [Set::Assured, Set::Claimed]
        .into_iter()
        .flat_map(of)
        .take(FLOORS)
        .collect()
}

fn pillars(report: &WorkloadReport<'_>, locale: Locale) -> Vec<PillarLine> {
    let evaluation = report.evaluation;
    let line = |pillar: &domain::Pillar| {
        let level = |levels: &Levels| {
            let own = levels.pillars.get(&pillar.id);
            own.map_or_else(|| "—".to_owned(), u8::to_string)
        };
        let levels = &evaluation.levels;
        let both = format!("{} / {}", level(&levels.assured), level(&levels.claimed));
        let score = |set| evaluation.scores.get(set).pillars.get(&pillar.id);
        pillar_line(pillar, score, both, locale)
    };
    report.framework.pillars.iter().map(line).collect()
}

fn top_risks(lookup: &Lookup<'_>) -> Vec<RiskLine> {
    let (report, locale) = (lookup.report, lookup.locale);
    let worst = risks::worst_first(&report.evaluation.risks);
    let line = |risk: &&domain::RiskScore| {
        let name = report.framework.risk_name(risk, locale).to_owned();
        let treatment = report.treatments.get(&risk.id);
        RiskLine::new(risks::risk_row(
            String::new(),
            name,
            risk,
            treatment,
            locale,
        ))
    };
    worst.iter().take(RISKS).map(line).collect()
}

/// What is planned, in numbers.
fn lead(report: &WorkloadReport<'_>, locale: Locale) -> String {
    let plan = &report.evaluation.plan;
    if plan.is_empty() {
        return match locale {
            Locale::Zh => "所有检查项都已达到目标级别，没有待办的整改。".to_owned(),
            Locale::En => {
                "Every check has reached its target level; nothing is left to do.".to_owned()
            }
        };
    }
    // As the page counts: what is dropped, or done and waits for its answer, is nothing to do.
    let open: Vec<_> = plan.iter().filter(|a| is_open(report, a)).collect();
    let days: u32 = open.iter().map(|a| a.effort_days).sum();
    let within = |phase| plan.iter().filter(|a| a.phase == Some(phase)).count();
    let [a, b, c] = [Phase::Days30, Phase::Days90, Phase::Days180].map(within);
    let after = plan.iter().rfind(|a| a.phase.is_some());
    let after = after.map_or_else(|| "—".to_owned(), |a| a.index_after.decimal(1));
    let capacity = report.inputs.capacity;
    match locale {
        Locale::Zh => format!(
            "距目标级别还有{}项行动、{days}人天；团队每月投入{capacity}人天。30天内可完成{a}项，90天内再完成{b}项，180天内再完成{c}项；\
             按计划推进，180天后指数（已声明）到{after}。",
            open.len()
        ),
        Locale::En => domain::agreed(format!(
            "Up to the target levels: {} ‹action|actions›, {days} ‹person-day|person-days›; the team has {capacity} \
             ‹person-day|person-days› a month. Within 30 days: {a}, within 90: {b} more, within 180: {c} more; then the \
             index (claimed) reaches {after}.",
            open.len()
        )),
    }
}

/// Whether there is still something to do.
fn is_open(report: &WorkloadReport<'_>, action: &PlannedAction) -> bool {
    let overlay = report.plan.get(&action.criterion);
    let state = overlay.map(|o| o.state).unwrap_or_default();
    matches!(state, ActionState::Open | ActionState::InProgress)
}

/// The next actions with their days: dates that people set first, else where the plan puts them.
fn actions(lookup: &Lookup<'_>) -> (Vec<PlanLine>, String) {
    let (report, locale) = (lookup.report, lookup.locale);
    let all = report.evaluation.plan.iter();
    let mut dated: Vec<_> = all.filter(|action| is_open(report, action)).collect();
    // Stable: within a day, and among actions without one, the plan's order stays.
    dated.sort_by_key(|a| {
        let due = report.plan.get(&a.criterion).and_then(|o| o.due);
        (due.is_none(), due)
    });
    let more = dated.len().saturating_sub(ACTIONS);
    let lines = dated.into_iter().take(ACTIONS);
    let lines = lines.map(|action| line(lookup, action)).collect();
    let more = match (more, locale) {
        (0, _) => String::new(),
        (n, Locale::Zh) => format!("另有{n}项未完成的行动，见团队报告与plan.csv。"),
        (n, Locale::En) => {
            format!("And {n} more that are not done: the team's report and plan.csv have them.")
        }
    };
    (lines, more)
}

fn line(lookup: &Lookup<'_>, action: &PlannedAction) -> PlanLine {
    let (report, locale) = (lookup.report, lookup.locale);
    let overlay = report
        .plan
        .get(&action.criterion)
        .cloned()
        .unwrap_or_default();
    let today = report.generated_at.date();
    let expected = action.done_by_day.and_then(|day| {
        let date = today.checked_add(time::Duration::days(day.into()))?;
        Some(match locale {
            Locale::Zh => format!("预计{}", dates::iso(date)),
            Locale::En => format!("about {}", dates::iso(date)),
        })
    });
    let due = overlay.due.map(dates::iso).or(expected);
    let text = report.framework.criterion(&action.criterion);
    PlanLine {
        id: action.criterion.to_string(),
        text: text
            .map(|(_, k)| clip(k.how_to.get(locale), 110))
            .unwrap_or_default(),
        place: String::new(),
        owner: overlay
            .owner
            .map(|name| clean(&clip(&name, 40)))
            .unwrap_or_default(),
        due: due.unwrap_or_else(|| "—".to_owned()),
        overdue: overlay.due.is_some_and(|due| due < today),
        state: overlay.state.word(locale),
    }
}
