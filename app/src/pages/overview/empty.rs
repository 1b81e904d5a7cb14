//! Before the first workload: what is to be done, and by whom.

use domain::Locale;
use domain::views::overview::OverviewPage as Data;
use leptos::prelude::*;

use crate::components::EmptyState;
use crate::frame::use_frame;
use crate::i18n::{overview, use_locale};

/// The way to the first numbers, and the step that the reader can take.
pub(super) fn empty(data: &Data) -> AnyView {
    let l = use_locale();
    let outsider = use_frame()
        .me
        .as_ref()
        .is_some_and(|me| me.org_role.is_none() && me.teams.is_empty());
    if outsider {
        return view! { <EmptyState title=overview::nobody_title(l) text=overview::nobody_text(l) /> }.into_any();
    }
    if let Some(create) = super::new_workload(data) {
        return view! {
            {steps(l, 1)}
            <EmptyState title=overview::empty_title(l) text=overview::empty_text(l)>
                <a class="c-btn c-btn--primary" href=create>{overview::new_workload(l)}</a>
            </EmptyState>
        }
        .into_any();
    }
    if data.manage && data.team.is_none() {
        return view! {
            {steps(l, 0)}
            <EmptyState title=overview::empty_title(l) text=overview::empty_teams(l)>
                <a class="c-btn c-btn--primary" href="/teams">{overview::to_teams(l)}</a>
            </EmptyState>
        }
        .into_any();
    }
    view! { <EmptyState title=overview::empty_title(l) text=overview::empty_reader(l) /> }
        .into_any()
}

/// From an empty installation to a report; the step that comes next is marked.
fn steps(l: Locale, next: usize) -> AnyView {
    let texts = [
        overview::step_team(l),
        overview::step_workload(l),
        overview::step_answer(l),
        overview::step_report(l),
    ];
    let step = |(place, text): (usize, &'static str)| {
        let class = if place < next {
            "c-steps__item c-steps__item--done"
        } else {
            "c-steps__item"
        };
        let current = (place == next).then_some("step");
        view! { <li class=class aria-current=current>{text}</li> }
    };
    view! {
        <ol class="c-steps" aria-label=overview::steps(l)>
            {texts.into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
    .into_any()
}
