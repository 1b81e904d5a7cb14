//! The list: one line for each finding, unfolded below it.

use std::sync::Arc;

use domain::Locale;
use domain::views::evidence::{FindingRow, FindingStanding};
use leptos::prelude::*;

use super::{Listed, row};
use crate::components::{Folds, Glyph, Icon};
use crate::href;
use crate::i18n::{evidence, evidence_words, signals};
use crate::pages::workload::evidence::reading::severity;

const COLUMNS: &str = "6";

/// The findings of one page.
pub(super) fn table(locale: Locale, listed: Listed, folds: Folds) -> AnyView {
    let page = Arc::new(listed);
    let rows = page.page.rows.clone().into_iter();
    let rows: Vec<_> = rows.map(|row| entry(locale, &page, row, folds)).collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=signals::part_findings(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{evidence::finding(locale)}</th>
                    <th scope="col" aria-sort="descending">{evidence::finding_severity(locale)}</th>
                    <th scope="col">{evidence::finding_tool(locale)}</th>
                    <th scope="col">{evidence::finding_check(locale)}</th>
                    <th scope="col">{evidence::finding_standing(locale)}</th>
                    <th scope="col">{evidence::finding_seen(locale)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn entry(locale: Locale, page: &Arc<Listed>, row: FindingRow, folds: Folds) -> AnyView {
    let id = row.id.to_string();
    let at = href::workload(page.page.head.id, "/findings");
    let fold = folds.row(id.clone(), at.clone());
    let details = {
        let (page, row) = (page.clone(), row.clone());
        fold.details(COLUMNS, move || {
            let back = folds.query.get_untracked().link(&at);
            row::details(locale, &page, &row, &back)
        })
    };
    let kind = row.kind.parse::<domain::evidence::Kind>();
    let kind = kind.map_or_else(
        |_| row.kind.clone(),
        |kind| evidence_words::kind(locale, &kind),
    );
    // Older files may not say which tool wrote them; their kind does then, and mostly.
    let tool = if row.tool.is_empty() {
        kind
    } else {
        row.tool.clone()
    };
    view! {
        <tr id=id>
            <th scope="row">
                {fold.link("c-table__main c-finding__title", row.finding.title.to_string())}
                <span class="c-table__sub c-finding__place">{row::place(&row.finding)}</span>
            </th>
            <td data-label=evidence::finding_severity(locale)>{severity(locale, row.finding.severity, None)}</td>
            <td data-label=evidence::finding_tool(locale)>{tool}</td>
            <td data-label=evidence::finding_check(locale)>{checks(page, &row)}</td>
            <td data-label=evidence::finding_standing(locale)>{standing(locale, row.standing)}</td>
            <td class="u-nowrap" data-label=evidence::finding_seen(locale)>{row.last_day.to_string()}</td>
        </tr>
        {details}
    }
    .into_any()
}

fn checks(page: &Listed, row: &FindingRow) -> AnyView {
    if row.checks.is_empty() {
        return "–".into_any();
    }
    let link = |id: &domain::CheckId| {
        view! { <a href=href::question(page.page.head.id, id)>{id.to_string()}</a>" " }
    };
    row.checks.iter().map(link).collect_view().into_any()
}

/// Sign and word of where a finding stands.
pub(super) fn standing(locale: Locale, of: FindingStanding) -> AnyView {
    let (class, glyph) = match of {
        FindingStanding::Open => ("c-badge c-badge--strong", Glyph::Unknown),
        FindingStanding::Accepted => ("c-badge c-badge--warn", Glyph::Lock),
        FindingStanding::FalsePositive => ("c-badge", Glyph::Close),
        FindingStanding::Fixed => ("c-badge c-badge--ok", Glyph::Ok),
    };
    let word = evidence_words::finding_standing(locale, &of);
    view! { <span class=class><Icon of=glyph small=true />{word}</span> }.into_any()
}
