//! A component unfolded: what is known of it, what somebody said, the form to say it.

use domain::Locale;
use domain::evidence::{Digest, MeasureName, Title};
use domain::views::signals::{ComponentRow, ComponentStanding};
use leptos::prelude::*;

use super::Listed;
use super::inventory::{standing, word};
use crate::components::{Hidden, LocalTime, PostForm, SelectField, TextAreaField};
use crate::href;
use crate::i18n::signals;

/// The unfolded part of a row; `back` is the page to come back to.
pub(super) fn details(locale: Locale, listed: &Listed, row: &ComponentRow, back: &str) -> AnyView {
    let head = &listed.page.head;
    let form = if head.abilities.assess && !head.archived {
        form(locale, listed, row, back)
    } else {
        view! { <p class="u-muted">{signals::review_read_only(locale)}</p> }.into_any()
    };
    view! {
        <div class="l-split l-split--even">
            {facts(locale, row)}
            <div class="l-stack l-stack--tight">{reviewed(locale, row)}{form}</div>
        </div>
    }
    .into_any()
}

fn facts(locale: Locale, row: &ComponentRow) -> AnyView {
    let content = &row.content;
    let source = content.source.as_ref().map(|source| {
        view! { <dt>{signals::source(locale)}</dt><dd>{source.to_string()}</dd> }
    });
    let digest = |digest: &Digest| {
        let text = format!("{}:{}", digest.algorithm, digest.value);
        view! { <dt>{signals::digest(locale)}</dt><dd><code>{text}</code></dd> }
    };
    let attribute = |(name, value): (&MeasureName, &Title)| {
        view! { <dt>{name.as_str().to_owned()}</dt><dd>{value.to_string()}</dd> }
    };
    view! {
        <dl class="c-facts c-finding__facts">
            {source}
            {content.digests.iter().map(digest).collect_view()}
            {content.attributes.iter().map(attribute).collect_view()}
            <dt>{signals::first_seen(locale)}</dt><dd><LocalTime at=row.first_at.as_str() /></dd>
            <dt>{signals::last_seen(locale)}</dt><dd><LocalTime at=row.last_at.as_str() /></dd>
        </dl>
    }
    .into_any()
}

fn reviewed(locale: Locale, row: &ComponentRow) -> AnyView {
    let Some((remark, name)) = &row.reviewed else {
        return ().into_any();
    };
    let remark = (!remark.is_empty()).then(|| view! { <p>{remark.clone()}</p> });
    view! {
        <div class="c-note">
            <p class="l-row l-row--tight">{standing(locale, row.standing)}</p>
            {remark}
            <p class="c-note__meta">{signals::reviewed_by(locale, name)}</p>
        </div>
    }
    .into_any()
}

fn form(locale: Locale, listed: &Listed, row: &ComponentRow, back: &str) -> AnyView {
    let options = ComponentStanding::ALL
        .iter()
        .map(|of| (of.as_str().to_owned(), word(locale, *of).to_owned()))
        .collect();
    let remark = row.reviewed.as_ref().map(|(remark, _)| remark.clone());
    let (version, back) = (row.version.to_string(), back.to_owned());
    let (action, chosen) = (
        href::workload(listed.page.head.id, &format!("/components/{}", row.id)),
        row.standing.as_str(),
    );
    view! {
        <PostForm action=action id="review">
            <Hidden name="version" value=version />
            <Hidden name="back" value=back />
            <SelectField name="standing" label=signals::review(locale) options=options value=chosen />
            <TextAreaField
                name="remark"
                label=signals::review_why(locale)
                hint=signals::review_why_hint(locale).to_owned()
                value=remark.unwrap_or_default()
                rows=2
                max_length=2_000_u32
            />
            <div class="c-form__actions"><button class="c-btn c-btn--primary c-btn--small">{signals::review_save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}
