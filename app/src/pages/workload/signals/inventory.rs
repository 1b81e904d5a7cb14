//! The inventory: parts of the workload that telemetry and files named.

use std::sync::Arc;

use domain::Locale;
use domain::evidence::{ComponentKind, Kind};
use domain::views::signals::{ComponentRow, ComponentStanding};
use leptos::prelude::*;

use super::{Listed, review};
use crate::components::{FilterForm, FilterSelect, Folds, Glyph, Icon, LocalTime, Pagination};
use crate::href;
use crate::i18n::{evidence, evidence_words, reports, signals};
use crate::query::Query;

/// Rows of a page.
const SIZE: usize = 50;
const COLUMNS: &str = "6";

/// The section.
pub(super) fn inventory(locale: Locale, listed: &Arc<Listed>, folds: Folds) -> AnyView {
    let total = listed.page.components.len();
    let body = if total == 0 {
        view! { <p class="u-muted">{signals::inventory_empty(locale)}</p> }.into_any()
    } else {
        let listed = listed.clone();
        (move || list(locale, &listed, folds)).into_any()
    };
    let csv = (total > 0).then(|| {
        let path = format!("/api/v1/workloads/{}/inventory.csv", listed.page.head.id);
        // What is filtered here is filtered there.
        let csv = move || {
            let kept = folds.query.with(|query| {
                let filter = ["kind", "standing"].map(|key| (key, query.get(key).to_owned()));
                filter
                    .into_iter()
                    .fold(Query::default(), |kept, (key, value)| kept.with(key, value))
            });
            kept.with("lang", locale.tag()).link(&path)
        };
        let name = reports::csv_inventory(locale);
        view! {
            <span class="c-section__actions">
                <a class="u-small u-target" href=csv rel="external">{name}</a>
            </span>
        }
    });
    view! {
        <section class="c-section" id="inventory">
            <div class="c-section__head">
                <h2 class="c-section__title">{signals::inventory(locale)}</h2>
                <span class="c-section__note">{signals::inventory_note(locale)}</span>
                {csv}
            </div>
            {body}
        </section>
    }
    .into_any()
}

/// Filtered by the address; it changes without a reload of the data.
fn list(locale: Locale, listed: &Arc<Listed>, folds: Folds) -> AnyView {
    let query = folds.query;
    let [kind, standing, page] =
        query.with(|query| ["kind", "standing", "page"].map(|key| query.get(key).to_owned()));
    let fits = |row: &&ComponentRow| {
        (kind.is_empty() || code(row.content.kind) == kind)
            && (standing.is_empty() || row.standing.as_str() == standing)
    };
    let mut rows: Vec<_> = listed.page.components.iter().filter(fits).collect();
    rows.sort_by_key(|row| {
        (
            row.standing != ComponentStanding::Unreviewed,
            row.content.kind,
        )
    });
    let total = rows.len();
    let pages = total.div_ceil(SIZE).max(1);
    let page = page.parse().unwrap_or(1).clamp(1, pages);
    let shown: Vec<_> = rows
        .into_iter()
        .skip((page - 1) * SIZE)
        .take(SIZE)
        .map(|row| entry(locale, listed, row.clone(), folds))
        .collect();
    let asked = query.get_untracked().without("component");
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let body = if total == 0 {
        view! { <p class="u-muted">{signals::inventory_no_match(locale)}</p> }.into_any()
    } else {
        table(locale, shown)
    };
    view! {
        {filter(locale, listed, &asked, total)}
        {body}
        <Pagination page=count(page) pages=count(pages) total=i64::from(count(total)) query=asked />
    }
    .into_any()
}

