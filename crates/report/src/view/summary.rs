//! The page that a manager reads.

use domain::{Band, CheckId, Exact, Issue, Layer, Locale, Phase, Triple};
use serde::Serialize;

use super::{
    common::{Banded, Bar, Figure, bar, clean, scores3},
    figures,
};
use crate::{
    charts::{self, Axis, ChartError, Look, palette},
    lookup::{Lookup, Names},
    words::Worded,
};

/// Its parts.
#[derive(Serialize)]
pub struct Summary {
    pub figures: Vec<Figure>,
    pub radar: String,
    pub radar_alt: &'static str,
    pub pillars: Vec<PillarRow>,
    pub layers: Vec<(String, Bar)>,
    pub layer_index: Bar,
    pub floors: Vec<String>,
    pub checks: Vec<CheckLine>,
    pub risks: Vec<(String, String, Banded)>,
    pub actions: Vec<ActionLine>,
    pub unanswered: Vec<String>,
    pub conflicts: Vec<String>,
}

#[derive(Serialize)]
pub struct PillarRow {
    pub letter: String,
    pub colour: &'static str,
    pub name: String,
    pub bar: Bar,
    pub level: String,
    pub high: usize,
    pub medium: usize,
}

#[derive(Serialize)]
pub struct CheckLine {
    pub id: String,
    pub name: String,
    pub level: String,
    pub issue: Banded,
}

#[derive(Serialize)]
pub struct ActionLine {
    pub id: String,
    pub text: String,
    pub effort: u32,
    pub gain: String,
}

/// Rows in each of the short lists.
const SHOWN: usize = 5;

/// Gathers the page.
pub fn view(lookup: &Lookup<'_>, family: &str) -> Result<Summary, ChartError> {
    let (report, locale) = (lookup.report, lookup.locale);
    let scores = &report.evaluation.scores;
    let layer = |layer: Layer| bar(&Triple::of(|set| scores.get(set).layers.get(&layer)));
    let layers = Layer::ALL.into_iter().rev();
    let floors = [domain::Set::Assured, domain::Set::Claimed]
        .into_iter()
        .flat_map(|set| {
            let floors = &report.evaluation.levels.get(set).floors;
            floors
                .iter()
                .map(move |f| crate::sentences::floor(report, set, f, locale))
        });
    Ok(Summary {
        figures: figures::view(lookup),
        radar: radar(lookup, family)?,
        radar_alt: radar_alt(locale),
        pillars: pillars(lookup),
        layers: layers
            .map(|l| (report.framework.layer_name(l, locale).to_owned(), layer(l)))
            .collect(),
        layer_index: bar(&Triple::of(|set| scores.get(set).layer_index.as_ref())),
        floors: floors.collect(),
        checks: checks(lookup),
        risks: risks(lookup),
        actions: actions(lookup),
        unanswered: listed(lookup, |l, id| !l.report.inputs.answers.contains_key(id)),
        conflicts: listed(lookup, |l, id| {
            l.report.inputs.answers.get(id).is_some_and(|m| m.conflict)
        }),
    })
}

/// The radar of a workload's pillars.
pub fn radar(lookup: &Lookup<'_>, family: &str) -> Result<String, ChartError> {
    let (report, locale) = (lookup.report, lookup.locale);
    let of_pillar = |p: &domain::Pillar| {
        let scores = scores3(&Triple::of(|set| {
            report.evaluation.scores.get(set).pillars.get(&p.id)
        }))?;
        let colour = palette::pillar(p.id.as_str());
        Some(Axis {
            name: p.name.get(locale).to_owned(),
            colour,
            scores,
        })
    };
    let axes: Vec<_> = report
        .framework
        .pillars
        .iter()
        .filter_map(of_pillar)
        .collect();
    charts::radar(
        &axes,
        &Look {
            font: family,
            label: radar_alt(locale),
        },
    )
}

/// What the radar shows, for people who can't see it.
pub const fn radar_alt(locale: Locale) -> &'static str {
    match locale {
        Locale::Zh => "各支柱得分的雷达图：实心为已证实，虚线为已声明，浅色为可能；数字见旁边的表",
        Locale::En => {
            "Radar of the pillars: filled assured, outlined claimed, pale possible; the table beside it has the numbers"
        }
    }
}

