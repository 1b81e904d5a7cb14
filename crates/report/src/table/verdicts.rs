//! What rules say, with their figures.

use domain::Locale;

use super::{Column, Rows};
use crate::{lookup::Lookup, model::WorkloadReport, view::signals};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("规则", "Rule"),
    ("准则", "Criterion"),
    ("检查项", "Check"),
    ("结论", "Verdict"),
    ("与回答", "And the answer"),
    ("依据的数值", "Figures"),
    ("数据起", "Data from"),
    ("数据止", "Data to"),
    ("有效至", "Valid until"),
    ("决定", "Decided"),
];

/// The rows.
pub fn rows(report: &WorkloadReport<'_>, locale: Locale) -> Rows {
    let lookup = Lookup::new(report, locale);
    let row = |line: &crate::model::VerdictLine| {
        let view = signals::verdict(&lookup, line);
        vec![
            view.rule.into(),
            view.criterion.into(),
            view.check.into(),
            view.outcome.into(),
            view.standing.word.into(),
            view.figures.into(),
            line.period.map(|(from, _)| from).into(),
            line.period.map(|(_, to)| to).into(),
            line.fresh_until.into(),
            view.decided.into(),
        ]
    };
    report.verdicts.iter().map(row).collect()
}
