//! A workload that nobody has answered for: what to do, instead of zeros.

use domain::Locale;
use domain::views::results::ResultsPage;
use leptos::prelude::*;

use crate::components::EmptyState;
use crate::href;
use crate::i18n::results;

/// Four steps, and the first button.
pub(super) fn guide(locale: Locale, page: &ResultsPage) -> AnyView {
    let head = &page.head;
    let may = head.abilities.assess;
    let text = if may {
        results::empty_text(locale, page.checks.len(), page.counts.in_scope)
    } else {
        results::empty_viewer(locale).to_owned()
    };
    let profile = head.abilities.edit.then(|| {
        view! { <a class="c-btn" href=href::workload(head.id, "/edit")>{results::check_profile(locale)}</a> }
    });
    // The primary button stands at the head of the page; this is the same way for those who read first.
    let start = may.then(|| {
        view! { <a class="c-btn" href=href::workload(head.id, "/checks")>{results::start(locale)}</a> }
    });
    let steps = [
        (
            results::step_profile(locale),
            "c-steps__item c-steps__item--done",
            None,
        ),
        (results::step_answer(locale), "c-steps__item", Some("step")),
        (results::step_prove(locale), "c-steps__item", None),
        (results::step_review(locale), "c-steps__item", None),
    ];
    let step = |(text, class, current)| view! { <li class=class aria-current=current>{text}</li> };
    view! {
        <div class="l-stack">
            <ol class="c-steps" aria-label=results::steps(locale)>{steps.map(step).collect_view()}</ol>
            <EmptyState title=results::empty_title(locale) text=text>{start}{profile}</EmptyState>
        </div>
    }
    .into_any()
}
