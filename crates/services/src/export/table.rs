//! Tables that leave the console as CSV, a page of rows at a time: nothing of them has to fit into memory, and between two
//! pages no connection is held. What changes meanwhile is seen from the next page on.

use std::{future::Future, pin::Pin};

use report::csv::{CsvError, Part};

use super::aside;
use crate::Error;

/// Rows of a page: some megabytes at most, and few enough pages that asking for them costs little.
const ROWS: i64 = 4_000;

/// Rows that were read, and what is written of them.
pub(crate) struct Page {
    /// How many were read; fewer than asked for where they were the last.
    pub read: usize,
    /// CSV of those that belong into the table.
    pub bytes: Vec<u8>,
}

/// A page on its way.
pub(crate) type Coming<'a> = Pin<Box<dyn Future<Output = Result<Page, Error>> + Send + 'a>>;

/// Where the pages of a table come from, whatever reads them.
pub(crate) trait Pages: Send + 'static {
    /// The rows after those that were given before, at most so many.
    fn next(&mut self, part: Part, rows: i64) -> Coming<'_>;
}

/// Rows that are read page by page; [`Pages`] are the same without their type.
pub(crate) trait Paged: Send + 'static {
    /// The rows after those that were given before, at most so many.
    fn page(&mut self, part: Part, rows: i64) -> impl Future<Output = Result<Page, Error>> + Send;
}

impl<T: Paged> Pages for T {
    fn next(&mut self, part: Part, rows: i64) -> Coming<'_> {
        Box::pin(self.page(part, rows))
    }
}

/// A table on its way out.
pub struct Table {
    /// None after the last page.
    pages: Option<Box<dyn Pages>>,
    part: Part,
    /// Rows of a page.
    rows: i64,
    /// Rows that may still come.
    left: i64,
}

impl Table {
    /// A table of at most so many rows.
    pub(crate) fn new(pages: impl Pages, most: i64) -> Self {
        Self {
            pages: Some(Box::new(pages)),
            part: Part::First,
            rows: ROWS,
            left: most,
        }
    }

    /// A table that is written already.
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self::new(Written(bytes), 1)
    }

    /// The same with another number of rows on a page.
    #[must_use]
    pub fn in_pages_of(mut self, rows: u16) -> Self {
        self.rows = i64::from(rows).max(1);
        self
    }

    /// The next part of the file; none after the last.
    ///
    /// # Errors
    /// When the database fails; what was given before is then no whole table.
    pub async fn part(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let Some(pages) = &mut self.pages else {
            return Ok(None);
        };
        let rows = self.rows.min(self.left);
        let page = pages.next(self.part, rows).await?;
        let read = i64::try_from(page.read).unwrap_or(i64::MAX);
        self.part = Part::Next;
        self.left = self.left.saturating_sub(read);
        if read < rows || self.left <= 0 {
            self.pages = None;
        }
        Ok(Some(page.bytes))
    }

    /// The file in one piece.
    ///
    /// # Errors
    /// See [`Self::part`].
    pub async fn whole(mut self) -> Result<Vec<u8>, Error> {
        let mut all = Vec::new();
        while let Some(part) = self.part().await? {
            all.extend(part);
        }
        Ok(all)
    }
}

/// A page of rows, written where blocking is allowed.
pub(crate) async fn page(
    read: usize,
    write: impl FnOnce() -> Result<Vec<u8>, CsvError> + Send + 'static,
) -> Result<Page, Error> {
    let bytes = aside("csv", write).await?;
    Ok(Page { read, bytes })
}

struct Written(Vec<u8>);

impl Pages for Written {
    fn next(&mut self, _part: Part, _rows: i64) -> Coming<'_> {
        let bytes = std::mem::take(&mut self.0);
        Box::pin(std::future::ready(Ok(Page { read: 0, bytes })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers up to another, a line each.
    struct Numbers {
        after: i64,
        last: i64,
    }

    impl Pages for Numbers {
        fn next(&mut self, part: Part, rows: i64) -> Coming<'_> {
            let numbers: Vec<_> = (self.after + 1..=self.last.min(self.after + rows)).collect();
            self.after = numbers.last().copied().unwrap_or(self.after);
            let head = if part == Part::First { "n\n" } else { "" };
            let lines: Vec<_> = numbers.iter().map(|n| format!("{n}\n")).collect();
            Box::pin(std::future::ready(Ok(Page {
                read: numbers.len(),
                bytes: format!("{head}{}", lines.concat()).into_bytes(),
            })))
        }
    }

    #[tokio::test]
    async fn pages_are_the_table_however_they_are_cut() {
        let table = |last| Numbers { after: 0, last };
        let whole = Table::new(table(7), 100).whole().await.unwrap();
        assert_eq!(whole, b"n\n1\n2\n3\n4\n5\n6\n7\n");
        for rows in 1..9 {
            let cut = Table::new(table(7), 100).in_pages_of(rows);
            assert_eq!(cut.whole().await.unwrap(), whole, "{rows}");
            let most = Table::new(table(50), 7).in_pages_of(rows);
            assert_eq!(most.whole().await.unwrap(), whole, "{rows}");
        }
        let none = Table::new(table(0), 100).whole().await.unwrap();
        assert_eq!(none, b"n\n");
        let written = Table::of(b"a\n".to_vec()).whole().await.unwrap();
        assert_eq!(written, b"a\n");
    }
}
