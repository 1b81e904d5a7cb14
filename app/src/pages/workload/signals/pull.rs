//! What the console fetches from the installation's Prometheus.

use domain::Locale;
use domain::views::signals::{PullRow, SignalsPage};
use leptos::prelude::*;

use crate::components::{Callout, ConfirmForm, Hidden, LocalTime, PostForm, TextField, Tone};
use crate::href;
use crate::i18n::signals;

/// The longest selector, in characters.
const LONGEST: u32 = 500;

/// What is fetched, how the last try went, and the form.
pub(super) fn pull(locale: Locale, page: &SignalsPage) -> AnyView {
    let body = match &page.pull {
        None => view! { <p class="u-muted u-small">{signals::pull_none(locale)}</p> }.into_any(),
        Some(row) => {
            let form = if page.head.abilities.edit && !page.head.archived {
                form(locale, page, row)
            } else {
                view! { <p class="u-muted u-small">{signals::pull_read_only(locale)}</p> }
                    .into_any()
            };
            view! { {bound(locale, row)} {state(locale, row)} {form} }.into_any()
        }
    };
    view! {
        <section class="c-section" id="pull">
            <div class="c-section__head"><h2 class="c-section__title">{signals::pull(locale)}</h2></div>
            <div class="l-stack l-stack--tight">{body}</div>
        </section>
    }
    .into_any()
}

/// What every query carries besides, where an administrator set it for the team.
fn bound(locale: Locale, row: &PullRow) -> AnyView {
    let bound = (!row.bound.is_empty()).then(|| {
        view! {
            <p class="u-small">{signals::pull_bound(locale)} " " <code>{row.bound.clone()}</code></p>
        }
    });
    bound.into_any()
}

fn state(locale: Locale, row: &PullRow) -> AnyView {
    if row.selector.is_empty() {
        return view! { <p class="u-muted u-small">{signals::pull_off(locale)}</p> }.into_any();
    }
    let Some(tried) = &row.tried_at else {
        return view! { <p class="u-muted u-small">{signals::pull_waiting(locale)}</p> }.into_any();
    };
    let until = row.fetched_until.as_ref().map(|at| {
        view! { <dt>{signals::pull_until(locale)}</dt><dd><LocalTime at=at.as_str() /></dd> }
    });
    let failed = (!row.failure.is_empty()).then(|| {
        let text = match (row.missing(), row.failure.as_str()) {
            (Some(""), _) => signals::pull_incomplete(locale).to_owned(),
            (Some(why), _) => signals::pull_incomplete_why(locale, why),
            (None, "internal") => signals::pull_internal(locale).to_owned(),
            (None, said) => signals::pull_failed(locale, said),
        };
        view! { <Callout tone=Tone::Warn><p>{text}</p></Callout> }
    });
    view! {
        <dl class="c-facts">
            {until}
            <dt>{signals::pull_tried(locale)}</dt><dd><LocalTime at=tried.as_str() /></dd>
        </dl>
        {failed}
    }
    .into_any()
}

fn form(locale: Locale, page: &SignalsPage, row: &PullRow) -> AnyView {
    let action = href::workload(page.head.id, "/pull");
    let version = row.version.to_string();
    let running = !row.selector.is_empty();
    let save = if running {
        signals::pull_save(locale)
    } else {
        signals::pull_start(locale)
    };
    let stop = running.then(|| {
        let version = version.clone();
        view! {
            <ConfirmForm
                action=action.clone()
                label=signals::pull_stop(locale)
                question=signals::pull_stop_question(locale)
                danger=true
            >
                <Hidden name="selector" value="" />
                <Hidden name="version" value=version />
            </ConfirmForm>
        }
    });
    let (to, selector) = (action.clone(), row.selector.clone());
    view! {
        <p class="u-muted u-small">{signals::pull_hint(locale)}</p>
        <PostForm action=to id="pull">
            <Hidden name="version" value=version />
            <TextField
                name="selector"
                label=signals::selector(locale)
                hint=signals::selector_hint(locale).to_owned()
                value=selector
                max_length=LONGEST
                required=true
            />
            <div class="c-form__actions"><button class="c-btn c-btn--small">{save}</button></div>
        </PostForm>
        {stop}
    }
    .into_any()
}
