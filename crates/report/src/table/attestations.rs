//! What second people confirmed.

use super::{Column, Rows};
use crate::model::WorkloadReport;

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("准则", "Criterion"),
    ("所见", "What they saw"),
    ("确认人", "By"),
    ("时间", "At"),
];

/// The rows.
pub fn rows(report: &WorkloadReport<'_>) -> Rows {
    let row = |a: &crate::model::AttestationRow| {
        vec![
            a.criterion.as_str().into(),
            a.statement.clone().into(),
            a.by.clone().into(),
            a.at.into(),
        ]
    };
    report.attestations.iter().map(row).collect()
}
