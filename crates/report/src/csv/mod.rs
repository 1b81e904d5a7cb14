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
    model::{ComponentLine, GroupRow, SeriesLine, WorkloadReport},
    table::{
        Cell, Column, answers, findings, group, inventory, plan, risks, signals, verdict_figures,
    },
};

/// Why a table could not be written; only a want of memory gets here.
#[derive(Debug, thiserror::Error)]
#[error("writing the table failed")]
pub struct CsvError(#[from] csv::Error);

/// Which part of a table is written: one after the other, they are the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What it begins with: the header, and the first rows.
    First,
    /// Rows that come after others.
    Next,
}

/// One row for each criterion in scope.
///
/// # Errors
/// See [`CsvError`].
pub fn answers(report: &WorkloadReport<'_>, locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = answers::rows(report, locale);
    write(answers::COLUMNS, rows, (Part::First, locale))
}

/// One row for each risk that applies.
///
/// # Errors
/// See [`CsvError`].
pub fn risks(report: &WorkloadReport<'_>, locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = risks::rows(report, locale);
    write(risks::COLUMNS, rows, (Part::First, locale))
}

/// One row for each action, in the plan's order.
///
/// # Errors
/// See [`CsvError`].
pub fn plan(report: &WorkloadReport<'_>, locale: Locale) -> Result<Vec<u8>, CsvError> {
    let rows = plan::rows(report, locale);
    write(plan::COLUMNS, rows, (Part::First, locale))
}

/// Actions of many workloads, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn actions(
    actions: &[TrackedAction],
    (part, locale): (Part, Locale),
) -> Result<Vec<u8>, CsvError> {
    let rows = actions.iter().map(|action| trackers::row(action, locale));
    write(trackers::COLUMNS, rows, (part, locale))
}

/// The same as Jira's importer takes them.
///
/// # Errors
/// See [`CsvError`].
pub fn for_jira(
    actions: &[TrackedAction],
    (part, locale): (Part, Locale),
) -> Result<Vec<u8>, CsvError> {
    let rows = actions.iter().map(|action| trackers::jira(action, locale));
    lines(("", trackers::JIRA), rows, part)
}

/// The same as importers of GitHub issues take them.
///
/// # Errors
/// See [`CsvError`].
pub fn for_github(
    actions: &[TrackedAction],
    (part, locale): (Part, Locale),
) -> Result<Vec<u8>, CsvError> {
    let rows = actions
        .iter()
        .map(|action| trackers::github(action, locale));
    lines(("", trackers::GITHUB), rows, part)
}

/// One row for each finding of another tool, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn findings(rows: &[FindingRow], (part, locale): (Part, Locale)) -> Result<Vec<u8>, CsvError> {
    let rows = rows.iter().map(|row| findings::row(row, locale));
    write(findings::COLUMNS, rows, (part, locale))
}

pub use costs::CostLine;

/// One row for each series of telemetry, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn signals(rows: &[SeriesLine], (part, locale): (Part, Locale)) -> Result<Vec<u8>, CsvError> {
    let rows = rows.iter().map(|row| signals::row(row, locale));
    write(signals::COLUMNS, rows, (part, locale))
}

/// One row for each verdict of a rule, with its deciding figure; codes are those of the API.
///
/// # Errors
/// See [`CsvError`].
pub fn verdicts(report: &WorkloadReport<'_>, locale: Locale) -> Result<Vec<u8>, CsvError> {
    write(
        verdict_figures::COLUMNS,
        verdict_figures::rows(report),
        (Part::First, locale),
    )
}

/// One row for each part of the workload that telemetry or a file named, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn inventory(
    rows: &[ComponentLine],
    (part, locale): (Part, Locale),
) -> Result<Vec<u8>, CsvError> {
    let rows = rows.iter().map(|row| inventory::row(row, locale));
    write(inventory::COLUMNS, rows, (part, locale))
}

/// One row for each risk of each workload, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn register(
    rows: impl IntoIterator<Item = RegisterRow>,
    framework: &Framework,
    (part, locale): (Part, Locale),
) -> Result<Vec<u8>, CsvError> {
    let rows = rows
        .into_iter()
        .map(|row| register::row(&row, framework, locale));
    write(register::COLUMNS, rows, (part, locale))
}

/// One row for each amount of a month.
///
/// # Errors
/// See [`CsvError`].
pub fn costs(lines: &[CostLine], (part, locale): (Part, Locale)) -> Result<Vec<u8>, CsvError> {
    let rows = lines.iter().map(|line| costs::row(line, locale));
    write(costs::COLUMNS, rows, (part, locale))
}

/// One row for each workload of a group, in the order given.
///
/// # Errors
/// See [`CsvError`].
pub fn workloads(
    rows: &[GroupRow],
    framework: &Framework,
    (part, locale): (Part, Locale),
) -> Result<Vec<u8>, CsvError> {
    let columns = group::columns(framework);
    let columns: Vec<Column<'_>> = columns
        .iter()
        .map(|(zh, en)| (zh.as_str(), en.as_str()))
        .collect();
    let rows = rows.iter().map(|row| group::row(row, framework, locale));
    write(&columns, rows, (part, locale))
}

fn write<T: Written>(
    columns: &[Column<'_>],
    rows: impl IntoIterator<Item = Vec<T>>,
    (part, locale): (Part, Locale),
) -> Result<Vec<u8>, CsvError> {
    let heads: Vec<_> = columns
        .iter()
        .map(|(zh, en)| match locale {
            Locale::Zh => *zh,
            Locale::En => *en,
        })
        .collect();
    // Without the mark spreadsheets read UTF-8 as the system's old encoding.
    lines(("\u{feff}", &heads), rows, part)
}

/// A mark and heads before the first rows, and the rows.
fn lines<T: Written>(
    (mark, heads): (&str, &[&str]),
    rows: impl IntoIterator<Item = Vec<T>>,
    part: Part,
) -> Result<Vec<u8>, CsvError> {
    let mut out = Vec::new();
    if part == Part::First {
        out.extend_from_slice(mark.as_bytes());
    }
    {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut out);
        if part == Part::First {
            writer.write_record(heads)?;
        }
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
        let bytes = write(
            &[("甲", "A"), ("乙", "B")],
            [row],
            (Part::First, Locale::Zh),
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "\u{feff}甲,乙\r\n\"a,\"\"b\"\"\",\"x\ny\"\r\n"
        );
    }

    #[test]
    fn parts_one_after_the_other_are_the_table() {
        let columns = [("甲", "A"), ("乙", "B")];
        let rows: Vec<Vec<Cell>> = (0..5_u32)
            .map(|n| vec![format!("={n}").into(), "x\ny".into()])
            .collect();
        let part = |rows: &[Vec<Cell>], part| {
            write(&columns, rows.iter().cloned(), (part, Locale::En)).unwrap()
        };
        let mut parts = part(&rows[..2], Part::First);
        parts.extend(part(&rows[2..], Part::Next));
        parts.extend(part(&[], Part::Next));
        assert_eq!(parts, part(&rows, Part::First));
    }
}
