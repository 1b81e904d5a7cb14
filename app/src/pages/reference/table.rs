//! Parameters and fields as tables.

use domain::Locale;
use domain::views::reference::{Content, Field};
use leptos::prelude::*;

use crate::i18n::reference;

/// The anchor of a type; operations have lower-case ones of their own.
pub(super) fn anchor(name: &str) -> String {
    format!("type-{name}")
}

/// What a body is; a link where a type of the page says more.
pub(super) fn shape(content: &Content) -> AnyView {
    let name = content.shape.clone();
    if content.fields.is_empty() && name.starts_with(char::is_uppercase) {
        let at = format!("#{}", anchor(&name));
        view! { <a class="u-target" href=at rel="external">{name}</a> }.into_any()
    } else {
        name.into_any()
    }
}

/// A sentence with what stands between backquotes as code.
pub(super) fn marked(text: &str) -> AnyView {
    let piece = |(place, piece): (usize, &str)| {
        let piece = piece.to_owned();
        if place % 2 == 1 {
            view! { <code class="u-mono">{piece}</code> }.into_any()
        } else {
            piece.into_any()
        }
    };
    text.split('`')
        .enumerate()
        .map(piece)
        .collect_view()
        .into_any()
}

/// Parameters; nothing where there are none.
pub(super) fn parameters(locale: Locale, id: &str, parameters: Vec<Field>) -> AnyView {
    if parameters.is_empty() {
        return ().into_any();
    }
    let label = format!("{}: {id}", reference::parameters(locale));
    let row = |field: Field| {
        let place = match field.place.as_str() {
            "path" => reference::in_path(locale),
            "query" => reference::in_query(locale),
            _ => reference::in_header(locale),
        };
        let (said, kind) = (described(locale, &field, ""), kind(&field));
        view! {
            <tr>
                <th scope="row"><span class="u-mono">{field.name}</span></th>
                <td data-label=reference::place(locale)>{place}</td>
                <td class="u-mono" data-label=reference::kind(locale)>{kind}</td>
                <td data-label=reference::needed(locale)>{needed(locale, field.required)}</td>
                <td class="c-table__grow" data-label=reference::about(locale)>{said}</td>
            </tr>
        }
    };
    view! {
        <div class="l-stack l-stack--tight">
            <h3>{reference::parameters(locale)}</h3>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=label tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{reference::name(locale)}</th>
                        <th scope="col">{reference::place(locale)}</th>
                        <th scope="col">{reference::kind(locale)}</th>
                        <th scope="col">{reference::needed(locale)}</th>
                        <th scope="col">{reference::about(locale)}</th>
                    </tr></thead>
                    <tbody>{parameters.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// Fields, nested ones below theirs.
pub(super) fn fields(locale: Locale, label: String, fields: Vec<Field>) -> AnyView {
    let row = |field: Field| {
        let indent = "· ".repeat(usize::from(field.depth));
        let (said, kind) = (described(locale, &field, "en"), kind(&field));
        view! {
            <tr>
                <th scope="row"><span class="u-mono u-anywhere"><span class="u-muted">{indent}</span>{field.name}</span></th>
                <td class="u-mono" data-label=reference::kind(locale)>{kind}</td>
                <td data-label=reference::needed(locale)>{needed(locale, field.required)}</td>
                <td class="c-table__grow" data-label=reference::about(locale)>{said}</td>
            </tr>
        }
    };
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=label tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col">{reference::name(locale)}</th>
                    <th scope="col">{reference::kind(locale)}</th>
                    <th scope="col">{reference::needed(locale)}</th>
                    <th scope="col">{reference::about(locale)}</th>
                </tr></thead>
                <tbody>{fields.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn needed(locale: Locale, required: bool) -> &'static str {
    if required {
        reference::required(locale)
    } else {
        reference::optional(locale)
    }
}

fn kind(field: &Field) -> AnyView {
    let kind = field.kind.clone();
    match &field.link {
        Some(name) => {
            let at = format!("#{}", anchor(name));
            view! { <a class="u-target" href=at rel="external">{kind}</a> }.into_any()
        }
        None => kind.into_any(),
    }
}

/// What a field says, in a language of its own where one is named, and the values that it takes.
fn described(locale: Locale, field: &Field, language: &'static str) -> AnyView {
    let values = (!field.values.is_empty()).then(|| {
        let values = field.values.join(", ");
        view! { <span class="c-table__sub u-anywhere">{reference::values(locale)}" "<span class="u-mono">{values}</span></span> }
    });
    let said = marked(&field.description);
    let said = if language.is_empty() {
        view! { <span>{said}</span> }.into_any()
    } else {
        view! { <span lang=language>{said}</span> }.into_any()
    };
    view! { {said} {values} }.into_any()
}