fn pillars(lookup: &Lookup<'_>) -> Vec<PillarRow> {
    let (report, locale) = (lookup.report, lookup.locale);
    let evaluation = report.evaluation;
    let row = |p: &domain::Pillar| {
        let level = |levels: &domain::Levels| {
            levels
                .pillars
                .get(&p.id)
                .map_or("—".to_owned(), u8::to_string)
        };
        let count = |kind| {
            let mine = |id: &&CheckId| p.checks.iter().any(|c| c.id == **id);
            evaluation
                .issues
                .iter()
                .filter(|(id, i)| **i == kind && mine(id))
                .count()
        };
        let letter = p.letter.clone();
        let bar = bar(&Triple::of(|set| {
            evaluation.scores.get(set).pillars.get(&p.id)
        }));
        let level = format!(
            "{} / {}",
            level(&evaluation.levels.assured),
            level(&evaluation.levels.claimed)
        );
        let name = p.name.get(locale).to_owned();
        let colour = palette::pillar(p.id.as_str()).token;
        PillarRow {
            letter,
            colour,
            name,
            bar,
            level,
            high: count(Issue::High),
            medium: count(Issue::Medium),
        }
    };
    report.framework.pillars.iter().map(row).collect()
}

/// The heaviest checks furthest from where they should be.
fn checks(lookup: &Lookup<'_>) -> Vec<CheckLine> {
    let (report, locale) = (lookup.report, lookup.locale);
    let evaluation = report.evaluation;
    let mut worst: Vec<_> = report
        .rubric
        .checks()
        .filter_map(|(_, c)| {
            Some((
                c,
                *evaluation.issues.get(&c.id)?,
                evaluation.scores.claimed.checks.get(&c.id)?,
            ))
        })
        .filter(|(_, issue, _)| *issue != Issue::None)
        .collect();
    let gap = |c: &domain::RubricCheck, s: &domain::CheckScore| {
        Exact::whole(c.weight) * (Exact::one() - s.value.clone())
    };
    worst.sort_by(|a, b| (a.1, gap(b.0, b.2), &a.0.id).cmp(&(b.1, gap(a.0, a.2), &b.0.id)));
    let line =
        |(check, issue, score): &(&domain::RubricCheck, Issue, &domain::CheckScore)| CheckLine {
            id: check.id.to_string(),
            name: report.framework.check_name(&check.id, locale).to_owned(),
            level: format!("{} → {}", score.level, report.inputs.target(&check.id)),
            issue: issue_tag(*issue, locale),
        };
    worst.iter().take(SHOWN).map(line).collect()
}

/// An issue in the colour of its severity.
pub fn issue_tag(issue: Issue, locale: Locale) -> Banded {
    let band = match issue {
        Issue::High => Band::High,
        Issue::Medium => Band::Medium,
        Issue::None => Band::Low,
    };
    Banded::word(issue.word(locale), band)
}

fn risks(lookup: &Lookup<'_>) -> Vec<(String, String, Banded)> {
    let (report, locale) = (lookup.report, lookup.locale);
    let line = |r: &&domain::RiskScore| {
        let assured = &r.residual.assured;
        let name = clean(report.framework.risk_name(r, locale));
        (
            r.id.to_string(),
            name,
            Banded::risk(&assured.score, assured.band, locale),
        )
    };
    super::risks::worst_first(&report.evaluation.risks)
        .iter()
        .take(SHOWN)
        .map(line)
        .collect()
}

fn actions(lookup: &Lookup<'_>) -> Vec<ActionLine> {
    let line = |a: &domain::PlannedAction| {
        let (_, criterion) = lookup.report.framework.criterion(&a.criterion)?;
        Some(ActionLine {
            id: a.criterion.to_string(),
            text: criterion.how_to.get(lookup.locale).to_owned(),
            effort: a.effort_days,
            gain: format!("+{}", a.index_gain.decimal(2)),
        })
    };
    let soon = lookup
        .report
        .evaluation
        .plan
        .iter()
        .filter(|a| a.phase == Some(Phase::Days30));
    soon.filter_map(line).take(SHOWN).collect()
}

/// Criteria for which something holds, a line for each check: `S02 双向内容安全网关: 3b 4a`.
fn listed(
    lookup: &Lookup<'_>,
    holds: impl Fn(&Lookup<'_>, &domain::CriterionId) -> bool,
) -> Vec<String> {
    let line =
        |(_, check, criteria): &(&domain::Pillar, &domain::Check, Vec<&domain::Criterion>)| {
            let ids: Vec<_> = criteria
                .iter()
                .filter(|k| holds(lookup, &k.id))
                .map(|k| k.id.as_str())
                .collect();
            let name = clean(check.name.get(lookup.locale));
            let colon = if lookup.locale == Locale::Zh {
                "："
            } else {
                ": "
            };
            (!ids.is_empty()).then(|| format!("{name}{colon}{}", ids.join(" ")))
        };
    lookup.in_scope().iter().filter_map(line).collect()
}
