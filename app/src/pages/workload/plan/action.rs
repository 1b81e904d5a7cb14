//! One action unfolded: what to do, what comes first, and who does it until when.

use domain::Locale;
use domain::views::results::{PlanPage, PlanRow};
use leptos::prelude::*;

use super::effort;
use crate::components::{Hidden, PostForm, SelectField, TextAreaField, TextField};
use crate::href;
use crate::i18n::{plan, register};

/// The unfolded part of a row.
pub(super) fn details(locale: Locale, page: &PlanPage, row: &PlanRow) -> AnyView {
    let arrange = if page.head.abilities.treat {
        form(locale, page, row)
    } else {
        note(row)
    };
    let own = page
        .head
        .abilities
        .treat
        .then(|| effort::form(locale, page, row));
    let requires = if row.action.requires.is_empty() {
        plan::requires_none(locale).into_any()
    } else {
        let link =
            |id: &domain::CriterionId| view! { <a href=format!("#{id}")>{id.to_string()}</a>" " };
        row.action
            .requires
            .iter()
            .map(link)
            .collect_view()
            .into_any()
    };
    view! {
        <div class="l-split l-split--even">
            <div class="l-stack l-stack--tight">
                <div>
                    <p class="u-strong">{plan::how_to(locale)}</p>
                    <p class="u-measure">{row.how_to.clone()}</p>
                </div>
                <p><span class="u-strong">{plan::requires(locale)}</span>" "{requires}</p>
                {lowers(locale, page, row)}
                <p><a href=href::question(page.head.id, &row.action.check)>{plan::to_question(locale)}</a></p>
                {effort::history(locale, row)}
            </div>
            <div class="l-stack l-stack--tight">
                {arrange}
                {own}
            </div>
        </div>
    }
    .into_any()
}

/// Risks that the action lowers.
fn lowers(locale: Locale, page: &PlanPage, row: &PlanRow) -> Option<AnyView> {
    let link = |id: &domain::RiskId| {
        let name = page.names.risks.get(id).map_or("", String::as_str);
        view! { <li><a href=href::risk(page.head.id, id)>{format!("{id} {name}")}</a></li> }
    };
    let links: Vec<_> = row.lowers.iter().map(link).collect();
    (!links.is_empty()).then(|| {
        view! {
            <div>
                <p class="u-strong">{register::lowers(locale)}</p>
                <ul class="l-stack l-stack--tight">{links}</ul>
            </div>
        }
        .into_any()
    })
}

fn note(row: &PlanRow) -> AnyView {
    let note = (!row.note.is_empty())
        .then(|| view! { <div class="c-note"><p>{row.note.clone()}</p></div> });
    view! { <div>{note}</div> }.into_any()
}

fn form(locale: Locale, page: &PlanPage, row: &PlanRow) -> AnyView {
    let states = [
        ("open", plan::state_open(locale)),
        ("in_progress", plan::state_in_progress(locale)),
        ("done", plan::state_done(locale)),
        ("dropped", plan::state_dropped(locale)),
    ];
    let states = states
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let mut owners = vec![(String::new(), plan::nobody(locale).to_owned())];
    owners.extend(
        page.people
            .iter()
            .map(|person| (person.id.to_string(), person.name.clone())),
    );
    let owner = row.owner.map(|id| id.to_string()).unwrap_or_default();
    let version = row.version.to_string();
    let (state, due_on, note) = (row.state.clone(), row.due_on.clone(), row.note.clone());
    view! {
        <PostForm action=href::workload(page.head.id, &format!("/plan/{}", row.action.criterion))>
            <Hidden name="version" value=version.clone() />
            <div class="c-form__line">
                <SelectField name="state" label=plan::state(locale) options=states value=state />
                <SelectField name="owner" label=plan::owner(locale) options=owners value=owner />
                <TextField name="due_on" label=plan::due_on(locale) value=due_on kind="date" />
            </div>
            <TextAreaField name="note" label=plan::note(locale) value=note rows=2 max_length=2_000u32 />
            <p class="u-muted u-small">{plan::done_hint(locale)}</p>
            <div class="c-form__actions"><button class="c-btn c-btn--primary">{plan::save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}
