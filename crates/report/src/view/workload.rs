//! The document about one workload.

use domain::{Fact, Locale, Set, Triple};
use serde::Serialize;

use super::{
    common::{Bar, Frame, bar, clean},
    findings::{self, FindingsView},
    inventory::{self, InventoryView},
    map::{self, MapView},
    method::{self, Method},
    pillars::{self, PillarView},
    plan::{self, PlanView},
    risks::{self, RisksView},
    signals::{self, SignalsView},
    summary::{self, Summary},
};
use crate::{
    charts::ChartError,
    dates,
    lookup::{Lookup, Names},
    model::{EvidenceRow, WorkloadReport},
    sentences,
    words::Worded,
};

/// Everything on the pages.
#[derive(Serialize)]
pub struct WorkloadView {
    #[serde(flatten)]
    pub frame: Frame,
    pub cover: Cover,
    pub summary: Summary,
    pub pillars: Vec<PillarView>,
    pub risks: RisksView,
    pub map: Option<MapView>,
    pub plan: PlanView,
    pub findings: FindingsView,
    pub signals: SignalsView,
    pub inventory: InventoryView,
    pub evidence: Vec<EvidenceView>,
    pub method: Method,
}

#[derive(Serialize)]
pub struct Cover {
    pub name: String,
    pub description: String,
    pub facts: Vec<(&'static str, String)>,
    pub index: Bar,
    pub levels: Triple<String>,
    pub floors: Vec<String>,
}

#[derive(Serialize)]
pub struct EvidenceView {
    pub title: String,
    pub kind: &'static str,
    pub hash: String,
    pub effective: String,
    pub valid_until: String,
    pub expired: bool,
    pub criteria: String,
}

impl WorkloadView {
    /// Gathers the pages.
    pub fn new(
        report: &WorkloadReport<'_>,
        family: &str,
        locale: Locale,
    ) -> Result<Self, ChartError> {
        let lookup = Lookup::new(report, locale);
        let workload = &report.workload;
        let of = (workload.name.clone(), workload.team.as_str());
        let origin = (report.framework, report.input_hash.as_str());
        Ok(Self {
            frame: Frame::new(of, origin, (family, locale)),
            cover: cover(report, locale),
            summary: summary::view(&lookup, family)?,
            pillars: pillars::view(&lookup),
            risks: risks::view(&lookup, family)?,
            map: map::view(report.map.as_ref(), family, locale),
            plan: plan::view(&lookup, family)?,
            findings: findings::view(&report.findings, locale),
            signals: SignalsView {
                charts: signals::charts(&lookup, family),
                ..signals::view(&lookup)
            },
            inventory: inventory::view(&lookup),
            evidence: evidence(report, locale),
            method: method::view(
                report.framework,
                (&report.input_hash, &report.origin),
                locale,
            ),
        })
    }
}

fn cover(report: &WorkloadReport<'_>, locale: Locale) -> Cover {
    let evaluation = report.evaluation;
    let levels = evaluation.levels.map(|l| {
        l.overall.map_or_else(
            || "—".to_owned(),
            |level| report.framework.level_name(level, locale),
        )
    });
    let floors = [Set::Assured, Set::Claimed].into_iter().flat_map(|set| {
        let bites = evaluation
            .levels
            .get(set)
            .floors
            .iter()
            .filter(|f| f.overall);
        bites.map(move |f| sentences::floor(report, set, f, locale))
    });
    Cover {
        name: clean(&report.workload.name),
        description: clean(&report.workload.description),
        facts: facts(report, locale),
        index: bar(&Triple::of(|set| evaluation.scores.get(set).index.as_ref())),
        levels,
        floors: floors.collect(),
    }
}

fn facts(report: &WorkloadReport<'_>, locale: Locale) -> Vec<(&'static str, String)> {
    let workload = &report.workload;
    let zh = locale == Locale::Zh;
    let named = |fact: &Fact| {
        let info = report.framework.facts.iter().find(|f| f.id == *fact);
        info.map_or(fact.as_str(), |f| f.name.get(locale))
            .to_owned()
    };
    let profile: Vec<_> = workload.profile.iter().map(named).collect();
    let mut state = report.assessment.state.word(locale).to_owned();
    if let Some(milestone) = &report.assessment.milestone {
        let (number, date) = (milestone.number, dates::iso(milestone.date));
        let which = if zh {
            format!("里程碑{number}")
        } else {
            format!("milestone {number}")
        };
        state = [state, which, clean(&milestone.name), date]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
    }
    let framework = report.framework;
    vec![
        (if zh { "团队" } else { "Team" }, clean(&workload.team)),
        (
            if zh { "分级" } else { "Tier" },
            workload.tier.word(locale).to_owned(),
        ),
        (
            if zh { "画像" } else { "Profile" },
            profile.join(if zh { "、" } else { ", " }),
        ),
        (if zh { "评估" } else { "Assessment" }, state),
        (
            if zh { "框架" } else { "Framework" },
            format!("{} {}", framework.name.get(locale), framework.version),
        ),
        (
            if zh { "生成于" } else { "Generated" },
            dates::long_instant(report.generated_at, locale),
        ),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect()
}

fn evidence(report: &WorkloadReport<'_>, locale: Locale) -> Vec<EvidenceView> {
    let today = report.generated_at.date();
    let mut rows: Vec<&EvidenceRow> = report.evidence.iter().collect();
    rows.sort_by(|a, b| (&a.criteria, &a.title).cmp(&(&b.criteria, &b.title)));
    rows.into_iter()
        .map(|row| EvidenceView {
            title: clean(&row.title),
            kind: row.kind.word(locale),
            hash: row
                .sha256
                .trim_start_matches("sha256:")
                .chars()
                .take(12)
                .collect(),
            effective: dates::iso(row.effective),
            valid_until: dates::iso(row.valid_until),
            expired: row.valid_until < today,
            criteria: row
                .criteria
                .iter()
                .map(domain::CriterionId::as_str)
                .collect::<Vec<_>>()
                .join(" "),
        })
        .collect()
}
