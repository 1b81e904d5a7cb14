//! One sheet: header, cells, widths.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::{day, instant};
use crate::table::Cell;

/// How cells look.
pub struct Formats {
    head: Format,
    text: Format,
    /// A text that begins like a formula.
    quoted: Format,
    number: Format,
    day: Format,
    instant: Format,
}

impl Formats {
    /// The looks of all sheets.
    pub fn new() -> Self {
        let plain = || Format::new().set_align(FormatAlign::Top);
        Self {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(0x00E3_EDF6),
            text: plain().set_text_wrap(),
            quoted: plain().set_text_wrap().set_quote_prefix(),
            number: plain().set_num_format("0.00"),
            day: plain().set_num_format("yyyy-mm-dd"),
            instant: plain().set_num_format("yyyy-mm-dd hh:mm"),
        }
    }
}

/// Longest text of a cell that the format takes, less what marks that it goes on.
const LONGEST: usize = 32_000;
/// Rows that decide how wide a column is.
const MEASURED: usize = 200;

/// Writes a table into a new sheet, row after row as they come.
pub fn fill(
    sheet: &mut Worksheet,
    formats: &Formats,
    (name, heads): (&str, &[&str]),
    mut rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    let first: Vec<_> = rows.by_ref().take(MEASURED).collect();
    sheet.set_name(name)?;
    for (column, head) in (0_u16..).zip(heads) {
        sheet.write_string_with_format(0, column, *head, &formats.head)?;
        sheet.set_column_width(column, width(head, usize::from(column), &first))?;
    }
    let mut last_row = 0;
    for (row, cells) in (1_u32..).zip(first.into_iter().chain(rows)) {
        for (column, cell) in (0_u16..).zip(&cells) {
            write(sheet, formats, (row, column), cell)?;
        }
        last_row = row;
    }
    let last_column = u16::try_from(heads.len().saturating_sub(1)).unwrap_or(0);
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    formats: &Formats,
    (row, column): (u32, u16),
    cell: &Cell,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => {
            let format = if crate::csv::is_formula(text) {
                &formats.quoted
            } else {
                &formats.text
            };
            sheet.write_string_with_format(row, column, bounded(text), format)?;
        }
        // A spreadsheet's numbers hold whole ones up to 2⁵³; counts are far below.
        Cell::Whole(number) => match i32::try_from(*number) {
            Ok(number) => {
                sheet.write_number(row, column, number)?;
            }
            Err(_) => {
                sheet.write_string(row, column, number.to_string())?;
            }
        },
        Cell::Number { value, .. } => {
            sheet.write_number_with_format(row, column, *value, &formats.number)?;
        }
        Cell::Float(value) if value.is_finite() => {
            sheet.write_number(row, column, *value)?;
        }
        Cell::Empty | Cell::Float(_) => {}
        Cell::Day(date) => {
            sheet.write_datetime_with_format(row, column, &day(*date)?, &formats.day)?;
        }
        Cell::At(at) => {
            sheet.write_datetime_with_format(row, column, &instant(*at)?, &formats.instant)?;
        }
    }
    Ok(())
}

/// A text that the format takes: of a fitting length and without characters that XML can't hold.
fn bounded(text: &str) -> String {
    let clean = |c: char| {
        if c.is_control() && c != '\n' && c != '\t' {
            ' '
        } else {
            c
        }
    };
    let mut out: String = text.chars().map(clean).take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}

/// Wide enough for most cells of some rows, never wider than a line that can be read.
fn width(head: &str, column: usize, rows: &[Vec<Cell>]) -> f64 {
    let wide = |text: &str| -> u32 {
        // Chinese characters are twice as wide.
        text.lines()
            .map(|line| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum())
            .max()
            .unwrap_or(0)
    };
    let cells = rows.iter().filter_map(|row| row.get(column));
    let longest = cells.map(|cell| match cell {
        Cell::Number { .. } => 8,
        Cell::At(_) => 16,
        cell => wide(&cell.text()),
    });
    let longest = longest.chain([wide(head).min(24)]).max().unwrap_or(8);
    f64::from(longest.clamp(7, 58) + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_a_cell() {
        assert_eq!(bounded("a\u{7}b\nc"), "a b\nc");
        assert_eq!(bounded(&"长".repeat(40_000)).chars().count(), LONGEST + 1);
    }
}
