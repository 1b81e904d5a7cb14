//! How much has been answered: a ring, or dots where there are few.

use leptos::prelude::*;

use crate::components::number::grouped;
use crate::i18n::{common, use_locale};

/// A ring that closes, with the two numbers.
#[component]
pub fn Ring(
    /// Answered.
    done: u32,
    /// In all.
    total: u32,
) -> impl IntoView {
    let share = if total == 0 {
        0
    } else {
        u64::from(done) * 100 / u64::from(total)
    };
    view! {
        <span class="c-ring">
            <svg class="c-ring__svg" viewBox="0 0 20 20" aria-hidden="true">
                <circle class="c-ring__track" cx="10" cy="10" r="8"></circle>
                <circle
                    class="c-ring__value"
                    cx="10"
                    cy="10"
                    r="8"
                    pathLength="100"
                    stroke-dasharray=format!("{share} 100")
                ></circle>
            </svg>
            {format!("{}/{}", grouped(u64::from(done)), grouped(u64::from(total)))}
        </span>
    }
}

/// A dot for each, filled once answered.
#[component]
pub fn Dots(
    /// Answered.
    done: u32,
    /// In all.
    total: u32,
) -> impl IntoView {
    let dot = |index| {
        let class = if index < done {
            "c-dots__dot c-dots__dot--done"
        } else {
            "c-dots__dot"
        };
        view! { <i class=class></i> }
    };
    view! {
        <span class="c-dots" role="img" aria-label=common::answered_of(use_locale(), done, total)>
            {(0..total).map(dot).collect_view()}
        </span>
    }
}
