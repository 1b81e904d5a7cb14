//! How many risks stand where: two matrices whose cells filter the rows.

use domain::views::register::{CellCounts, RegisterPage};
use domain::{Band, Exact, Locale};
use leptos::prelude::*;

use super::path;
use crate::i18n::{register, risks};
use crate::query::Query;

/// The cell that the address names.
pub(super) fn chosen(query: &Query) -> Option<(String, u32, u32)> {
    let side = |key: &str| {
        let n = query.get(key).parse::<u32>().ok()?;
        (1..=5).contains(&n).then_some(n)
    };
    let matrix = query.get("matrix");
    let known = matches!(matrix, "inherent" | "assured");
    let (likelihood, impact) = (side("likelihood")?, side("impact")?);
    known.then(|| (matrix.to_owned(), likelihood, impact))
}

/// Both matrices, the assured one first.
pub(super) fn matrices(locale: Locale, page: &RegisterPage, query: &Query) -> AnyView {
    let at = path(page);
    let one = |name: &'static str, title: &'static str, counts: &CellCounts| {
        let matrix = Matrix {
            locale,
            name,
            title,
            at: &at,
            query,
        };
        matrix.draw(counts)
    };
    let cell = chosen(query).map(|(name, likelihood, impact)| {
        let title = if name == "inherent" {
            register::matrix_inherent(locale)
        } else {
            register::matrix_assured(locale)
        };
        let said = register::cell_chosen(locale, title, likelihood, impact);
        let href = without_cell(query).link(&at);
        view! { <p><a class="c-chip" href=href>{said}" ×"</a></p> }
    });
    view! {
        <section class="c-section l-split__side" id="matrix">
            <div class="c-section__head">
                <h2 class="c-section__title">{risks::matrix(locale)}</h2>
                <span class="c-section__note">{risks::matrix_axes(locale)}</span>
            </div>
            {cell}
            {one("assured", register::matrix_assured(locale), &page.matrices.assured)}
            {one("inherent", register::matrix_inherent(locale), &page.matrices.inherent)}
            <p class="u-muted u-xs">{register::matrix_note(locale)}</p>
        </section>
    }
    .into_any()
}

fn without_cell(query: &Query) -> Query {
    ["matrix", "likelihood", "impact", "page"]
        .iter()
        .fold(query.clone(), |query, key| query.without(key))
}

struct Matrix<'a> {
    locale: Locale,
    name: &'static str,
    title: &'static str,
    at: &'a str,
    query: &'a Query,
}

impl Matrix<'_> {
    fn draw(&self, counts: &CellCounts) -> AnyView {
        let lines: Vec<_> = (1..=5_u32)
            .rev()
            .zip(counts.iter().rev())
            .map(|(likelihood, row)| self.line(likelihood, row))
            .collect();
        let feet = (1..=5)
            .map(|impact| view! { <th scope="col">{impact}</th> })
            .collect_view();
        view! {
            <div class="c-panel">
                <table class="c-matrix c-matrix--counts">
                    <caption class="c-matrix__caption">{self.title}</caption>
                    <tbody>{lines}</tbody>
                    <tfoot><tr><td></td>{feet}</tr></tfoot>
                </table>
            </div>
        }
        .into_any()
    }

    fn line(&self, likelihood: u32, row: &[u32; 5]) -> AnyView {
        let cells: Vec<_> = (1..=5_u32)
            .zip(row)
            .map(|(impact, count)| self.cell(likelihood, impact, *count))
            .collect();
        view! { <tr><th scope="row" class="c-matrix__corner">{likelihood}</th>{cells}</tr> }
            .into_any()
    }

    fn cell(&self, likelihood: u32, impact: u32, count: u32) -> AnyView {
        let band = Band::of(&(Exact::whole(likelihood) * Exact::whole(impact)));
        let class = format!("c-matrix__cell c-matrix__cell--{}", band.as_str());
        let here = chosen(self.query) == Some((self.name.to_owned(), likelihood, impact));
        if count == 0 && !here {
            return view! { <td class=class></td> }.into_any();
        }
        let query = without_cell(self.query);
        let query = if here {
            query
        } else {
            let query = query.with("matrix", self.name);
            query.with("likelihood", likelihood).with("impact", impact)
        };
        let heard = register::cell(self.locale, self.title, likelihood, impact, count);
        let href = query.link(self.at);
        view! {
            <td class=class>
                <a class="c-matrix__count" href=href aria-label=heard aria-current=here.then_some("true")>{count}</a>
            </td>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::{chosen, without_cell};
    use crate::query::Query;

    #[test]
    fn a_cell_needs_all_its_parts() {
        let query = Query::default().with("matrix", "assured");
        assert_eq!(chosen(&query), None);
        let query = query.with("likelihood", 4).with("impact", 5);
        assert_eq!(chosen(&query), Some(("assured".to_owned(), 4, 5)));
        assert_eq!(chosen(&query.with("impact", 6)), None);
        assert!(without_cell(&query).is_empty());
    }
}
