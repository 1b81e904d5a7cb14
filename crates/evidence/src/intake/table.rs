//! Tables of separated values, read by the names in their first line.

use csv::{ReaderBuilder, StringRecord, Trim};
use domain::evidence::{Flaw, Syntax, Unusable};

/// A table with names in its first line; its rows are read one by one.
#[derive(Debug)]
pub struct Table<'t> {
    text: &'t str,
    separator: u8,
    columns: Vec<String>,
}

/// One row.
#[derive(Debug)]
pub struct Row<'a> {
    /// Its line, from 1.
    pub line: u64,
    columns: &'a [String],
    cells: StringRecord,
}

impl Row<'_> {
    /// The cell under a name, compared without case; `None` where it is missing, empty or `null`.
    pub fn get(&self, name: &str) -> Option<&str> {
        let at = self
            .columns
            .iter()
            .position(|column| column.eq_ignore_ascii_case(name))?;
        let cell = self.cells.get(at)?;
        (!cell.is_empty() && !cell.eq_ignore_ascii_case("null")).then_some(cell)
    }

    /// Whether it has other cells than the first line has names.
    pub fn is_ragged(&self) -> bool {
        self.cells.len() != self.columns.len()
    }
}

impl<'t> Table<'t> {
    /// Opens a text whose first line holds at least two names.
    pub(super) fn open(text: &'t str) -> Option<Self> {
        let first = text.lines().next()?;
        if first.starts_with('#') || first.contains(['{', '<']) {
            return None;
        }
        let separator = [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|s| first.bytes().filter(|b| b == s).count())?;
        let mut table = Self {
            text,
            separator,
            columns: Vec::new(),
        };
        let header = table.reader().headers().ok()?.clone();
        table.columns = header.iter().map(str::to_owned).collect();
        let named = table.columns.iter().filter(|c| !c.is_empty()).count();
        (named >= 2).then_some(table)
    }

    /// The names in the first line.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str)
    }

    /// Whether all these names are there, compared without case.
    pub fn has(&self, names: &[&str]) -> bool {
        names
            .iter()
            .all(|name| self.columns().any(|c| c.eq_ignore_ascii_case(name)))
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, Unusable>> {
        self.reader().into_records().map(|cells| match cells {
            Ok(cells) => Ok(Row {
                line: cells.position().map_or(0, |at| self.line(at)),
                columns: &self.columns,
                cells,
            }),
            Err(error) => Err(Unusable::Broken {
                syntax: Syntax::Csv,
                flaw: Flaw::Unexpected,
                line: error.position().map_or(0, |at| self.line(at)),
                column: 0,
            }),
        })
    }

    /// The line of a position, which of a row below `\r\n` lies between the two.
    fn line(&self, at: &csv::Position) -> u64 {
        let byte = usize::try_from(at.byte()).unwrap_or(usize::MAX);
        at.line() + u64::from(self.text.as_bytes().get(byte) == Some(&b'\n'))
    }

    fn reader(&self) -> csv::Reader<&'t [u8]> {
        ReaderBuilder::new()
            .delimiter(self.separator)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(self.text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_name() {
        let table = Table::open("b;A\r\n1;x\r\n\"2;\";null\r\n3\r\n").unwrap();
        assert!(table.has(&["a", "b"]) && !table.has(&["c"]));
        let rows: Vec<_> = table.rows().map(Result::unwrap).collect();
        assert_eq!((rows[0].get("a"), rows[0].line), (Some("x"), 2));
        assert_eq!((rows[1].get("B"), rows[1].get("a")), (Some("2;"), None));
        assert!(rows[2].is_ragged() && rows[2].get("a").is_none());
        assert!(Table::open("# HELP a, b\n").is_none());
        assert!(Table::open("one\ntwo\n").is_none());
    }
}
