//! Findings of other tools.

use domain::{
    CheckId, Locale,
    evidence::{Finding, Label, Place, Severity, Tag},
    views::{
        evidence::{FindingRow, FindingStanding},
        words::kind_of,
    },
};

use super::{Cell, Column};
use crate::words::{Worded, yes_no};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("严重程度", "Severity"),
    ("规则", "Rule"),
    ("问题", "Problem"),
    ("文件类型", "Kind of file"),
    ("工具", "Tool"),
    ("路径", "Path"),
    ("行", "Line"),
    ("对象", "Object"),
    ("地址", "Address"),
    ("标识", "Identifiers"),
    ("修复版本", "Fixed in"),
    ("已验证有效", "Verified"),
    ("检查项", "Checks"),
    ("首次发现", "First seen"),
    ("最近发现", "Last seen"),
    ("状态", "State"),
    ("接受到期日", "Accepted until"),
    ("决定人", "Decided by"),
    ("理由", "Reason"),
];

/// A row, its texts as the tool wrote them.
pub fn row(row: &FindingRow, locale: Locale) -> Vec<Cell> {
    let Finding {
        rule,
        title,
        severity,
        location,
        tags,
        fixed_version,
        verified,
        ..
    } = &row.finding;
    let tags: Vec<_> = tags.iter().map(Tag::as_str).collect();
    let checks: Vec<_> = row.checks.iter().map(CheckId::as_str).collect();
    let (who, why) = row.decided.clone().unwrap_or_default();
    // Some files don't say which tool wrote them.
    let tool = if row.tool.is_empty() {
        kind_of(locale, &row.kind)
    } else {
        row.tool.clone()
    };
    vec![
        severity.word(locale).into(),
        rule.as_str().into(),
        title.as_str().into(),
        row.kind.clone().into(),
        tool.into(),
        location.file.as_ref().map(Place::as_str).into(),
        location.line.into(),
        location.object.as_ref().map(Place::as_str).into(),
        location.url.as_ref().map(Place::as_str).into(),
        tags.join(" ").into(),
        fixed_version.as_ref().map(Label::as_str).into(),
        verified.map(|yes| yes_no(yes, locale)).into(),
        checks.join(" ").into(),
        row.first_day.into(),
        row.last_day.into(),
        row.standing.word(locale).into(),
        row.accepted_until.into(),
        who.into(),
        why.into(),
    ]
}

impl Worded for Severity {
    fn word(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Critical, Locale::Zh) => "严重",
            (Self::Critical, Locale::En) => "Critical",
            (Self::High, Locale::Zh) => "高",
            (Self::High, Locale::En) => "High",
            (Self::Medium, Locale::Zh) => "中",
            (Self::Medium, Locale::En) => "Medium",
            (Self::Low, Locale::Zh) => "低",
            (Self::Low, Locale::En) => "Low",
            (Self::Info, Locale::Zh) => "提示",
            (Self::Info, Locale::En) => "Info",
        }
    }
}

impl Worded for FindingStanding {
    fn word(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Open, Locale::Zh) => "未关闭",
            (Self::Open, Locale::En) => "Open",
            (Self::Accepted, Locale::Zh) => "已接受",
            (Self::Accepted, Locale::En) => "Accepted",
            (Self::FalsePositive, Locale::Zh) => "误报",
            (Self::FalsePositive, Locale::En) => "False positive",
            (Self::Fixed, Locale::Zh) => "已修复",
            (Self::Fixed, Locale::En) => "Fixed",
        }
    }
}
