//! The register: a row for each risk, which unfolds to its treatment.

use std::sync::Arc;

use domain::views::results::{RiskRow, RisksPage};
use domain::{Exact, Locale, Set};
use leptos::prelude::*;

use super::status::Status;
use super::treatment;
use crate::components::number::decimal;
use crate::components::{EmptyState, Folds, PillarMark, Severity, set_link};
use crate::href;
use crate::i18n::{common, risks};

const COLUMNS: &str = "7";

/// The rows that are asked for.
pub(super) fn table(
    locale: Locale,
    page: Arc<RisksPage>,
    rows: Vec<RiskRow>,
    folds: Folds,
) -> AnyView {
    if rows.is_empty() {
        let at = href::workload(page.head.id, "/risks");
        return view! {
            <EmptyState title=risks::no_match(locale) text="">
                <a class="c-btn" href=at>{risks::show_all(locale)}</a>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=risks::register(locale) tabindex="0">
            <table class="c-table c-table--cards c-table--dense">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{risks::risk(locale)}</th>
                    <th scope="col" class="c-table__num">{risks::inherent(locale)}</th>
                    <th scope="col" class="c-table__num" title=risks::claimed(locale)>{common::claimed(locale)}</th>
                    <th scope="col" class="c-table__num" title=risks::assured(locale) aria-sort="descending">
                        {common::assured(locale)}
                    </th>
                    <th scope="col">{risks::assured_band(locale)}</th>
                    <th scope="col">{risks::treatment(locale)}</th>
                    <th scope="col">{risks::owner(locale)}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| entry(locale, &page, row, folds)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn entry(locale: Locale, page: &Arc<RisksPage>, row: RiskRow, folds: Folds) -> AnyView {
    let id = row.score.id.to_string();
    let fold = folds.row(id.clone(), href::workload(page.head.id, "/risks"));
    let details = {
        let (page, row) = (page.clone(), row.clone());
        fold.details(COLUMNS, move || treatment::details(locale, &page, &row))
    };
    let numbers = numbers(locale, page, &row);
    view! {
        <tr id=id.clone()>
            <th scope="row">
                <span class="c-pillar">
                    <span><PillarMark id=row.score.pillar.clone() name="" /></span>
                    {fold.link("c-table__main", format!("{id} {}", row.name))}
                </span>
                {reopened(locale, &row)}
            </th>
            {numbers}
            {decision(locale, &row)}
        </tr>
        {details}
    }
    .into_any()
}

/// Inherent, claimed, assured: each a link to how it came to be.
fn numbers(locale: Locale, page: &RisksPage, row: &RiskRow) -> AnyView {
    let score = &row.score;
    let id = score.id.as_str();
    let explain = href::explain(&href::workload(page.head.id, ""), "risk", id);
    let link = |set: Set, heard: String, text: String| {
        let heard = format!("{text} {heard}");
        view! { <a href=set_link(&explain, set) aria-label=heard>{text}</a> }
    };
    let value = |value: &Exact| decimal(Some(value));
    let inherent = risks::product(
        locale,
        score.likelihood,
        score.impact,
        score.inherent.decimal(0),
    );
    let (claimed, assured) = (
        value(&score.residual.claimed.score),
        value(&score.residual.assured.score),
    );
    view! {
        <td class="c-table__num" data-label=risks::inherent(locale)>
            {link(Set::Claimed, risks::explain_inherent(locale, id), inherent)}
        </td>
        <td class="c-table__num" data-label=common::claimed(locale)>
            {link(Set::Claimed, risks::explain_claimed(locale, id), claimed)}
        </td>
        <td class="c-table__num u-strong" data-label=common::assured(locale)>
            {link(Set::Assured, risks::explain_assured(locale, id), assured)}
        </td>
        <td data-label=risks::assured_band(locale)><Severity band=score.residual.assured.band /></td>
    }
    .into_any()
}

fn decision(locale: Locale, row: &RiskRow) -> AnyView {
    let treatment = &row.treatment;
    let dash = |text: &str| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            text.to_owned()
        }
    };
    let until = (!treatment.expires_on.is_empty()).then(|| {
        view! { <span class="c-table__sub">{risks::until(locale, &treatment.expires_on)}</span> }
    });
    view! {
        <td class="u-nowrap" data-label=risks::treatment(locale)>{Status::of(treatment).badge(locale)}{until}</td>
        <td data-label=risks::owner(locale)>{dash(&treatment.owner_name)}</td>
    }
    .into_any()
}

fn reopened(locale: Locale, row: &RiskRow) -> Option<AnyView> {
    let checks: Vec<_> = row
        .score
        .reopened_by
        .iter()
        .map(ToString::to_string)
        .collect();
    let text = (!checks.is_empty()).then(|| risks::reopened(locale, checks.join(", ")))?;
    Some(view! { <span class="c-table__sub">{text}</span> }.into_any())
}
