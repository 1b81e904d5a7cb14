//! The risk register.

use domain::{Locale, RiskScore};

use super::{Cell, Column, Rows};
use crate::{
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
pub fn rows(report: &WorkloadReport<'_>, locale: Locale) -> Rows {
    report
        .evaluation
        .risks
        .iter()
        .map(|r| one(report, r, locale))
        .collect()
}

fn one(report: &WorkloadReport<'_>, risk: &RiskScore, locale: Locale) -> Vec<Cell> {
    let framework = report.framework;
    let treatment = report.treatments.get(&risk.id);
    let ids = |checks: &[domain::CheckId]| {
        checks
            .iter()
            .map(domain::CheckId::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let own = report.inputs.own_risks.iter().find(|r| r.id == risk.id);
    let text = own.map_or_else(
        || framework.risk(&risk.id).map_or("", |r| r.text.get(locale)),
        |r| r.text.as_str(),
    );
    vec![
        risk.id.as_str().into(),
        framework.risk_name(risk, locale).into(),
        text.into(),
        framework.pillar_name(risk.pillar.as_str(), locale).into(),
        risk.likelihood.into(),
        risk.impact.into(),
        (&risk.inherent).into(),
        risk.band.word(locale).into(),
        (&risk.residual.claimed.score).into(),
        risk.residual.claimed.band.word(locale).into(),
        (&risk.residual.assured.score).into(),
        risk.residual.assured.band.word(locale).into(),
        ids(&risk.checks).into(),
        ids(&risk.reopened_by).into(),
        treatment.map(|t| t.treatment.word(locale)).into(),
        treatment.and_then(|t| t.owner.clone()).into(),
        yes_no(risk.accepted, locale).into(),
        treatment.and_then(|t| t.accepted_by.clone()).into(),
        treatment.and_then(|t| t.expires_on).into(),
        treatment.map(|t| t.note.clone()).into(),
    ]
}
