//! Long lists on a phone: the first rows, and a button for the rest. Wide screens show every row.

use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::i18n::{common, use_locale};

/// So many rows stand there before somebody asks for all of them.
pub const FEW: usize = 5;

/// The class of a row that waits on a phone until it is asked for.
pub const REST: &str = "c-more__rest";

/// The class of the row at this place, from 0.
pub const fn rest(index: usize) -> Option<&'static str> {
    if index < FEW { None } else { Some(REST) }
}

/// The button for the rest, right after the list; nothing where all rows stand there anyway. Works without script.
#[component]
pub fn More(
    /// How many rows the list has.
    total: usize,
) -> impl IntoView {
    let locale = use_locale();
    (total > FEW).then(|| {
        view! {
            <details class="c-more">
                <summary class="c-more__head">
                    <span class="c-more__all">{common::show_all(locale, total)}</span>
                    <span class="c-more__few">{common::show_few(locale)}</span>
                    <Icon of=Glyph::Down small=true />
                </summary>
            </details>
        }
    })
}
