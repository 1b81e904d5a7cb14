//! What came in, newest first.

use domain::Locale;
use domain::views::evidence::{EvidencePage, ReadingRow};
use leptos::prelude::*;

use super::preview::take_back;
use super::reading;
use crate::components::{Glyph, Icon, LocalTime};
use crate::i18n::{evidence, evidence_words};

/// How many stand open.
const SHOWN: usize = 20;

/// The files that came in; all but the newest folded.
pub(super) fn readings(locale: Locale, page: &EvidencePage) -> AnyView {
    let (first, rest) = page.readings.split_at(page.readings.len().min(SHOWN));
    let rows = |rows: &[ReadingRow]| {
        rows.iter()
            .map(|row| entry(locale, page, row))
            .collect_view()
    };
    let rest = (!rest.is_empty()).then(|| {
        let label = evidence::readings_more(locale, rest.len());
        view! {
            <details class="c-fold">
                <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{label}</summary>
                <div class="c-readings">{rows(rest)}</div>
            </details>
        }
    });
    let body = if first.is_empty() {
        view! { <p class="u-muted">{evidence::readings_empty(locale)}</p> }.into_any()
    } else {
        view! { <div class="c-readings">{rows(first)}</div> {rest} }.into_any()
    };
    view! {
        <section class="c-section" id="readings">
            <div class="c-section__head">
                <h2 class="c-section__title">{evidence::readings(locale)}</h2>
                <span class="c-section__note">{evidence::rows(locale, page.readings.len())}</span>
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn entry(locale: Locale, page: &EvidencePage, row: &ReadingRow) -> AnyView {
    let back = page
        .head
        .abilities
        .assess
        .then(|| take_back(locale, page.head.id, row));
    let more = view! {
        <dt>{evidence::sender(locale)}</dt><dd>{row.sender.clone()}</dd>
        <dt>{evidence::received(locale)}</dt><dd><LocalTime at=row.received_at.as_str() /></dd>
    }
    .into_any();
    view! {
        <details class="c-readings__row">
            <summary class="c-readings__head">
                <Icon of=Glyph::Down small=true />
                <span class="c-readings__day">{row.day.to_string()}</span>
                <span class="c-readings__name">
                    <b>{evidence_words::kind(locale, &row.kind)}</b>
                    " "
                    <span class="u-muted">{row.file_name.clone()}</span>
                </span>
                {reading::tally(locale, &row.tally)}
                {reading::completeness(locale, row.completeness)}
            </summary>
            <div class="c-readings__body">
                {reading::facts(locale, row, Some(more))}
                {back}
            </div>
        </details>
    }
    .into_any()
}
