//! The worst risks of a group.

use domain::Locale;

use super::{Column, Rows};
use crate::{
    lookup::Names,
    model::{GroupReport, TopRisk},
    words::{Worded, yes_no},
};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("工作负载", "Workload"),
    ("风险", "Risk"),
    ("名称", "Name"),
    ("固有风险", "Inherent"),
    ("残余风险（已声明）", "Claimed residual"),
    ("残余风险（已证实）", "Assured residual"),
    ("等级（已证实）", "Assured band"),
    ("接受有效", "Acceptance in force"),
    ("处置", "Treatment"),
    ("负责人", "Owner"),
    ("接受到期日", "Acceptance expires"),
];

/// The rows, the worst first.
pub fn rows(report: &GroupReport<'_>, locale: Locale) -> Rows {
    let row = |top: &TopRisk| {
        let risk = &top.risk;
        let treatment = top.treatment.as_ref();
        vec![
            top.workload.clone().into(),
            risk.id.as_str().into(),
            report.framework.risk_name(risk, locale).into(),
            (&risk.inherent).into(),
            (&risk.residual.claimed.score).into(),
            (&risk.residual.assured.score).into(),
            risk.residual.assured.band.word(locale).into(),
            yes_no(risk.accepted, locale).into(),
            treatment.map(|t| t.treatment.word(locale)).into(),
            treatment.and_then(|t| t.owner.clone()).into(),
            treatment.and_then(|t| t.expires_on).into(),
        ]
    };
    report.top_risks.iter().map(row).collect()
}
