//! The risk register.

use domain::{Locale, RiskScore};

use super::{Column, six};
use crate::{
    dates,
    lookup::Names,
    model::WorkloadReport,
    words::{Worded, yes_no},
};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("风险", "Risk"),
    ("名称", "Name"),
    ("说明", "Description"),
    ("支柱", "Pillar"),
    ("可能性", "Likelihood"),
    ("影响", "Impact"),
    ("固有风险", "Inherent"),
    ("固有风险等级", "Inherent band"),
    ("残余风险（已声明）", "Claimed residual"),
    ("残余风险等级（已声明）", "Claimed band"),
    ("残余风险（已证实）", "Assured residual"),
    ("残余风险等级（已证实）", "Assured band"),
    ("缓解它的检查项", "Mitigating checks"),
    (
        "因未关闭发现而恢复固有值的检查项",
        "Checks with open findings",
    ),
    ("处置", "Treatment"),
    ("负责人", "Owner"),
    ("接受有效", "Acceptance in force"),
    ("批准人", "Accepted by"),
    ("接受到期日", "Acceptance expires"),
    ("备注", "Note"),
];

/// The rows, in the catalog's order.
pub fn rows(report: &WorkloadReport<'_>, locale: Locale) -> Vec<Vec<String>> {
    report
        .evaluation
        .risks
        .iter()
        .map(|r| one(report, r, locale))
        .collect()
}

fn one(report: &WorkloadReport<'_>, risk: &RiskScore, locale: Locale) -> Vec<String> {
    let framework = report.framework;
    let treatment = report.treatments.get(&risk.id);
    let ids = |checks: &[domain::CheckId]| {
        checks
            .iter()
            .map(domain::CheckId::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let text = framework.risk(&risk.id).map_or("", |r| r.text.get(locale));
    vec![
        risk.id.to_string(),
        framework.risk_name(&risk.id, locale).to_owned(),
        text.to_owned(),
        framework
            .pillar_name(risk.pillar.as_str(), locale)
            .to_owned(),
        risk.likelihood.to_string(),
        risk.impact.to_string(),
        six(&risk.inherent),
        risk.band.word(locale).to_owned(),
        six(&risk.residual.claimed.score),
        risk.residual.claimed.band.word(locale).to_owned(),
        six(&risk.residual.assured.score),
        risk.residual.assured.band.word(locale).to_owned(),
        ids(&risk.checks),
        ids(&risk.reopened_by),
        treatment
            .map(|t| t.treatment.word(locale).to_owned())
            .unwrap_or_default(),
        treatment.and_then(|t| t.owner.clone()).unwrap_or_default(),
        yes_no(risk.accepted, locale).to_owned(),
        treatment
            .and_then(|t| t.accepted_by.clone())
            .unwrap_or_default(),
        treatment
            .and_then(|t| t.expires_on)
            .map(dates::iso)
            .unwrap_or_default(),
        treatment.map(|t| t.note.clone()).unwrap_or_default(),
    ]
}