fn filter(locale: Locale, listed: &Listed, asked: &Query, total: usize) -> AnyView {
    let all = || vec![(String::new(), signals::all(locale).to_owned())];
    let (mut kinds, mut standings) = (all(), all());
    let mut present: Vec<_> = listed
        .page
        .components
        .iter()
        .map(|row| row.content.kind)
        .collect();
    present.sort_unstable();
    present.dedup();
    kinds.extend(present.into_iter().map(|kind| {
        (
            code(kind).to_owned(),
            evidence_words::component(locale, &kind),
        )
    }));
    standings.extend(
        ComponentStanding::ALL
            .iter()
            .map(|of| (of.as_str().to_owned(), word(locale, *of).to_owned())),
    );
    let end = view! { <span>{evidence::rows(locale, total)}</span> }.into_any();
    let asked = asked.without("page");
    view! {
        <FilterForm query=asked.clone() end=end>
            <FilterSelect name="kind" label=signals::component_kind(locale) options=kinds query=asked.clone() />
            <FilterSelect name="standing" label=signals::standing(locale) options=standings query=asked.clone() />
        </FilterForm>
    }
    .into_any()
}

fn table(locale: Locale, rows: Vec<AnyView>) -> AnyView {
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=signals::inventory(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{signals::component(locale)}</th>
                    <th scope="col">{signals::component_kind(locale)}</th>
                    <th scope="col">{signals::version(locale)}</th>
                    <th scope="col">{signals::origin(locale)}</th>
                    <th scope="col">{signals::standing(locale)}</th>
                    <th scope="col">{signals::last_seen(locale)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn entry(locale: Locale, listed: &Arc<Listed>, row: ComponentRow, folds: Folds) -> AnyView {
    let id = row.id.to_string();
    let at = href::workload(listed.page.head.id, "/signals");
    let fold = folds.row(id.clone(), at.clone());
    let details = {
        let (listed, row) = (listed.clone(), row.clone());
        fold.details(COLUMNS, move || {
            let back = folds.query.get_untracked().without("component").link(&at);
            let back = format!("{back}#inventory");
            review::details(locale, &listed, &row, &back)
        })
    };
    let content = &row.content;
    let version = content
        .version
        .as_ref()
        .map_or_else(|| "–".to_owned(), ToString::to_string);
    view! {
        <tr id=id>
            <th scope="row">
                {fold.link("c-table__main c-finding__title", content.name.to_string())}
            </th>
            <td data-label=signals::component_kind(locale)>{evidence_words::component(locale, &content.kind)}</td>
            <td data-label=signals::version(locale)>{version}</td>
            <td data-label=signals::origin(locale)>{origin(locale, &row.origin)}</td>
            <td data-label=signals::standing(locale)>{standing(locale, row.standing)}</td>
            <td data-label=signals::last_seen(locale)><LocalTime at=row.last_at.as_str() /></td>
        </tr>
        {details}
    }
    .into_any()
}

/// Telemetry, or the kind of file.
fn origin(locale: Locale, origin: &str) -> String {
    match origin.parse::<Kind>() {
        Ok(kind) => evidence_words::kind(locale, &kind),
        Err(_) => signals::origin_telemetry(locale).to_owned(),
    }
}

/// Sign and word of what a person says of a component.
pub(super) fn standing(locale: Locale, of: ComponentStanding) -> AnyView {
    let (class, glyph) = match of {
        ComponentStanding::Unreviewed => ("c-badge c-badge--warn", Glyph::Unknown),
        ComponentStanding::Allowed => ("c-badge c-badge--ok", Glyph::Ok),
        ComponentStanding::Refused => ("c-badge c-badge--danger", Glyph::NotMet),
    };
    view! { <span class=class><Icon of=glyph small=true />{word(locale, of)}</span> }.into_any()
}

/// The word for it.
pub(super) const fn word(locale: Locale, of: ComponentStanding) -> &'static str {
    match of {
        ComponentStanding::Unreviewed => signals::standing_unreviewed(locale),
        ComponentStanding::Allowed => signals::standing_allowed(locale),
        ComponentStanding::Refused => signals::standing_refused(locale),
    }
}

/// A kind's name in the address.
const fn code(kind: ComponentKind) -> &'static str {
    match kind {
        ComponentKind::Model => "model",
        ComponentKind::Dataset => "dataset",
        ComponentKind::Agent => "agent",
        ComponentKind::Tool => "tool",
        ComponentKind::McpServer => "mcp_server",
        ComponentKind::Skill => "skill",
        ComponentKind::Service => "service",
        ComponentKind::Library => "library",
        ComponentKind::Image => "image",
        ComponentKind::Prompt => "prompt",
    }
}
