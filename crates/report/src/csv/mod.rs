//! Tables for spreadsheets: UTF-8 with a byte-order mark, RFC 4180 quoting, headers in one language.
//!
//! Numbers have the same six places as in JSON, so that the exports can be compared.

mod costs;
mod register;
mod trackers;

use domain::{
    Exact, Framework, Locale,
    views::{evidence::FindingRow, register::RegisterRow},
};

pub use trackers::TrackedAction;

use crate::{
    model::{ComponentLine, GroupReport, SeriesLine, WorkloadReport},
    table::{
        Cell, Column, answers, findings, group, inventory, plan, risks, signals, verdict_figures,
    },
};

/// Why a table could not be written; only a want of memory gets here.
#[derive(Debug, thiserror::Error)]
#[error("writing the table failed")]
pub struct CsvError(#[from] csv::Error);

/// One row for each criterion in scope.
///
/// # Errors
/// See [`CsvError`].
pub fn answers(report: &WorkloadReport<'_>, locale: Locale) -> Result<Vec<u8>, CsvError> {
    write(answers::COLUMNS, answers::rows(report, locale), locale)
}

/// One row for each risk that applies.
///
/// # Errors
/// See [`CsvError`].
pub fn risks(report: &WorkloadReport<'_>, locale: Locale) -> Result<Vec<u8>, CsvError> {
    write(risks::COLUMNS, risks::rows(report, locale), locale)
}

/// One row for each action, in the plan's order.
///
/// # Errors
/// See [`CsvError`].
pub fn plan(report: &WorkloadReport<'_>, locale: Locale) -> Result<Vec<u8>, CsvError> {
    write(plan::COLUMNS, plan::rows(report, locale), locale)
}

/// Actions of many workloads, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn actions(actions: &[TrackedAction], locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = actions.iter().map(|action| trackers::row(action, locale));
    write(trackers::COLUMNS, rows, locale)
}

/// The same as Jira's importer takes them.
///
/// # Errors
/// See [`CsvError`].
pub fn for_jira(actions: &[TrackedAction], locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = actions.iter().map(|action| trackers::jira(action, locale));
    lines(Vec::new(), trackers::JIRA, rows)
}

/// The same as importers of GitHub issues take them.
///
/// # Errors
/// See [`CsvError`].
pub fn for_github(actions: &[TrackedAction], locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = actions
        .iter()
        .map(|action| trackers::github(action, locale));
    lines(Vec::new(), trackers::GITHUB, rows)
}

/// One row for each finding of another tool, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn findings(rows: &[FindingRow], locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = rows.iter().map(|row| findings::row(row, locale));
    write(findings::COLUMNS, rows, locale)
}

pub use costs::CostLine;

/// One row for each series of telemetry, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn signals(rows: &[SeriesLine], locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = rows.iter().map(|row| signals::row(row, locale));
    write(signals::COLUMNS, rows, locale)
}

/// One row for each verdict of a rule, with its deciding figure; codes are those of the API.
///
/// # Errors
/// See [`CsvError`].
pub fn verdicts(report: &WorkloadReport<'_>, locale: Locale) -> Result<Vec<u8>, CsvError> {
    write(
        verdict_figures::COLUMNS,
        verdict_figures::rows(report),
        locale,
    )
}

/// One row for each part of the workload that telemetry or a file named, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn inventory(rows: &[ComponentLine], locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = rows.iter().map(|row| inventory::row(row, locale));
    write(inventory::COLUMNS, rows, locale)
}

/// One row for each risk of each workload, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn register(
    rows: impl IntoIterator<Item = RegisterRow>,
    framework: &Framework,
    locale: Locale,
) -> Result<Vec<u8>, CsvError> {
    let rows = rows
        .into_iter()
        .map(|row| register::row(&row, framework, locale));
    write(register::COLUMNS, rows, locale)
}

/// One row for each amount of a month.
///
/// # Errors
/// See [`CsvError`].
pub fn costs(lines: &[CostLine], locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = lines.iter().map(|line| costs::row(line, locale));
    write(costs::COLUMNS, rows, locale)
}

/// One row for each workload.
///
/// # Errors
/// See [`CsvError`].
pub fn group(report: &GroupReport<'_>, locale: Locale) -> Result<Vec<u8>, CsvError> {
    let columns = group::columns(report.framework);
    let columns: Vec<Column<'_>> = columns
        .iter()
        .map(|(zh, en)| (zh.as_str(), en.as_str()))
        .collect();
    write(&columns, group::each(report, locale), locale)
}

fn write<T: Written>(
    columns: &[Column<'_>],
    rows: impl IntoIterator<Item = Vec<T>>,
    locale: Locale,
) -> Result<Vec<u8>, CsvError> {
    let heads: Vec<_> = columns
        .iter()
        .map(|(zh, en)| match locale {
            Locale::Zh => *zh,
            Locale::En => *en,
        })
        .collect();
    // Without the mark spreadsheets read UTF-8 as the system's old encoding.
    lines(Vec::from("\u{feff}"), &heads, rows)
}

fn lines<T: Written>(
    mut out: Vec<u8>,
    heads: &[&str],
    rows: impl IntoIterator<Item = Vec<T>>,
) -> Result<Vec<u8>, CsvError> {
    {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut out);
        writer.write_record(heads)?;
        for row in rows {
            writer.write_record(row.iter().map(Written::plain))?;
        }
        writer.flush().map_err(csv::Error::from)?;
    }
    Ok(out)
}

/// What a table writes: as text that no spreadsheet runs.
trait Written {
    fn plain(&self) -> String;
}

impl Written for String {
    fn plain(&self) -> String {
        harmless(self).into_owned()
    }
}

impl Written for Cell {
    fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.plain(),
            // Numbers and dates are ours, and a minus sign of theirs is no formula.
            cell => cell.text().into_owned(),
        }
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    if is_formula(cell) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

/// Whether a spreadsheet could take a text for a formula.
///
/// Full-width signs count too: East Asian editions of spreadsheets read them as the plain ones.
pub(crate) fn is_formula(text: &str) -> bool {
    text.starts_with(|c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    })
}

fn six(value: &Exact) -> String {
    value.decimal(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_texts_are_not_touched() {
        for bad in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1",
        ] {
            assert_eq!(harmless(bad), format!("'{bad}"));
        }
        for good in ["", "a=b", "满足", " =1", "12.5"] {
            assert_eq!(harmless(good), good);
        }
    }

    #[test]
    fn tables_are_quoted_by_rfc_4180() {
        let row: Vec<Cell> = vec!["a,\"b\"".into(), "x\ny".into()];
        let bytes = write(&[("甲", "A"), ("乙", "B")], [row], Locale::Zh).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "\u{feff}甲,乙\r\n\"a,\"\"b\"\"\",\"x\ny\"\r\n"
        );
    }
}
