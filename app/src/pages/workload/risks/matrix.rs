//! Five by five: likelihood down, impact across, each risk where it stands.

use domain::views::results::{RiskRow, RisksPage};
use domain::{Band, Exact, Locale};
use leptos::prelude::*;

use crate::href;
use crate::i18n::risks;

/// Which of a risk's three places a mark shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Before anything was done.
    Inherent,
    /// By what is claimed.
    Claimed,
    /// By what is proven.
    Assured,
}

impl Mark {
    /// The last one of a cell is drawn.
    const ALL: [Self; 3] = [Self::Inherent, Self::Claimed, Self::Assured];

    const fn class(self) -> &'static str {
        match self {
            Self::Inherent => "c-matrix__risk c-matrix__risk--inherent",
            Self::Claimed => "c-matrix__risk",
            Self::Assured => "c-matrix__risk c-matrix__risk--assured",
        }
    }

    const fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::Inherent => risks::chip_inherent(locale),
            Self::Claimed => risks::chip_claimed(locale),
            Self::Assured => risks::chip_assured(locale),
        }
    }

    /// Its row (1…5) and its score.
    fn place(self, row: &RiskRow) -> (i64, &Exact) {
        let score = &row.score;
        match self {
            Self::Inherent => (i64::from(score.likelihood), &score.inherent),
            Self::Claimed => (
                score.residual.claimed.likelihood.rounded(),
                &score.residual.claimed.score,
            ),
            Self::Assured => (
                score.residual.assured.likelihood.rounded(),
                &score.residual.assured.score,
            ),
        }
    }
}

/// The marks of a risk that fall on one likelihood: of several in one cell only the last.
fn mark_at(row: &RiskRow, likelihood: i64) -> Option<Mark> {
    Mark::ALL
        .into_iter()
        .rfind(|mark| mark.place(row).0 == likelihood)
}

/// The matrix with its key.
pub(super) fn matrix(locale: Locale, page: &RisksPage) -> AnyView {
    let line = |likelihood: u32| {
        let cells = (1..=5)
            .map(|impact| cell(locale, page, likelihood, impact))
            .collect_view();
        view! { <tr><th scope="row" class="c-matrix__corner">{likelihood}</th>{cells}</tr> }
    };
    view! {
        <section class="c-section l-split__side">
            <div class="c-section__head">
                <h2 class="c-section__title">{risks::matrix(locale)}</h2>
                <span class="c-section__note">{risks::matrix_axes(locale)}</span>
            </div>
            <div class="c-panel">
                <table class="c-matrix" aria-label=risks::matrix_label(locale)>
                    <tbody>{(1..=5).rev().map(line).collect_view()}</tbody>
                    <tfoot><tr>
                        <td></td>
                        {(1..=5).map(|impact| view! { <th scope="col">{impact}</th> }).collect_view()}
                    </tr></tfoot>
                </table>
            </div>
            {key(locale)}
        </section>
    }
    .into_any()
}

fn cell(locale: Locale, page: &RisksPage, likelihood: u32, impact: u32) -> AnyView {
    let band = Band::of(&(Exact::whole(likelihood) * Exact::whole(impact)));
    let here = page.rows.iter().filter(|row| row.score.impact == impact);
    let marks = here.filter_map(|row| Some((mark_at(row, i64::from(likelihood))?, row)));
    let mark = |(mark, row): (Mark, &RiskRow)| {
        let id = row.score.id.to_string();
        let heard = risks::chip(locale, &id, mark.name(locale), mark.place(row).1.decimal(1));
        let href = format!("{}?risk={id}#{id}", href::workload(page.head.id, "/risks"));
        view! { <a class=mark.class() href=href aria-label=heard>{id}</a> }
    };
    view! {
        <td class=format!("c-matrix__cell c-matrix__cell--{}", band.as_str())>
            <div class="c-matrix__list">{marks.map(mark).collect_view()}</div>
        </td>
    }
    .into_any()
}

fn key(locale: Locale) -> AnyView {
    let item = |mark: Mark| {
        view! {
            <span class="l-row l-row--tight">
                <span class=mark.class() aria-hidden="true">"K"</span>
                {mark.name(locale)}
            </span>
        }
    };
    let marks = [Mark::Assured, Mark::Claimed, Mark::Inherent];
    view! {
        <div class="l-row u-small u-muted">{marks.map(item).collect_view()}</div>
        <p class="u-muted u-xs">{risks::matrix_note(locale)}</p>
    }
    .into_any()
}
