//! Reports that the reader was sent.

use domain::Locale;
use domain::views::outward::KeptRow;
use leptos::prelude::*;

use super::choices::words;
use crate::components::number::bytes;
use crate::components::{EmptyState, Glyph, Icon, LocalTime};
use crate::i18n::{common, outward};

/// The section with what the reader was sent.
pub(super) fn section(locale: Locale, rows: Vec<KeptRow>) -> AnyView {
    let list = if rows.is_empty() {
        view! { <EmptyState title=outward::no_received(locale) text=outward::no_received_text(locale) /> }.into_any()
    } else {
        table(locale, rows)
    };
    view! {
        <section class="c-section" id="received">
            <div class="c-section__head"><h2 class="c-section__title">{outward::received(locale)}</h2></div>
            {list}
        </section>
    }
    .into_any()
}

fn table(locale: Locale, rows: Vec<KeptRow>) -> AnyView {
    let rows: Vec<_> = rows.into_iter().map(|one| row(locale, one)).collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=outward::received(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{outward::file(locale)}</th>
                    <th scope="col">{outward::made(locale)}</th>
                    <th scope="col" class="c-table__num">{outward::size(locale)}</th>
                    <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, one: KeptRow) -> AnyView {
    let form = words(locale, (one.kind, one.format, one.locale));
    let label = outward::download_of(locale, &one.file_name);
    view! {
        <tr>
            <th scope="row" class="c-table__grow">
                {one.file_name}
                <span class="c-table__sub">{form}</span>
                <span class="c-table__sub u-mono u-anywhere">{outward::sha256(locale, &one.sha256)}</span>
            </th>
            <td data-label=outward::made(locale)><LocalTime at=one.at /></td>
            <td class="c-table__num" data-label=outward::size(locale)>{bytes(one.size)}</td>
            <td>
                <a class="c-btn c-btn--small" href=format!("/reports/kept/{}", one.id) rel="external" aria-label=label>
                    <Icon of=Glyph::Export small=true />{outward::download(locale)}
                </a>
            </td>
        </tr>
    }
    .into_any()
}
