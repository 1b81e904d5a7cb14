//! The remediation plan.

use domain::{Locale, PlannedAction};

use super::{Column, six};
use crate::{dates, lookup::Names, model::WorkloadReport, words::Worded};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("序号", "Place"),
    ("准则", "Criterion"),
    ("检查项", "Check"),
    ("检查项名称", "Check title"),
    ("支柱", "Pillar"),
    ("级别", "Level"),
    ("准则内容", "Statement"),
    ("怎么做", "How to"),
    ("前置准则", "Requires"),
    ("工作量（人天）", "Effort (person-days)"),
    ("指数增益", "Index gain"),
    ("风险增益", "Risk gain"),
    ("阶段（天）", "Phase (days)"),
    ("预计完成（第几天）", "Done by (day)"),
    ("完成后指数（已声明）", "Index after (claimed)"),
    ("状态", "State"),
    ("负责人", "Owner"),
    ("到期日", "Due"),
];

/// The rows, in the plan's order.
pub fn rows(report: &WorkloadReport<'_>, locale: Locale) -> Vec<Vec<String>> {
    let numbered = report.evaluation.plan.iter().enumerate();
    numbered
        .map(|(n, action)| one(report, n + 1, action, locale))
        .collect()
}

fn one(report: &WorkloadReport<'_>, n: usize, a: &PlannedAction, locale: Locale) -> Vec<String> {
    let framework = report.framework;
    let criterion = framework.criterion(&a.criterion).map(|(_, k)| k);
    let requires: Vec<_> = a.requires.iter().map(domain::CriterionId::as_str).collect();
    let overlay = report.plan.get(&a.criterion).cloned().unwrap_or_default();
    vec![
        n.to_string(),
        a.criterion.to_string(),
        a.check.to_string(),
        framework.check_name(&a.check, locale).to_owned(),
        framework.pillar_name(a.pillar.as_str(), locale).to_owned(),
        a.level.to_string(),
        criterion.map_or("", |k| k.statement.get(locale)).to_owned(),
        criterion.map_or("", |k| k.how_to.get(locale)).to_owned(),
        requires.join(" "),
        a.effort_days.to_string(),
        six(&a.index_gain),
        six(&a.risk_gain),
        a.phase.map(|p| p.as_str().to_owned()).unwrap_or_default(),
        a.done_by_day.map(|d| d.to_string()).unwrap_or_default(),
        six(&a.index_after),
        overlay.state.word(locale).to_owned(),
        overlay.owner.unwrap_or_default(),
        overlay.due.map(dates::iso).unwrap_or_default(),
    ]
}
