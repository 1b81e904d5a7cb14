//! Many actions at once: ticked in the table, changed by the form below it.

use domain::Locale;
use domain::views::plans::{PlansPage, PlansRow};
use leptos::prelude::*;

use crate::components::{Hidden, PostForm, SelectField, TextField};
use crate::i18n::plans;

/// The form that the ticks belong to, wherever they stand.
const FORM: &str = "assign-form";

/// A box for one action; its value says which, as its reader saw it.
pub(super) fn tick(locale: Locale, row: &PlansRow) -> AnyView {
    let value = format!("{}:{}:{}", row.workload, row.criterion, row.version);
    view! {
        <input
            class="c-choice__input"
            type="checkbox"
            form=FORM
            name="action"
            value=value
            aria-label=plans::tick(locale, &row.criterion, &row.workload_name)
        />
    }
    .into_any()
}

/// Who gets what is ticked, until when; it asks once more before anything is changed.
pub(super) fn assign(locale: Locale, page: &PlansPage, back: &str) -> AnyView {
    if !page.may_treat {
        let hint = page.team.is_none() && page.rows.iter().any(|row| row.may_treat);
        return hint
            .then(|| view! { <p class="u-muted u-small">{plans::assign_team_first(locale)}</p> })
            .into_any();
    }
    let mut owners = vec![
        (String::new(), plans::assign_keep(locale).to_owned()),
        ("none".to_owned(), plans::nobody(locale).to_owned()),
    ];
    let people = page.people.iter();
    owners.extend(people.map(|person| (person.id.to_string(), person.name.clone())));
    let back = back.to_owned();
    view! {
        <section class="c-section" id="assign-many">
            <div class="c-section__head">
                <h2 class="c-section__title">{plans::assign(locale)}</h2>
                <span class="c-section__note">{plans::assign_note(locale)}</span>
            </div>
            <PostForm action="/plan/assign" id="assign" element=FORM>
                <Hidden name="back" value=back.clone() />
                <div class="c-form__line">
                    <SelectField name="owner" label=plans::owner(locale) options=owners />
                    <TextField name="due_on" label=plans::assign_due(locale) kind="date" short=true />
                </div>
                <details class="c-menu c-menu--start">
                    <summary class="c-btn">{plans::assign(locale)}</summary>
                    <div class="c-menu__panel">
                        <p class="c-menu__head">{plans::assign_question(locale)}</p>
                        <div class="c-menu__row">
                            <button class="c-btn c-btn--primary c-btn--small">{plans::assign_confirm(locale)}</button>
                        </div>
                    </div>
                </details>
            </PostForm>
        </section>
    }
    .into_any()
}
