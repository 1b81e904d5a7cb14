//! Documents, links and files of tools with their hashes.

use domain::{Locale, views::words};

use super::{Column, Rows};
use crate::{model::WorkloadReport, view::origin::sha256, words::Worded};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("类型", "Kind"),
    ("标题", "Title"),
    ("SHA-256", "SHA-256"),
    ("生效日", "Effective"),
    ("有效至", "Valid until"),
    ("准则", "Criteria"),
    ("提交者", "Sender"),
];

/// The rows: documents and links, then files that were read.
pub fn rows(report: &WorkloadReport<'_>, locale: Locale) -> Rows {
    let documents = report.evidence.iter().map(|e| {
        let criteria: Vec<_> = e.criteria.iter().map(domain::CriterionId::as_str).collect();
        vec![
            e.kind.word(locale).into(),
            e.title.clone().into(),
            sha256(&e.sha256).into(),
            e.effective.into(),
            e.valid_until.into(),
            criteria.join(" ").into(),
            super::Cell::Empty,
        ]
    });
    let files = report.files.iter().map(|f| {
        vec![
            words::kind_of(locale, &f.kind).into(),
            f.file_name.clone().into(),
            sha256(&f.sha256).into(),
            f.day.into(),
            super::Cell::Empty,
            super::Cell::Empty,
            f.sender.clone().into(),
        ]
    });
    documents.chain(files).collect()
}
