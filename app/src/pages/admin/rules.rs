//! Rules and the numbers that they judge by: everybody reads them, administrators change them.

use std::sync::Arc;

use domain::views::rules::{OwnThresholds, RuleRow, RulesPage as Data};
use domain::{CheckId, Locale, OrgRole};
use leptos::prelude::*;

use super::rule_form::{self, words};
use super::tabs;
use crate::components::{
    Crumb, EmptyState, FilterForm, FilterSelect, Folds, LocalTime, Page, PageHead,
};
use crate::error::AppError;
use crate::frame::use_frame;
use crate::href;
use crate::i18n::{common, rules, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

const COLUMNS: &str = "4";
const PATH: &str = "/admin/rules";

/// Rules that judge, with the framework's numbers and this installation's.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "admin/rules")]
pub async fn load_rules() -> Result<Data, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::rules::rules_page(&request.services, viewer, request.locale).await?)
}

/// Rules and their numbers.
#[component]
pub fn RulesPage() -> impl IntoView {
    let query = use_query();
    let page = resource(|| (), |()| load_rules());
    loaded(page, move |page| draw(Arc::new(page), query))
}

fn draw(page: Arc<Data>, query: Memo<Query>) -> AnyView {
    let locale = use_locale();
    let folds = Folds::new(query, "rule", &format!("{PATH}/"));
    let administrator = use_frame()
        .me
        .as_ref()
        .is_some_and(|me| me.org_role == Some(OrgRole::Administrator));
    let note = rules::note(locale, page.rules.len(), page.waiting);
    let read_only = (!page.editable).then(|| rules::read_only(locale));
    let meta = view! { <span class="u-muted u-measure">{note}" "{read_only}</span> }.into_any();
    let head = if administrator {
        view! { <PageHead title=rules::title(locale) meta=meta tabs=tabs() /> }.into_any()
    } else {
        let crumbs = vec![Crumb::new("/catalog", common::catalog(locale))];
        view! { <PageHead title=rules::title(locale) crumbs=crumbs meta=meta /> }.into_any()
    };
    let body = move || list(locale, &page, folds);
    view! {
        <Page title=rules::title(locale)>
            {head}
            {body}
        </Page>
    }
    .into_any()
}

fn list(locale: Locale, page: &Arc<Data>, folds: Folds) -> AnyView {
    let query = folds.query;
    let [check, source, own] =
        query.with(|query| ["check", "source", "own"].map(|key| query.get(key).to_owned()));
    let fits = |row: &&RuleRow| {
        (check.is_empty() || row.check.as_str() == check)
            && (source.is_empty() || (source == "telemetry") == row.telemetry)
            && (own.is_empty() || row.own.is_some())
    };
    let rows: Vec<_> = page.rules.iter().filter(fits).cloned().collect();
    let asked = query.get_untracked().without("rule");
    let filter = filter(locale, page, asked, rows.len());
    let body = if rows.is_empty() {
        view! {
            <EmptyState title=rules::no_match(locale) text=rules::no_match_text(locale)>
                <a class="c-btn" href=PATH>{rules::show_all(locale)}</a>
            </EmptyState>
        }
        .into_any()
    } else {
        table(locale, page, &rows, folds)
    };
    view! { {filter} {body} }.into_any()
}

fn filter(locale: Locale, page: &Data, asked: Query, count: usize) -> AnyView {
    let all = || vec![(String::new(), rules::all(locale).to_owned())];
    let mut checks = all();
    let mut known: Vec<(&CheckId, &str)> = Vec::new();
    for row in &page.rules {
        if known.last().is_none_or(|(id, _)| **id != row.check) {
            known.push((&row.check, &row.check_name));
        }
    }
    checks.extend(
        known
            .into_iter()
            .map(|(id, name)| (id.to_string(), format!("{id} {name}"))),
    );
    let mut sources = all();
    sources.push((
        "telemetry".to_owned(),
        rules::reads_telemetry(locale).to_owned(),
    ));
    sources.push(("files".to_owned(), rules::reads_files(locale).to_owned()));
    let mut own = all();
    own.push(("yes".to_owned(), rules::changed_only(locale).to_owned()));
    let end = view! { <span>{crate::i18n::evidence::rows(locale, count)}</span> }.into_any();
    view! {
        <FilterForm query=asked.clone() end=end>
            <FilterSelect name="check" label=rules::check(locale) options=checks query=asked.clone() />
            <FilterSelect name="source" label=rules::reads(locale) options=sources query=asked.clone() />
            <FilterSelect name="own" label=rules::ours(locale) options=own query=asked.clone() />
        </FilterForm>
    }
    .into_any()
}

fn table(locale: Locale, page: &Arc<Data>, rows: &[RuleRow], folds: Folds) -> AnyView {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| entry(locale, page, row.clone(), folds))
        .collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=rules::rules(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{rules::rule(locale)}</th>
                    <th scope="col">{rules::check(locale)}</th>
                    <th scope="col">{rules::framework(locale)}</th>
                    <th scope="col">{rules::ours(locale)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn entry(locale: Locale, page: &Arc<Data>, row: RuleRow, folds: Folds) -> AnyView {
    let id = row.id.to_string();
    let name = id.clone();
    let fold = folds.row(id.clone(), PATH.to_owned());
    let details = {
        let (editable, row) = (page.editable, row.clone());
        fold.details(COLUMNS, move || rule_form::details(locale, &row, editable))
    };
    let reads = if row.telemetry {
        rules::reads_telemetry(locale)
    } else {
        rules::reads_files(locale)
    };
    let ours = match &row.own {
        Some(own) => view! {
            <span>
                <span class="u-strong">{words(locale, &row.built_in, &own.thresholds)}</span>
                {changed(locale, own)}
            </span>
        }
        .into_any(),
        None => {
            view! { <span class="u-muted u-nowrap">{rules::ours_none(locale)}</span> }.into_any()
        }
    };
    let at = href::catalog_check(&row.check);
    view! {
        <tr id=id>
            <th scope="row">
                {fold.link("c-table__main u-mono", name)}
                <span class="c-table__sub">{reads}" · "{row.source.clone()}</span>
            </th>
            <td class="c-signal__long" data-label=rules::check(locale)><a href=at>{row.check.to_string()}</a>" "{row.check_name.clone()}</td>
            <td class="c-signal__long" data-label=rules::framework(locale)>{words(locale, &row.built_in, &row.built_in)}</td>
            <td class="c-signal__long" data-label=rules::ours(locale)>{ours}</td>
        </tr>
        {details}
    }
    .into_any()
}

/// Who changed it, when, and why.
fn changed(locale: Locale, own: &OwnThresholds) -> AnyView {
    view! {
        <span class="c-table__sub">{rules::changed_by(locale, &own.by)}" "<LocalTime at=own.at.as_str() /></span>
        <span class="c-table__sub">{own.remark.clone()}</span>
    }
    .into_any()
}
