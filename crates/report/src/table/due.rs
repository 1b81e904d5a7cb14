//! Actions of a group with a due date.

use domain::Locale;

use super::{Column, Rows};
use crate::{
    model::{DueAction, GroupReport},
    words::Worded,
};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("期限", "Due"),
    ("工作负载", "Workload"),
    ("准则", "Criterion"),
    ("怎么做", "How to"),
    ("负责人", "Owner"),
    ("状态", "State"),
];

/// The rows, the longest overdue first.
pub fn rows(report: &GroupReport<'_>, locale: Locale) -> Rows {
    let row = |action: &DueAction| {
        let criterion = report.framework.criterion(&action.criterion);
        vec![
            action.due.into(),
            action.workload.clone().into(),
            action.criterion.as_str().into(),
            criterion.map(|(_, k)| k.how_to.get(locale)).into(),
            action.owner.clone().into(),
            action.state.word(locale).into(),
        ]
    };
    report.due.iter().map(row).collect()
}
