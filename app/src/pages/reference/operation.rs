//! One operation.

use domain::Locale;
use domain::views::reference::{Answer, Content, Operation};
use leptos::prelude::*;

use super::table;
use crate::components::{CopyButton, Glyph, Icon};
use crate::i18n::reference;

/// What it does, who may call it, and with what.
pub(super) fn operation(locale: Locale, operation: Operation) -> AnyView {
    let Operation {
        id,
        method,
        path,
        summary,
        description,
        access,
        parameters,
        body,
        answers,
        call,
    } = operation;
    let (at, label) = (format!("#{id}"), reference::link_to(locale, &id));
    let more = (!description.is_empty()).then(|| view! { <p>{table::marked(&description)}</p> });
    view! {
        <article class="c-panel l-stack l-stack--tight" id=id.clone()>
            <div class="c-section__head">
                <h2 class="c-section__title">{summary}</h2>
                <a class="u-mono u-small u-target" href=at rel="external" aria-label=label>{id.clone()}</a>
            </div>
            <p class="u-mono u-anywhere"><span class="c-badge c-badge--info">{method}</span>" "{path}</p>
            <div class="c-prose">{more}</div>
            <dl class="c-facts"><dt>{reference::who(locale)}</dt><dd>{table::marked(&access)}</dd></dl>
            {table::parameters(locale, &id, parameters)}
            {body.map(|body| sent(locale, &id, body))}
            {of_answers(locale, &id, answers)}
            {copied(locale, &id, call)}
        </article>
    }
    .into_any()
}

fn sent(locale: Locale, id: &str, body: Content) -> AnyView {
    let example = (!body.example.is_empty()).then(|| {
        let label = reference::example_of(locale, id);
        view! { <pre class="c-code" tabindex="0" role="region" aria-label=label>{body.example.clone()}</pre> }
    });
    view! {
        <div class="l-stack l-stack--tight">
            <h3>{reference::body(locale)}</h3>
            {content(locale, body)}
            {example}
        </div>
    }
    .into_any()
}

/// Media types, the type's name, its fields.
fn content(locale: Locale, content: Content) -> AnyView {
    let Content {
        kinds,
        description,
        shape,
        fields,
        ..
    } = content;
    let label = reference::fields_of(locale, &shape);
    let said = (!description.is_empty()).then(|| view! { <p>{table::marked(&description)}</p> });
    let table = (!fields.is_empty()).then(|| table::fields(locale, label, fields));
    view! {
        {said}
        <p class="u-small u-anywhere"><span class="u-mono">{kinds.join(", ")}</span>" "<span class="u-mono u-muted">{shape}</span></p>
        {table}
    }
    .into_any()
}

fn of_answers(locale: Locale, id: &str, answers: Vec<Answer>) -> AnyView {
    let row = |answer: &Answer| {
        let shape = answer.content.as_ref().map(table::shape);
        view! {
            <tr>
                <th scope="row" class="c-table__tight u-mono">{answer.status.clone()}</th>
                <td class="c-table__grow" data-label=reference::meaning(locale)>{table::marked(&answer.description)}</td>
                <td class="u-mono" data-label=reference::content(locale)>{shape}</td>
            </tr>
        }
    };
    let rows = answers.iter().map(row).collect_view();
    let good = answers
        .into_iter()
        .find(|answer| answer.status.starts_with('2'));
    let good = good.and_then(|answer| answer.content);
    let good = good
        .filter(|content| !content.fields.is_empty())
        .map(|mut good| {
            good.description = String::new();
            let label = reference::fields_of(locale, &good.shape);
            view! {
                <details>
                    <summary class="c-more__toggle">{label}</summary>
                    {content(locale, good)}
                </details>
            }
        });
    let label = format!("{}: {id}", reference::answers(locale));
    view! {
        <div class="l-stack l-stack--tight">
            <h3>{reference::answers(locale)}</h3>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=label tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{reference::status(locale)}</th>
                        <th scope="col">{reference::meaning(locale)}</th>
                        <th scope="col">{reference::content(locale)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {good}
        </div>
    }
    .into_any()
}

fn copied(locale: Locale, id: &str, call: String) -> AnyView {
    let label = reference::call_of(locale, id);
    view! {
        <details class="c-fold">
            <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{reference::call(locale)}</summary>
            <div class="l-stack l-stack--tight">
                <pre class="c-code" tabindex="0" role="region" aria-label=label>{call.clone()}</pre>
                <div><CopyButton text=call /></div>
            </div>
        </details>
    }
    .into_any()
}
