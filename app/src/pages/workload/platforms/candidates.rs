//! Platforms that a workload could subscribe to.

use domain::Locale;
use domain::views::platforms::{CandidateView, PlatformsPage as Data};
use leptos::prelude::*;

use super::platform_name;
use crate::components::{ConfirmForm, Hidden};
use crate::href;
use crate::i18n::platforms;

/// What each offers, and what would be taken over.
pub(super) fn candidates(l: Locale, page: &Data) -> AnyView {
    if !page.head.abilities.edit || page.head.archived {
        return ().into_any();
    }
    let body = if page.candidates.is_empty() {
        view! { <p class="u-muted">{platforms::candidates_none(l)}</p> }.into_any()
    } else {
        table(l, page)
    };
    view! {
        <section class="c-section" id="candidates">
            <div class="c-section__head"><h2 class="c-section__title">{platforms::candidates(l)}</h2></div>
            <p class="u-muted u-measure">{platforms::candidates_hint(l)}</p>
            {body}
        </section>
    }
    .into_any()
}

fn table(l: Locale, page: &Data) -> AnyView {
    let rows = page.candidates.iter().map(|row| candidate(l, page, row));
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=platforms::candidates(l) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col">{platforms::platform(l)}</th>
                    <th scope="col">{platforms::offers(l)}</th>
                    <th scope="col" class="c-table__grow">{platforms::would_take(l)}</th>
                    <th scope="col"><span class="u-vh">{platforms::acts(l)}</span></th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn candidate(l: Locale, page: &Data, row: &CandidateView) -> AnyView {
    let team = row.platform.readable.as_ref().map(|(_, team)| team.clone());
    let ids: Vec<_> = row.open.iter().map(ToString::to_string).collect();
    let ids = if ids.is_empty() {
        "–".to_owned()
    } else {
        ids.join(" ")
    };
    let kept = (row.answered > 0).then(|| {
        view! { <span class="c-table__sub">{platforms::would_keep(l, row.answered)}</span> }
    });
    let question = platforms::subscribe_question(l, &row.platform.name, row.open.len());
    let action = href::workload(page.head.id, "/platforms");
    let id = row.id.to_string();
    view! {
        <tr>
            <th scope="row">
                <span class="c-table__main">{platform_name(&row.platform)}</span>
                {team.map(|team| view! { <span class="c-table__sub">{team}</span> })}
            </th>
            <td data-label=platforms::offers(l)>{platforms::offers_count(l, row.offers)}</td>
            <td data-label=platforms::would_take(l)><span class="u-measure">{ids}</span>{kept}</td>
            <td>
                <ConfirmForm action=action label=platforms::subscribe(l) question=question>
                    <Hidden name="platform" value=id.clone() />
                </ConfirmForm>
            </td>
        </tr>
    }
    .into_any()
}
