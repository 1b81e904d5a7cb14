//! Tables for spreadsheets: UTF-8 with a byte-order mark, RFC 4180 quoting, headers in one language.
//!
//! Numbers have the same six places as in JSON, so that the exports can be compared.

mod answers;
mod group;
mod plan;
mod risks;

use domain::{Exact, Locale};

use crate::model::{GroupReport, WorkloadReport};

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
    write(&columns, group::rows(report, locale), locale)
}

/// A column's header in Chinese and English.
type Column<'a> = (&'a str, &'a str);

fn write(
    columns: &[Column<'_>],
    rows: impl IntoIterator<Item = Vec<String>>,
    locale: Locale,
) -> Result<Vec<u8>, CsvError> {
    // Without the mark spreadsheets read UTF-8 as the system's old encoding.
    let mut out = Vec::from("\u{feff}");
    {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut out);
        writer.write_record(columns.iter().map(|(zh, en)| match locale {
            Locale::Zh => zh,
            Locale::En => en,
        }))?;
        for row in rows {
            writer.write_record(row.iter().map(|cell| harmless(cell)).map(String::from))?;
        }
        writer.flush().map_err(csv::Error::from)?;
    }
    Ok(out)
}

/// A cell that no spreadsheet takes for a formula.
///
/// Full-width signs count too: East Asian editions of spreadsheets read them as the plain ones.
fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    let formula = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    if cell.starts_with(formula) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

fn six(value: &Exact) -> String {
    value.decimal(6)
}

fn optional(value: Option<&Exact>) -> String {
    value.map(six).unwrap_or_default()
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
        let row = vec!["a,\"b\"".to_owned(), "x\ny".to_owned()];
        let bytes = write(&[("甲", "A"), ("乙", "B")], [row], Locale::Zh).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "\u{feff}甲,乙\r\n\"a,\"\"b\"\"\",\"x\ny\"\r\n"
        );
    }
}
