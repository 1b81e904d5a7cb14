//! A map that nobody drew yet: what it is for, and three ways to start.

use domain::map::Template;
use leptos::prelude::*;

use super::{Asked, forms, found, undo};
use crate::components::{Brandmark, Hidden, PostForm};
use crate::i18n::map;

/// The page of an empty map.
pub(super) fn empty(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    let ways = if asked.writable {
        view! {
            <div class="l-split l-split--even">
                {templates(asked)}
                {forms::add(asked)}
            </div>
        }
        .into_any()
    } else {
        view! { <p class="u-muted">{map::empty_read_only(locale)}</p> }.into_any()
    };
    view! {
        <div class="l-stack">
            <div class="c-panel c-first">
                <Brandmark class="c-first__mark" />
                <div>
                    <h2 class="c-section__title">{map::empty(locale)}</h2>
                    <p class="u-measure">{map::empty_text(locale)}</p>
                </div>
            </div>
            {undo(asked)}
            {found::found(asked)}
            {ways}
            {found::left(asked)}
        </div>
    }
    .into_any()
}

/// Kinds of workloads to tick; those of the profile are.
pub(super) fn templates(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    let title = if asked.page.parts.is_empty() {
        map::templates(locale)
    } else {
        map::templates_more(locale)
    };
    let first = asked.page.parts.is_empty();
    let choice = |(template, suits): &(Template, bool)| {
        view! {
            <label class="c-choice">
                <input
                    class="c-choice__input"
                    type="checkbox"
                    name="template"
                    value=template.as_str()
                    checked=*suits && first
                />
                <span>{template.name(locale)}</span>
            </label>
        }
    };
    let (back, note) = (asked.back(), map::templates_note(locale));
    let choices = asked.page.templates.iter().map(choice).collect_view();
    let class = if first {
        "c-btn c-btn--primary"
    } else {
        "c-btn"
    };
    view! {
        <section class="c-section" id="templates">
            <div class="c-section__head"><h2 class="c-section__title">{title}</h2></div>
            <div class="c-panel">
                <PostForm action=asked.action("/template") id="template">
                    <Hidden name="back" value=back />
                    <fieldset>
                        <legend class="u-muted u-small">{note}</legend>
                        <div class="c-choices">{choices}</div>
                    </fieldset>
                    <div class="c-form__actions">
                        <button class=class>{map::template_apply(locale)}</button>
                    </div>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}
