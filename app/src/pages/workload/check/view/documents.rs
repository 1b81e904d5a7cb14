//! Documents that prove criteria of the check.

use domain::views::assessing::EvidenceView;
use leptos::prelude::*;

use super::question::short;
use super::{Ctx, listed};
use crate::components::form::use_form;
use crate::components::number::bytes;
use crate::components::{Choice, ConfirmForm, DOT, Glyph, Hidden, Icon, PostForm, TextField};
use crate::frame::use_flash;
use crate::href;
use crate::i18n::{assess, names};
use crate::pages::workload::check::desk::leave;

/// The documents, and where to add one.
pub(super) fn documents(ctx: &Ctx) -> AnyView {
    let l = ctx.locale;
    let rows = ctx
        .page
        .evidence
        .iter()
        .map(|document| row(ctx, document))
        .collect_view();
    let none = ctx
        .page
        .evidence
        .is_empty()
        .then(|| view! { <p class="u-muted">{assess::documents_none(l)}</p> });
    view! {
        <section class="c-side__part" id="evidence" on:submit=move |_| leave()>
            <h2 class="c-side__title">{assess::documents(l)}</h2>
            {none}
            {rows}
            {ctx.writable.then(|| add(ctx))}
        </section>
    }
    .into_any()
}

fn row(ctx: &Ctx, document: &EvidenceView) -> AnyView {
    let l = ctx.locale;
    let (href, target) = match &document.url {
        Some(url) => (url.clone(), Some("_blank")),
        None => (format!("/evidence/{}", document.id), None),
    };
    let proves: Vec<_> = document.criteria.iter().map(|id| short(ctx, id)).collect();
    let size = document.size.map(|size| format!(" · {}", bytes(size)));
    let expired = (!document.valid).then(
        || view! { <span class="c-badge c-badge--warn">{assess::document_expired(l)}</span>" " },
    );
    let hash: String = document.sha256.chars().take(12).collect();
    let hash = view! { <span class="c-evidence__hash" title=document.sha256.clone()>"sha256:"{hash}"…"</span> };
    let icon = if document.url.is_some() {
        Glyph::Link
    } else {
        Glyph::Document
    };
    view! {
        <div class="c-evidence">
            <Icon of=icon />
            <a class="c-evidence__name" href=href rel="external noopener" target=target>{document.title.clone()}</a>
            <span class="c-evidence__meta">
                {expired}
                {assess::document_meta(l, &document.effective, &document.valid_until, &document.by)}
                {size}
                <br />
                {assess::document_proves(l, listed(l, &proves))}{DOT}" "
                {hash}
            </span>
            {ctx.writable.then(|| withdraw(ctx, document))}
        </div>
    }
    .into_any()
}

fn withdraw(ctx: &Ctx, document: &EvidenceView) -> AnyView {
    let l = ctx.locale;
    let action = href::workload(
        ctx.page.head.id,
        &format!("/evidence/{}/withdraw", document.id),
    );
    let back = ctx.here();
    view! {
        <div class="c-evidence__meta">
            <ConfirmForm
                action=action
                label=assess::withdraw(l)
                question=assess::document_withdraw(l)
                confirm=assess::withdraw(l)
                danger=true
            >
                <Hidden name="back" value=back.clone() />
            </ConfirmForm>
        </div>
    }
    .into_any()
}

fn add(ctx: &Ctx) -> AnyView {
    let l = ctx.locale;
    let action = format!("{}/evidence", ctx.here());
    let refused = use_flash()
        .get_untracked()
        .is_some_and(|flash| flash.form == action);
    let ctx = ctx.clone();
    view! {
        <details open=refused>
            <summary class="c-more__toggle"><Icon of=Glyph::Plus small=true />{assess::document_add(l)}</summary>
            <PostForm action=action id="document" multipart=true>
                {file(&ctx)}
                <TextField name="url" kind="url" label=assess::document_url(l) hint=assess::document_url_hint(l).to_owned() />
                <TextField name="title" label=assess::document_title(l) hint=assess::document_title_hint(l).to_owned() max_length=120_u32 />
                {dates(&ctx)}
                {proves(&ctx)}
                <div class="c-form__actions"><button class="c-btn c-btn--small">{assess::document_save(l)}</button></div>
            </PostForm>
        </details>
    }
    .into_any()
}

fn file(ctx: &Ctx) -> AnyView {
    let (l, form) = (ctx.locale, use_form());
    let problem = form.problem("file").map(|problem| {
        let words = names::problem(l, problem);
        view! { <p class="c-field__error"><Icon of=Glyph::Warn small=true />{words}</p> }
    });
    view! {
        <div class="c-field">
            <label class="c-field__label" for="document-file">{assess::document_file(l)}</label>
            <div class="c-upload">
                <input class="c-upload__input" type="file" id="document-file" name="file" />
                <span class="c-field__hint">{assess::document_file_hint(l)}</span>
            </div>
            {problem}
        </div>
    }
    .into_any()
}

fn dates(ctx: &Ctx) -> AnyView {
    let l = ctx.locale;
    let today = ctx.today.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <TextField
            name="effective"
            kind="date"
            label=assess::document_effective(l)
            hint=assess::document_effective_hint(l).to_owned()
            value=today.clone()
            max=today
            required=true
        />
        <TextField name="valid_until" kind="date" label=assess::document_until(l) hint=assess::document_until_hint(l).to_owned() />
    }
    .into_any()
}

fn proves(ctx: &Ctx) -> AnyView {
    let (l, form) = (ctx.locale, use_form());
    let boxes = ctx.page.criteria.iter().map(|view| {
        let id = view.id.to_string();
        let ticked = form.ticked("criteria", &id).unwrap_or(false);
        let kind = names::proof(l, view.proof);
        view! { <Choice name="criteria" value=id label=format!("{} · {kind}", short(ctx, &view.id)) checked=ticked /> }
    });
    let problem = form.problem("criteria").map(|problem| {
        let words = names::problem(l, problem);
        view! { <p class="c-field__error"><Icon of=Glyph::Warn small=true />{words}</p> }
    });
    view! {
        <fieldset>
            <legend class="c-fieldset__legend">{assess::document_criteria(l)}</legend>
            <div class="c-choices">{boxes.collect_view()}</div>
            {problem}
        </fieldset>
    }
    .into_any()
}
