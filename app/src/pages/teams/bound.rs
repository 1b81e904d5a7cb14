//! How far the pulls of a team's workloads may reach: administrators say so.

use domain::views::signals::PullBound;
use domain::{Locale, TeamId};
use leptos::prelude::*;

use crate::components::{ConfirmForm, Hidden, LocalTime, PostForm, TextField};
use crate::href;
use crate::i18n::{common, signals};

/// The longest matchers, in characters.
const LONGEST: u32 = 500;

/// The matchers, who set them, and a way to be rid of them.
pub(super) fn bound_form(locale: Locale, team: TeamId, bound: PullBound) -> AnyView {
    let action = href::team(team, "/pulls");
    let PullBound {
        matchers,
        set,
        version,
    } = bound;
    let version = version.to_string();
    let remove = set.is_some().then(|| {
        let (action, version) = (action.clone(), version.clone());
        view! {
            <ConfirmForm
                action=action
                label=signals::bound_remove(locale)
                question=signals::bound_remove_question(locale)
                danger=true
            >
                <Hidden name="matchers" value="" />
                <Hidden name="version" value=version />
            </ConfirmForm>
        }
    });
    let set = set.map(|(by, at)| {
        view! {
            <p class="u-muted u-small">{signals::bound_set_by(locale, &by)} " " <LocalTime at=at.as_str() /></p>
        }
    });
    view! {
        <section class="c-section" id="pulls">
            <div class="c-section__head"><h2 class="c-section__title">{signals::bound(locale)}</h2></div>
            <p class="u-muted u-small">{signals::bound_note(locale)}</p>
            {set}
            <PostForm action=action id="pulls">
                <Hidden name="version" value=version />
                <TextField
                    name="matchers"
                    label=signals::selector(locale)
                    hint=signals::bound_hint(locale)
                    value=matchers
                    max_length=LONGEST
                    required=true
                />
                <div class="c-form__actions"><button class="c-btn">{common::save(locale)}</button></div>
            </PostForm>
            {remove}
        </section>
    }
    .into_any()
}
