//! What the address asks for.

use domain::{cost::Month, views::cost::CostQuery};
use store::cost::groups::{Only, Part};
use time::Date;

/// Rows on a page.
pub(super) const PER_PAGE: i64 = 25;

/// The month that is asked for; this one where none is, or one to come.
pub(super) fn month(query: &CostQuery, today: Date) -> Month {
    let now = Month::of(today);
    query
        .month
        .parse::<Month>()
        .map_or(now, |month| month.min(now))
}

/// The months that can be chosen, the newest first: from the first with anything until now.
pub(super) fn months(first: Option<Month>, now: Month, asked: Month) -> Vec<String> {
    let first = first.unwrap_or(now).min(asked).max(now.back(60));
    let mut all = Vec::new();
    let mut month = now;
    while month >= first {
        all.push(month.to_string());
        month = month.previous();
    }
    all
}

/// The model and the feature that are asked for.
pub(super) fn only(query: &CostQuery) -> Only<'_> {
    let (model, feature) = query.only();
    Only { model, feature }
}

/// The page that is asked for, from 1.
pub(super) fn page(query: &CostQuery) -> u32 {
    query.page.parse().unwrap_or(1).clamp(1, 100_000)
}

/// How many pages there are.
pub(super) fn pages(total: i64) -> u32 {
    u32::try_from((total + PER_PAGE - 1) / PER_PAGE)
        .unwrap_or(u32::MAX)
        .max(1)
}

/// How rows are sorted.
pub(super) fn part(query: &CostQuery, spends: bool, page: u32) -> Part<'_> {
    const COLUMNS: [&str; 7] = ["name", "spend", "tokens", "gpu", "energy", "carbon", "sci"];
    let (column, descending) = match query.sort.strip_prefix('-') {
        Some(column) => (column, true),
        None => (query.sort.as_str(), false),
    };
    let known = COLUMNS.contains(&column);
    let usual = if spends { "spend" } else { "tokens" };
    Part {
        sort: if known { column } else { usual },
        descending: descending || !known,
        skip: i64::from(page - 1) * PER_PAGE,
        most: PER_PAGE,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn addresses_that_make_no_sense_ask_for_the_usual() {
        let query = CostQuery {
            month: "2099-01".to_owned(),
            sort: "x".to_owned(),
            page: "-3".to_owned(),
            ..CostQuery::default()
        };
        let today = date!(2026 - 11 - 30);
        assert_eq!(month(&query, today).to_string(), "2026-11");
        assert_eq!(
            (part(&query, true, page(&query)).sort, page(&query)),
            ("spend", 1)
        );
        let old = "2026-09".parse().unwrap();
        assert_eq!(
            months(Some(old), Month::of(today), Month::of(today)),
            ["2026-11", "2026-10", "2026-09"]
        );
        assert_eq!(
            months(None, Month::of(today), Month::of(today)),
            ["2026-11"]
        );
    }
}
