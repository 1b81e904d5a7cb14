//! The remediation plan.

use domain::{Locale, PlannedAction};

use super::{Cell, Column, Rows};
use crate::{lookup::Names, model::WorkloadReport, words::Worded};

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
    ("期限", "Due"),
];

/// The rows, in the plan's order.
pub fn rows(report: &WorkloadReport<'_>, locale: Locale) -> Rows {
    let numbered = report.evaluation.plan.iter().enumerate();
    numbered
        .map(|(n, action)| one(report, n + 1, action, locale))
        .collect()
}

fn one(report: &WorkloadReport<'_>, n: usize, a: &PlannedAction, locale: Locale) -> Vec<Cell> {
    let framework = report.framework;
    let criterion = framework.criterion(&a.criterion).map(|(_, k)| k);
    let requires: Vec<_> = a.requires.iter().map(domain::CriterionId::as_str).collect();
    let overlay = report.plan.get(&a.criterion).cloned().unwrap_or_default();
    vec![
        n.into(),
        a.criterion.as_str().into(),
        a.check.as_str().into(),
        framework.check_name(&a.check, locale).into(),
        framework.pillar_name(a.pillar.as_str(), locale).into(),
        a.level.into(),
        criterion.map_or("", |k| k.statement.get(locale)).into(),
        criterion.map_or("", |k| k.how_to.get(locale)).into(),
        requires.join(" ").into(),
        a.effort_days.into(),
        (&a.index_gain).into(),
        (&a.risk_gain).into(),
        a.phase.map(domain::Phase::as_str).into(),
        a.done_by_day.into(),
        (&a.index_after).into(),
        overlay.state.word(locale).into(),
        overlay.owner.into(),
        overlay.due.into(),
    ]
}
