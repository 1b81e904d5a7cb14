//! Links to the pages of a list.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::number::grouped;
use crate::i18n::{common, use_locale};
use crate::query::Query;

/// Links to the pages of a list; nothing where there is only one.
#[component]
pub fn Pagination(
    /// This page, from 1.
    page: u32,
    /// How many pages.
    pages: u32,
    /// How many rows on all of them.
    #[prop(into)]
    total: i64,
    /// What stands after the `?` now.
    query: Query,
) -> impl IntoView {
    let locale = use_locale();
    if pages <= 1 {
        return ().into_any();
    }
    let path = use_location().pathname.get_untracked();
    let link = |number: u32| {
        let current = (number == page).then_some("page");
        let href = query.with("page", number).link(&path);
        view! { <li><a class="c-pagination__link" href=href aria-current=current>{number}</a></li> }
            .into_any()
    };
    let mut items = Vec::new();
    let mut last = 0;
    for number in shown(page, pages) {
        if number > last + 1 {
            items.push(view! { <li aria-hidden="true">"…"</li> }.into_any());
        }
        items.push(link(number));
        last = number;
    }
    view! {
        <nav class="c-pagination" aria-label=common::pages(locale)>
            <span>{common::page_of(locale, page, pages, grouped(total.unsigned_abs()))}</span>
            <ul class="c-pagination__list">{items}</ul>
        </nav>
    }
    .into_any()
}

/// The first, the last, and two on either side.
fn shown(page: u32, pages: u32) -> Vec<u32> {
    (1..=pages)
        .filter(|number| *number == 1 || *number == pages || number.abs_diff(page) <= 2)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn long_lists_leave_pages_out() {
        assert_eq!(shown(1, 3), [1, 2, 3]);
        assert_eq!(shown(10, 20), [1, 8, 9, 10, 11, 12, 20]);
    }
}
