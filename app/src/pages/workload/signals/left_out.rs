//! What came in and was not kept, and why.

use domain::Locale;
use domain::views::signals::SignalsPage;
use leptos::prelude::*;

use crate::components::number::grouped;
use crate::i18n::signals;

/// Reasons with counts, the most first.
pub(super) fn left_out(locale: Locale, page: &SignalsPage) -> AnyView {
    let body = if page.dropped.is_empty() {
        view! { <p class="u-muted u-small">{signals::dropped_none(locale)}</p> }.into_any()
    } else {
        let row = |(reason, count): &(String, u64)| {
            let words = signals::left_out(locale, reason);
            view! { <tr><td title=reason.clone()>{words}</td><td class="c-table__num">{grouped(*count)}</td></tr> }
        };
        let rows = page.dropped.iter().map(row).collect_view();
        view! {
            <p class="u-muted u-small">{signals::dropped_note(locale)}</p>
            <div class="c-tablewrap" role="region" aria-label=signals::dropped(locale) tabindex="0">
                <table class="c-table">
                    <thead><tr>
                        <th scope="col">{signals::dropped_reason(locale)}</th>
                        <th scope="col" class="c-table__num">{signals::dropped_count(locale)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="c-section" id="left-out">
            <div class="c-section__head"><h2 class="c-section__title">{signals::dropped(locale)}</h2></div>
            <div class="l-stack l-stack--tight">{body}</div>
        </section>
    }
    .into_any()
}
