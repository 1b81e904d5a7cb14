//! Who takes answers over.

use domain::Locale;
use domain::views::platforms::{ConsumerRow, OfferPage as Data};
use leptos::prelude::*;

use crate::components::{LocalTime, Pagination, PostForm, TextAreaField};
use crate::href;
use crate::i18n::platforms;
use crate::query::Query;

/// Workloads that subscribe, or only those that inherit one criterion.
pub(super) fn consumers(l: Locale, page: &Data, query: &Query) -> AnyView {
    let criterion = query.get("criterion");
    let filtered = !criterion.is_empty();
    let title = if filtered {
        platforms::consumers_of(l, criterion)
    } else {
        platforms::consumers(l).to_owned()
    };
    let all = filtered.then(|| {
        let at = format!("{}#consumers", href::workload(page.head.id, "/offer"));
        view! { <div class="c-section__actions"><a href=at>{platforms::show_all(l)}</a></div> }
    });
    let body = if page.consumers.is_empty() {
        let text = if filtered {
            platforms::consumers_none_of(l)
        } else {
            platforms::consumers_none(l)
        };
        view! { <p class="u-muted">{text}</p> }.into_any()
    } else {
        list(l, page, query, &title)
    };
    view! {
        <section class="c-section l-split__side" id="consumers">
            <div class="c-section__head">
                <h2 class="c-section__title">{title}</h2>
                <span class="c-section__note">{page.total}</span>
                {all}
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn list(l: Locale, page: &Data, query: &Query, title: &str) -> AnyView {
    let rows = page.consumers.iter().map(|row| consumer(l, page, row));
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=title.to_owned() tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{platforms::workload(l)}</th>
                    <th scope="col" class="c-table__num">{platforms::inherits(l)}</th>
                    <th scope="col" class="c-table__num">{platforms::answers_itself(l)}</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <Pagination page=page.page pages=page.pages total=i64::from(page.total) query=query.clone() />
    }
    .into_any()
}

fn consumer(l: Locale, page: &Data, row: &ConsumerRow) -> AnyView {
    let name = match row.link {
        Some(id) => {
            let at = href::workload(id, "/platforms");
            view! { <a class="c-table__main" href=at>{row.name.clone()}</a> }.into_any()
        }
        None => view! { <span class="c-table__main">{row.name.clone()}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                {name}
                <span class="c-table__sub">{row.team_name.clone()}" · "<LocalTime at=row.since.clone() /></span>
                {end(l, page, row)}
            </th>
            <td class="c-table__num" data-label=platforms::inherits(l)>{row.inherits}</td>
            <td class="c-table__num" data-label=platforms::answers_itself(l)>{row.own}</td>
        </tr>
    }
    .into_any()
}

/// For a workload that does not stand on this one after all.
fn end(l: Locale, page: &Data, row: &ConsumerRow) -> AnyView {
    let Some(id) = row.id else {
        return ().into_any();
    };
    let action = href::workload(page.head.id, &format!("/offer/{id}/end"));
    view! {
        <details>
            <summary class="c-more__toggle">{platforms::end(l)}</summary>
            <PostForm action=action>
                <TextAreaField
                    name="reason"
                    label=platforms::end_reason(l)
                    hint=platforms::end_hint(l)
                    required=true
                    rows=2
                    max_length=2_000u32
                />
                <div><button class="c-btn c-btn--danger c-btn--small">{platforms::end_confirm(l)}</button></div>
            </PostForm>
        </details>
    }
    .into_any()
}
