//! Milestones, reviews, the change log, and what was done before an import.

use domain::Locale;

use super::{Cell, Column, Rows};
use crate::{
    model::{ImportedLine, LogLine, MilestoneLine, ReviewLine, WorkloadReport},
    view::origin::sha256,
    words::{Worded, the_product},
};

/// Headers of the milestones.
pub const MILESTONES: &[Column<'_>] = &[
    ("里程碑", "Milestone"),
    ("批准时间", "Approved at"),
    ("批准人", "Approved by"),
    ("框架", "Framework"),
    ("输入哈希", "Input hash"),
    ("说明", "Comment"),
];

/// Headers of the reviews.
pub const REVIEWS: &[Column<'_>] = &[
    ("评估", "Assessment"),
    ("动作", "Step"),
    ("操作人", "By"),
    ("时间", "At"),
    ("说明", "Comment"),
];

/// Headers of the change log.
pub const LOG: &[Column<'_>] = &[
    ("序号", "Number"),
    ("时间", "At"),
    ("操作人", "Who"),
    ("操作", "Action"),
    ("对象", "Subject"),
    ("哈希", "Hash"),
];

/// Headers of what was done before an import.
pub const IMPORTED: &[Column<'_>] = &[
    ("时间", "At"),
    ("操作人", "Who"),
    ("操作", "Action"),
    ("对象", "Subject"),
    ("导入来源", "Imported from"),
];

/// Milestones, newest first.
pub fn milestones(report: &WorkloadReport<'_>) -> Rows {
    let row = |m: &MilestoneLine| -> Vec<Cell> {
        vec![
            m.number.into(),
            m.at.into(),
            m.by.clone().into(),
            m.framework.clone().into(),
            sha256(&m.input_hash).into(),
            m.comment.clone().into(),
        ]
    };
    report.history.milestones.iter().map(row).collect()
}

/// Reviews, newest first.
pub fn reviews(report: &WorkloadReport<'_>, locale: Locale) -> Rows {
    let row = |r: &ReviewLine| -> Vec<Cell> {
        vec![
            r.assessment.into(),
            r.step.word(locale).into(),
            r.by.clone().into(),
            r.at.into(),
            r.comment.clone().into(),
        ]
    };
    report.history.reviews.iter().map(row).collect()
}

/// Entries of the change log, newest first.
pub fn log(report: &WorkloadReport<'_>, locale: Locale) -> Rows {
    let row = |l: &LogLine| -> Vec<Cell> {
        let by = l.by.as_deref().unwrap_or(the_product(locale));
        vec![
            l.number.into(),
            l.at.into(),
            by.into(),
            l.action.clone().into(),
            l.subject.clone().into(),
            sha256(&l.hash).into(),
        ]
    };
    report.history.log.iter().map(row).collect()
}

/// What was done elsewhere before the workload was imported, newest first.
pub fn imported(report: &WorkloadReport<'_>, locale: Locale) -> Rows {
    let row = |l: &ImportedLine| -> Vec<Cell> {
        let by = l.by.as_deref().unwrap_or(the_product(locale));
        vec![
            l.at.into(),
            by.into(),
            l.action.clone().into(),
            l.subject.clone().into(),
            l.origin.clone().into(),
        ]
    };
    report.history.imported.iter().map(row).collect()
}
