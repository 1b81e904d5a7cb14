//! Submissions and verdicts, newest first.

use domain::Locale;
use domain::views::accounts::Tie;
use domain::views::assessing::ReviewView;
use leptos::prelude::*;

use crate::components::LocalTime;
use crate::i18n::review;

/// What was done before, and what was said.
pub(super) fn history(l: Locale, reviews: &[ReviewView]) -> AnyView {
    let content = if reviews.is_empty() {
        view! { <p class="u-muted">{review::history_none(l)}</p> }.into_any()
    } else {
        let items = reviews.iter().map(|step| item(l, step)).collect_view();
        view! { <ol class="c-timeline">{items}</ol> }.into_any()
    };
    view! {
        <section class="l-stack l-stack--tight">
            <h2 class="c-section__title">{review::history(l)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn item(l: Locale, step: &ReviewView) -> AnyView {
    let did = match step.kind.as_str() {
        "submit" => review::did_submit(l),
        "withdraw" => review::did_withdraw(l),
        "approve" => review::did_approve(l),
        _ => review::did_send_back(l),
    };
    let comment = (!step.comment.is_empty()).then(|| {
        view! { <span class="c-timeline__note">{step.comment.clone()}</span> }
    });
    let tie = step.tie.map(|tie| {
        let text = match tie {
            Tie::Same => review::did_own(l),
            Tie::DeciderInvited => review::did_tied_reviewer(l),
            Tie::AskerInvited => review::did_tied_submitter(l),
        };
        view! { <span class="u-muted u-small">{text}</span> }
    });
    view! {
        <li class="c-timeline__item">
            <LocalTime at=step.at.as_str() class="c-timeline__date" />
            <span class="c-timeline__name">{did}" · "{step.by.clone()}</span>
            <span class="u-muted u-small">{review::assessment(l, step.assessment)}</span>
            {tie}
            {comment}
        </li>
    }
    .into_any()
}
