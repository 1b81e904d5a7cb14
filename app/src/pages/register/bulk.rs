//! An owner for several rows at once: the boxes in the table belong to one form below it.

use domain::Locale;
use domain::views::register::{RegisterPage, RegisterRow};
use leptos::context::Provider;
use leptos::prelude::*;

use super::path;
use crate::components::form::FormState;
use crate::components::{Glyph, Hidden, Icon, choices};
use crate::frame::use_flash;
use crate::i18n::{names, register};
use crate::query::Query;

/// The form's id; the boxes name it.
const FORM: &str = "assign";
const ACTION: &str = "/risks/owners";

/// The box that puts a row into the form: whose risk, which, and the version of its decision.
pub(super) fn pick(locale: Locale, row: &RegisterRow) -> AnyView {
    let value = format!("{} {} {}", row.workload, row.risk, row.version);
    let state = FormState::of(ACTION, FORM, use_flash().get_untracked());
    let ticked = state.ticked("row", &value).unwrap_or(false);
    let label = register::pick(locale, &row.risk, &row.workload_name);
    view! {
        <input class="c-choice__input" type="checkbox" name="row" form=FORM value=value aria-label=label checked=ticked />
    }
    .into_any()
}

/// The form, where the reader may treat the risks of the one team that is shown; else how to get there.
pub(super) fn bulk(locale: Locale, page: &RegisterPage, query: &Query) -> AnyView {
    if page.assignable.is_empty() {
        let possible = page.rows.iter().any(|row| row.treat);
        return possible
            .then(|| view! { <p class="u-muted u-small">{register::bulk_filter(locale)}</p> })
            .into_any();
    }
    let state = FormState::of(ACTION, FORM, use_flash().get_untracked());
    let wrong = ["row", "owner"].into_iter().find_map(|field| {
        let problem = state.problem(field)?;
        let none = matches!(problem, domain::Problem::Text(_));
        Some(if field == "row" && none {
            register::bulk_none(locale).to_owned()
        } else {
            names::problem(locale, problem)
        })
    });
    let wrong = wrong.map(|text| {
        view! { <p class="c-field__error"><Icon of=Glyph::Warn small=true />{text}</p> }
    });
    let people = page.assignable.iter();
    let people = people.map(|person| (person.id.to_string(), person.name.clone()));
    let nobody = (String::new(), register::assign_nobody(locale).to_owned());
    let options: Vec<_> = people.chain([nobody]).collect();
    let owner = state.value("owner");
    let owner = owner.unwrap_or_else(|| options.first().map(|o| o.0.clone()).unwrap_or_default());
    let back = query.link(&path(page));
    view! {
        <Provider value=state>
            <form class="c-filter" id=FORM method="post" action=ACTION aria-label=register::bulk(locale)>
                <Hidden name="back" value=back.clone() />
                <div class="c-filter__field">
                    <label class="c-filter__label" for="assign-owner">{register::bulk(locale)}</label>
                    <select class="c-select" id="assign-owner" name="owner">{choices(options, &owner)}</select>
                </div>
                <button class="c-btn">{register::bulk_save(locale)}</button>
                {wrong}
            </form>
        </Provider>
    }
    .into_any()
}
