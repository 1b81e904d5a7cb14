//! The criteria of a check.

use domain::Locale;
use domain::views::catalog::{CatalogCheck, CatalogCriterion};
use leptos::prelude::*;

use super::fact_names;
use crate::components::{LevelBadge, Marker, ProofBadge, TermText};
use crate::i18n::{catalog, names};

/// The criteria, level by level.
pub(super) fn criteria(locale: Locale, page: &CatalogCheck, marker: &mut Marker) -> AnyView {
    let mut rows = Vec::new();
    for (level, _) in page.levels.iter().filter(|(level, _)| *level > 1) {
        let of_level: Vec<_> = page
            .criteria
            .iter()
            .filter(|criterion| criterion.level == *level)
            .collect();
        if of_level.is_empty() {
            continue;
        }
        rows.push(
            view! {
                <tr class="c-table__group"><th scope="colgroup" colspan="5"><LevelBadge level=*level /></th></tr>
            }
            .into_any(),
        );
        rows.extend(
            of_level
                .into_iter()
                .map(|criterion| row(locale, criterion, marker)),
        );
    }
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{catalog::criteria(locale)}</h2></div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=catalog::criteria(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    {head(locale)}
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn head(locale: Locale) -> AnyView {
    view! {
        <thead>
            <tr>
                <th scope="col">{catalog::id(locale)}</th>
                <th scope="col" class="c-table__grow">{catalog::statement(locale)}</th>
                <th scope="col">{catalog::proof(locale)}</th>
                <th scope="col">{catalog::effort(locale)}</th>
                <th scope="col">{catalog::requires(locale)}</th>
            </tr>
        </thead>
    }
    .into_any()
}

fn row(locale: Locale, criterion: &CatalogCriterion, marker: &mut Marker) -> AnyView {
    let statement = marker.mark(&criterion.statement);
    let how_to = marker.mark(&criterion.how_to);
    let requires: Vec<_> = criterion.requires.iter().map(ToString::to_string).collect();
    let requires = if requires.is_empty() {
        "–".to_owned()
    } else {
        requires.join(" ")
    };
    let narrowed = (!criterion.applies_when.is_empty())
        .then(|| catalog::only_for(locale, fact_names(locale, &criterion.applies_when)))
        .map(|text| view! { <span class="c-table__sub">{text}</span> });
    view! {
        <tr id=criterion.id.to_string()>
            <th scope="row" class="c-table__tight"><span class="u-mono">{criterion.id.to_string()}</span></th>
            <td class="c-table__grow" data-label=catalog::statement(locale)>
                <span>
                    <TermText pieces=statement />
                    <span class="c-table__sub"><TermText pieces=how_to /></span>
                    {narrowed}
                </span>
            </td>
            <td data-label=catalog::proof(locale)><ProofBadge kind=criterion.proof /></td>
            <td class="u-nowrap" data-label=catalog::effort(locale)>{names::effort(locale, criterion.effort)}</td>
            <td class="u-mono" data-label=catalog::requires(locale)>{requires}</td>
        </tr>
    }
    .into_any()
}
