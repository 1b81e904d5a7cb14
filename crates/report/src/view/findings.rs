//! Findings of other tools: how many, and the worst that are open.

use domain::{
    Band, Locale,
    evidence::Severity,
    views::{
        evidence::{FindingRow, FindingStanding},
        words,
    },
};
use serde::Serialize;

use super::common::{Banded, clean};
use crate::{
    dates,
    model::{FindingCounts, Findings},
    words::Worded,
};

/// The section; without findings everything in it is empty.
#[derive(Serialize)]
pub struct FindingsView {
    pub counts: Vec<CountRow>,
    pub lead: String,
    pub rows: Vec<FindingLine>,
    pub more: String,
}

/// Findings of one severity, or all of them.
#[derive(Serialize)]
pub struct CountRow {
    pub severity: Banded,
    pub open: u64,
    pub accepted: u64,
    pub false_positive: u64,
    pub gone: u64,
}

/// One finding.
#[derive(Serialize)]
pub struct FindingLine {
    pub severity: Banded,
    pub title: String,
    pub place: String,
    pub tool: String,
    pub checks: String,
    pub state: String,
    pub decided: String,
    pub first: String,
    pub last: String,
}

/// Gathers the section.
pub fn view(findings: &Findings, locale: Locale) -> FindingsView {
    let sum = findings.sum();
    FindingsView {
        counts: counts(findings, sum, locale),
        lead: lead(sum, locale),
        rows: findings.rows.iter().map(|row| line(row, locale)).collect(),
        more: more(findings, locale),
    }
}

fn counts(findings: &Findings, sum: FindingCounts, locale: Locale) -> Vec<CountRow> {
    if sum.all() == 0 {
        return Vec::new();
    }
    let row = |severity: Banded, counts: FindingCounts| CountRow {
        severity,
        open: counts.open,
        accepted: counts.accepted,
        false_positive: counts.false_positive,
        gone: counts.fixed,
    };
    let each = findings.counts.iter();
    let mut rows: Vec<_> = each
        .map(|(severity, counts)| row(banded(*severity, locale), *counts))
        .collect();
    let all = if locale == Locale::Zh {
        "合计"
    } else {
        "All"
    };
    rows.push(row(Banded::word(all, Band::Low), sum));
    rows
}

fn banded(severity: Severity, locale: Locale) -> Banded {
    let band = match severity {
        Severity::Critical => Band::Critical,
        Severity::High => Band::High,
        Severity::Medium => Band::Medium,
        Severity::Low | Severity::Info => Band::Low,
    };
    Banded::word(severity.word(locale), band)
}

fn lead(sum: FindingCounts, locale: Locale) -> String {
    match locale {
        Locale::Zh => format!(
            "其他工具报告过{}项，其中{}项未关闭。关联检查项上未关闭的高或严重发现会使已证实残余风险恢复为固有值。",
            sum.all(),
            sum.open
        ),
        Locale::En => domain::agreed(format!(
            "Other tools reported {} ‹finding|findings›, of which {} ‹is|are› open. An open finding of severity high or \
             critical puts the assured residual of the risks of its checks back to inherent.",
            sum.all(),
            sum.open
        )),
    }
}

fn more(findings: &Findings, locale: Locale) -> String {
    match (findings.more(), findings.whole, locale) {
        (0, _, _) => String::new(),
        (n, false, Locale::Zh) => {
            format!("另有{n}项未关闭的发现未列出；全部发现见findings.csv或工作簿的“发现”表。")
        }
        (n, false, Locale::En) => format!(
            "More open findings: {n}; findings.csv and the workbook's sheet “Findings” have them all."
        ),
        (n, true, Locale::Zh) => {
            format!("另有{n}项未列出；全部发现见findings.csv或工作簿的“发现”表。")
        }
        (n, true, Locale::En) => {
            format!("And {n} more; findings.csv and the workbook's sheet “Findings” have them all.")
        }
    }
}

fn line(row: &FindingRow, locale: Locale) -> FindingLine {
    let checks: Vec<_> = row.checks.iter().map(domain::CheckId::as_str).collect();
    FindingLine {
        severity: banded(row.finding.severity, locale),
        title: clean(&short(row.finding.title.as_str())),
        place: clean(&place(row)),
        tool: if row.tool.is_empty() {
            words::kind_of(locale, &row.kind)
        } else {
            clean(&row.tool)
        },
        checks: checks.join(" "),
        state: state(row, locale),
        decided: decided(row),
        first: dates::iso(row.first_day),
        last: dates::iso(row.last_day),
    }
}

/// A rule's id and where the problem is.
fn place(row: &FindingRow) -> String {
    let at = &row.finding.location;
    let file = at.file.as_ref().map(|file| {
        let line = at.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{file}{line}")
    });
    let object = at.object.as_ref().map(ToString::to_string);
    let url = at.url.as_ref().map(ToString::to_string);
    let place = file.or(object).or(url).unwrap_or_default();
    let parts = [row.finding.rule.to_string(), short(&place)];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn state(row: &FindingRow, locale: Locale) -> String {
    let word = row.standing.word(locale);
    let accepted = row.standing == FindingStanding::Accepted;
    let until = row.accepted_until.filter(|_| accepted);
    match (until.map(dates::iso), locale) {
        (Some(until), Locale::Zh) => format!("{word}，至{until}"),
        (Some(until), Locale::En) => format!("{word} until {until}"),
        (None, _) => word.to_owned(),
    }
}

/// Who decided about it, and why.
fn decided(row: &FindingRow) -> String {
    let (who, why) = row.decided.clone().unwrap_or_default();
    let parts = [clean(&who), clean(&why)];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

/// Titles of some tools are whole paragraphs.
fn short(text: &str) -> String {
    const LENGTH: usize = 140;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    text.chars().take(LENGTH - 1).chain(['…']).collect()
}
