//! Tokens with which pipelines hand in files.

use domain::Locale;
use domain::views::evidence::{EvidencePage, TokenRow, TokenScope};
use domain::views::frame::Outcome;
use leptos::prelude::*;

use crate::components::{
    Callout, ConfirmForm, CopyButton, DOT, LocalTime, PostForm, SelectField, TextField, Tone,
};
use crate::frame::use_flash;
use crate::href;
use crate::i18n::{evidence, signals};
use crate::load::use_query;
use crate::pages::workload::signals::environment;

/// The section, for those who may make tokens.
pub(super) fn tokens(locale: Locale, page: &EvidencePage) -> AnyView {
    if !page.head.abilities.edit {
        return ().into_any();
    }
    let list = if page.tokens.is_empty() {
        view! { <p class="u-muted">{evidence::token_none(locale)}</p> }.into_any()
    } else {
        let rows = page.tokens.iter().map(|token| row(locale, page, token));
        view! { <ul class="c-ending">{rows.collect_view()}</ul> }.into_any()
    };
    let make = (!page.head.archived).then(|| form(locale, page));
    view! {
        <section class="c-section" id="tokens">
            <div class="c-section__head"><h2 class="c-section__title">{evidence::tokens(locale)}</h2></div>
            <div class="l-stack l-stack--tight">
                <p class="u-muted u-small">{evidence::tokens_hint(locale)}</p>
                {once(locale, page)}
                {list}
                {make}
            </div>
        </section>
    }
    .into_any()
}

/// A token that was just made, and the line that uses it: never again after this page.
fn once(locale: Locale, page: &EvidencePage) -> AnyView {
    let action = href::workload(page.head.id, "/tokens");
    let flash = use_flash()
        .get_untracked()
        .filter(|flash| flash.form == action && matches!(flash.outcome, Outcome::Done { .. }));
    let made = flash.and_then(|flash| {
        let value = |name: &str| flash.values.get(name).cloned();
        let scope = value("scope").and_then(|scope| scope.parse().ok());
        Some((value("token")?, value("url")?, scope))
    });
    let Some((token, url, scope)) = made else {
        return ().into_any();
    };
    let (use_it, line) = match scope.unwrap_or(TokenScope::Evidence) {
        TokenScope::Evidence => (evidence::token_curl(locale), curl(&token, &url)),
        TokenScope::Signals => {
            let origin = url.strip_suffix("/v1/metrics").unwrap_or(&url);
            (signals::use_token(locale), environment(origin, &token))
        }
    };
    view! {
        <Callout tone=Tone::Ok title=evidence::token_once(locale)>
            <div class="l-stack l-stack--tight">
                <div class="c-secret"><code class="c-secret__value">{token.clone()}</code><CopyButton text=token /></div>
                <p>{use_it}</p>
                <pre class="c-code" tabindex="0">{line.clone()}</pre>
                <div><CopyButton text=line /></div>
            </div>
        </Callout>
    }
    .into_any()
}

/// Hands a file in from a pipeline.
fn curl(token: &str, url: &str) -> String {
    format!(
        "curl --fail --data-binary @result.json \\\n  -H \"Authorization: Bearer {token}\" \\\n  \"{url}?file=result.json\""
    )
}

fn row(locale: Locale, page: &EvidencePage, token: &TokenRow) -> AnyView {
    let action = href::workload(page.head.id, &format!("/tokens/{}/revoke", token.id));
    let revoke = token.live.then(|| {
        view! {
            <ConfirmForm
                action=action
                label=evidence::token_revoke(locale)
                question=evidence::token_revoke_question(locale, &token.name)
                confirm=evidence::token_revoke(locale)
                danger=true
            />
        }
    });
    let state = if token.live {
        view! { <span class="c-badge c-badge--ok">{evidence::token_live(locale)}</span> }
    } else {
        view! { <span class="c-badge">{evidence::token_dead(locale)}</span> }
    };
    let used = match &token.last_used_at {
        Some(at) => view! { <LocalTime at=at.as_str() /> }.into_any(),
        None => evidence::token_unused(locale).into_any(),
    };
    view! {
        <li class="c-ending__row">
            <div class="l-row l-row--between">
                <span class="l-row l-row--tight"><b>{token.name.clone()}</b>{state}<span class="c-badge">{scope(locale, token.scope)}</span></span>
                {revoke}
            </div>
            <p class="u-small u-muted">
                {evidence::token_by(locale, &token.by)}{DOT}" "
                {evidence::token_until(locale)}" "<LocalTime at=token.expires_at.as_str() />{DOT}" "
                {evidence::token_used(locale)}" "{used}
            </p>
        </li>
    }
    .into_any()
}

/// What a token is for.
const fn scope(locale: Locale, of: TokenScope) -> &'static str {
    match of {
        TokenScope::Evidence => signals::scope_evidence(locale),
        TokenScope::Signals => signals::scope_signals(locale),
    }
}

fn form(locale: Locale, page: &EvidencePage) -> AnyView {
    let scopes = TokenScope::ALL
        .iter()
        .map(|of| (of.as_str().to_owned(), scope(locale, *of).to_owned()))
        .collect();
    // The telemetry page leads here for its kind of token.
    let wanted = use_query().with_untracked(|query| query.get("scope").to_owned());
    view! {
        <PostForm action=href::workload(page.head.id, "/tokens") id="token">
            <TextField
                name="name"
                label=evidence::token_name(locale)
                hint=evidence::token_name_hint(locale).to_owned()
                required=true
                max_length=120_u32
            />
            <SelectField
                name="scope"
                label=signals::token_scope(locale)
                hint=signals::token_scope_hint(locale)
                options=scopes
                value=wanted
            />
            <TextField
                name="days"
                label=evidence::token_days(locale)
                hint=evidence::token_days_hint(locale).to_owned()
                value="90"
                kind="number"
                min="1".to_owned()
                max="366".to_owned()
                required=true
            />
            <div class="c-form__actions"><button class="c-btn c-btn--small">{evidence::token_make(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}
