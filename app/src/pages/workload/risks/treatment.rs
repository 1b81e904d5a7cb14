//! One risk unfolded: what happens, what mitigates it, what was decided, and the form to decide.

use domain::Locale;
use domain::views::results::{RiskRow, RisksPage};
use leptos::prelude::*;

use super::status::Status;
use crate::components::{ConfirmForm, Hidden, PostForm, SelectField, TextAreaField, TextField};
use crate::frame::use_frame;
use crate::href;
use crate::i18n::risks;

/// The unfolded part of a row.
pub(super) fn details(locale: Locale, page: &RisksPage, row: &RiskRow) -> AnyView {
    let form = if page.head.abilities.treat {
        form(locale, page, row)
    } else {
        view! { <p class="u-muted">{risks::read_only(locale)}</p> }.into_any()
    };
    view! {
        <div class="l-split l-split--even">
            <div class="l-stack l-stack--tight">
                <p class="u-measure">{row.text.clone()}</p>
                {mitigated_by(locale, page, row)}
                {acceptance(locale, page, row)}
                {(!page.head.abilities.treat).then(|| note(row))}
            </div>
            {form}
        </div>
    }
    .into_any()
}

fn mitigated_by(locale: Locale, page: &RisksPage, row: &RiskRow) -> AnyView {
    if row.checks.is_empty() {
        return view! { <p class="u-muted">{risks::nothing_mitigates(locale)}</p> }.into_any();
    }
    let check = |(id, name): &(domain::CheckId, String)| {
        view! { <li><a href=href::question(page.head.id, id)>{format!("{id} {name}")}</a></li> }
    };
    view! {
        <div>
            <p class="u-strong">{risks::mitigated_by(locale)}</p>
            <ul class="l-stack l-stack--tight">{row.checks.iter().map(check).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Who asked for the acceptance, who approved it, until when; and the button for a second person.
fn acceptance(locale: Locale, page: &RisksPage, row: &RiskRow) -> AnyView {
    let treatment = &row.treatment;
    if treatment.treatment != "accept" {
        return ().into_any();
    }
    let status = Status::of(treatment);
    let approved = (!treatment.approved_by_name.is_empty())
        .then(|| risks::approved(locale, &treatment.approved_by_name));
    let approve = (status == Status::Pending).then(|| approval(locale, page, row));
    // The button stands at the end: what it opens grows towards the start.
    view! {
        <div class="l-row l-row--between">
            <p class="l-row">
                {status.badge(locale)}
                <span>{risks::asked(locale, &treatment.asked_by_name)}</span>
                {approved.map(|text| view! { <span>{text}</span> })}
                <span>{risks::until(locale, &treatment.expires_on)}</span>
            </p>
            {approve}
        </div>
    }
    .into_any()
}

fn approval(locale: Locale, page: &RisksPage, row: &RiskRow) -> AnyView {
    let treatment = &row.treatment;
    if treatment.asked_by == Some(page.me) {
        return view! { <p class="u-muted u-small">{risks::own_request(locale)}</p> }.into_any();
    }
    if !page.head.abilities.accept {
        return view! { <p class="u-muted u-small">{risks::waiting_owner(locale)}</p> }.into_any();
    }
    let version = treatment.version.to_string();
    view! {
        <ConfirmForm
            action=href::workload(page.head.id, &format!("/risks/{}/approve", row.score.id))
            label=risks::approve(locale)
            question=risks::approve_question(locale, &treatment.asked_by_name, &treatment.expires_on)
        >
            <Hidden name="version" value=version.clone() />
        </ConfirmForm>
    }
    .into_any()
}

fn note(row: &RiskRow) -> AnyView {
    let note = &row.treatment.note;
    (!note.is_empty())
        .then(|| view! { <div class="c-note"><p>{note.clone()}</p></div> })
        .into_any()
}

fn form(locale: Locale, page: &RisksPage, row: &RiskRow) -> AnyView {
    let treatment = &row.treatment;
    let kinds = [
        ("", crate::i18n::common::choose(locale)),
        ("mitigate", risks::mitigate(locale)),
        ("accept", risks::accept(locale)),
        ("transfer", risks::transfer(locale)),
        ("avoid", risks::avoid(locale)),
    ];
    let kinds = kinds
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let mut owners = vec![(String::new(), risks::nobody(locale).to_owned())];
    owners.extend(
        page.people
            .iter()
            .map(|person| (person.id.to_string(), person.name.clone())),
    );
    let owner = treatment.owner.map(|id| id.to_string()).unwrap_or_default();
    let version = treatment.version.to_string();
    let (kind, text, expires) = (
        treatment.treatment.clone(),
        treatment.note.clone(),
        treatment.expires_on.clone(),
    );
    let today = use_frame().today.clone();
    view! {
        <PostForm action=href::workload(page.head.id, &format!("/risks/{}", row.score.id))>
            <Hidden name="version" value=version.clone() />
            <div class="c-form__line">
                <SelectField name="treatment" label=risks::decide(locale) options=kinds value=kind required=true />
                <SelectField name="owner" label=risks::owner(locale) options=owners value=owner />
            </div>
            <TextAreaField name="note" label=risks::note(locale) value=text hint=risks::note_hint(locale) rows=3 max_length=2_000u32 />
            <TextField
                name="expires_on"
                label=risks::expires_on(locale)
                value=expires
                kind="date"
                hint=risks::expires_hint(locale)
                min=today
                short=true
            />
            <p class="u-muted u-small">{risks::accept_hint(locale)}</p>
            <div class="c-form__actions"><button class="c-btn c-btn--primary">{risks::save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}
