//! How much came in, and when.

use domain::Locale;
use domain::views::signals::SignalsPage;
use leptos::prelude::*;

use super::latest::is_silent;
use crate::components::number::grouped;
use crate::components::{Glyph, Icon, LocalTime, Stat};
use crate::i18n::signals;

/// Figures in a row.
pub(super) fn numbers(locale: Locale, page: &SignalsPage) -> AnyView {
    let silent = !page.signals.is_empty() && page.signals.iter().all(is_silent);
    let warning = silent.then(|| {
        view! {
            <span class="c-badge c-badge--warn"><Icon of=Glyph::Warn small=true />{signals::silent(locale)}</span>
        }
        .into_any()
    });
    let judged = match &page.judged_at {
        Some(at) => view! { <LocalTime at=at.as_str() /> }.into_any(),
        None => {
            view! { <span class="u-muted u-small">{signals::judged_soon(locale)}</span> }.into_any()
        }
    };
    let last = match &page.last_at {
        Some(at) => view! { <LocalTime at=at.as_str() /> }.into_any(),
        None => signals::never(locale).into_any(),
    };
    view! {
        <div class="c-stats">
            {text(signals::last_data(locale), last, warning)}
            <Stat label=signals::points(locale) value=grouped(page.points) />
            <Stat label=signals::spans(locale) value=grouped(page.spans) />
            <Stat label=signals::logs(locale) value=grouped(page.logs) />
            {text(signals::judged(locale), judged, None)}
        </div>
    }
    .into_any()
}

/// A figure that is an instant.
fn text(label: &'static str, value: AnyView, note: Option<AnyView>) -> AnyView {
    view! {
        <div class="c-stat">
            <span class="c-stat__label">{label}</span>
            <span class="c-stat__value c-stat__value--text">{value}</span>
            {note.map(|note| view! { <span class="c-stat__note">{note}</span> })}
        </div>
    }
    .into_any()
}
