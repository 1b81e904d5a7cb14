//! The form of a webhook, to add one or to change it.

use domain::Locale;
use domain::notice::NoticeKind;
use domain::views::notices::WebhookRow;
use leptos::prelude::*;

use crate::components::form::use_form;
use crate::components::{Choice, Glyph, Hidden, Icon, PostForm, TextField};
use crate::i18n::{common, notices};

/// For a new one: told of everything, and on.
pub(super) fn add(locale: Locale) -> AnyView {
    view! {
        <PostForm action="/admin/webhooks" id="new">
            <Fields name=String::new() url=String::new() kinds=NoticeKind::ALL.to_vec() active=true />
            <div class="c-form__actions"><button class="c-btn c-btn--primary">{notices::webhook_add(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}

/// For one that is there.
pub(super) fn edit(locale: Locale, row: &WebhookRow) -> AnyView {
    let row = row.clone();
    view! {
        <PostForm action=format!("/admin/webhooks/{}", row.id) id="edit">
            <Hidden name="version" value=row.version.to_string() />
            <Fields name=row.name url=row.url kinds=row.kinds active=row.active />
            <div class="c-form__actions"><button class="c-btn">{common::save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}

#[component]
fn Fields(name: String, url: String, kinds: Vec<NoticeKind>, active: bool) -> impl IntoView {
    let locale = crate::i18n::use_locale();
    let form = use_form();
    let on = form.ticked("active", "yes").unwrap_or(active);
    let choice = |kind: &NoticeKind| {
        let ticked = form.ticked("kinds", kind.as_str());
        let checked = ticked.unwrap_or_else(|| kinds.contains(kind));
        let label = notices::of_kind(locale, *kind);
        view! { <Choice name="kinds" value=kind.as_str() label=label checked=checked /> }
    };
    let choices: Vec<_> = NoticeKind::ALL.iter().map(choice).collect();
    let problem = form.problem("kinds").map(|_| {
        view! {
            <p class="c-field__error"><Icon of=Glyph::Warn small=true />{notices::webhook_kinds_problem(locale)}</p>
        }
    });
    view! {
        <TextField name="name" label=notices::webhook_name(locale) value=name max_length=120u32 required=true />
        <TextField
            name="url"
            label=notices::webhook_url(locale)
            hint=notices::webhook_url_hint(locale)
            value=url
            max_length=500u32
            required=true
        />
        <fieldset>
            <legend class="c-fieldset__legend">{notices::webhook_kinds(locale)}</legend>
            <div class="c-choices">{choices}</div>
            {problem}
        </fieldset>
        <Choice
            name="active"
            value="yes"
            label=notices::webhook_active(locale)
            hint=notices::webhook_active_hint(locale)
            checked=on
        />
    }
}
