//! Findings of other tools: what they reported, and what people decided about it.
//!
//! Every text of a finding is a stranger's: it is shown as text, never as markup.

mod row;
mod table;
mod triage;

use domain::evidence::{Kind, Severity};
use domain::views::evidence::{FindingStanding, FindingsPage as Findings};
use domain::{CheckId, Locale, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::evidence_parts::evidence_parts;
use crate::components::number::grouped;
use crate::components::{
    EmptyState, FilterForm, FilterSelect, Folds, Glyph, Icon, Page, Pagination,
};
use crate::error::AppError;
use crate::href;
use crate::i18n::{evidence, evidence_words, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::pages::workload::head::workload_head;
use crate::query::Query;

/// What the address filters by, in the order of the use case's fields.
const FILTERS: [&str; 6] = ["kind", "tool", "severity", "check", "state", "page"];

/// A page of findings with the names of its checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The findings.
    pub page: Findings,
    /// Checks to filter by: id and name.
    pub checks: Vec<(CheckId, String)>,
}

/// The findings of a workload; `asked` are the values of the filters.
#[server(prefix = "/api/fn", endpoint = "workloads/findings", input = Json)]
pub async fn load_findings(id: Option<WorkloadId>, asked: [String; 6]) -> Result<Listed, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    let [kind, tool, severity, check, state, page] = asked;
    let query = services::evidence::FindingsQuery {
        kind,
        tool,
        severity,
        check,
        state,
        page,
    };
    let mut known = services::workload::names(&request.services, request.locale).checks;
    let page = services::evidence::findings_page(&request.services, viewer, id, &query).await?;
    let named = |id: &CheckId| Some((id.clone(), known.remove(id)?));
    let checks = page.checks.iter().filter_map(named).collect();
    Ok(Listed { page, checks })
}

/// A workload's findings, the worst first.
#[component]
pub fn FindingsPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let query = use_query();
    let asked =
        Memo::new(move |_| query.with(|query| FILTERS.map(|key| query.get(key).to_owned())));
    let page = resource(
        move || (id.get(), asked.get()),
        |(id, asked)| load_findings(id, asked),
    );
    loaded(page, move |page| draw(page, query))
}

fn draw(listed: Listed, query: Memo<Query>) -> AnyView {
    let locale = use_locale();
    let page = &listed.page;
    let head = page.head.clone();
    let forms = href::workload(head.id, "/findings/");
    let folds = Folds::new(query, "finding", &forms);
    let asked = query.get_untracked().without("finding");
    let (number, pages, total) = (page.page, page.pages, page.total);
    let body = if page.rows.is_empty() {
        nothing(locale, page, &asked)
    } else {
        table::table(locale, listed.clone(), folds)
    };
    let filtered = !asked.is_empty();
    let csv = (total > 0 || filtered).then(|| {
        let csv = format!("/api/v1/workloads/{}/findings.csv", head.id);
        let csv = asked.without("page").with("lang", locale.tag()).link(&csv);
        view! { <a class="c-btn" href=csv rel="external"><Icon of=Glyph::Export />{crate::i18n::risks::csv(locale)}</a> }
    });
    let filter = (total > 0 || filtered).then(|| filter(locale, &listed, &asked));
    view! {
        <Page title=evidence::findings_title(locale, &head.name)>
            {workload_head(&head, None, csv.into_any())}
            {evidence_parts(locale, head.id, "/findings")}
            {filter}
            {body}
            <Pagination page=number pages=pages total=i64::try_from(total).unwrap_or(i64::MAX) query=asked />
        </Page>
    }
    .into_any()
}

fn nothing(locale: Locale, page: &Findings, asked: &Query) -> AnyView {
    let (all, hand_in) = (
        href::workload(page.head.id, "/findings"),
        href::workload(page.head.id, "/evidence#hand-in"),
    );
    if asked.is_empty() {
        return view! {
            <EmptyState title=evidence::findings_none(locale) text=evidence::findings_none_text(locale)>
                <a class="c-btn" href=hand_in>{evidence::hand_in(locale)}</a>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title=evidence::findings_no_match(locale) text=evidence::findings_no_match_text(locale)>
            <a class="c-btn" href=all>{evidence::show_all(locale)}</a>
        </EmptyState>
    }
    .into_any()
}

fn filter(locale: Locale, listed: &Listed, asked: &Query) -> AnyView {
    let all = || vec![(String::new(), evidence::all(locale).to_owned())];
    let (mut severities, mut kinds, mut checks, mut states) = (all(), all(), all(), all());
    let mut tools = all();
    let named = listed.page.tools.iter();
    tools.extend(named.map(|tool| (tool.clone(), tool.clone())));
    severities.extend(
        Severity::ALL.map(|of| (code(of).to_owned(), evidence_words::severity(locale, &of))),
    );
    kinds.extend(
        Kind::ALL
            .iter()
            .map(|of| (of.code().to_owned(), evidence_words::kind(locale, of))),
    );
    checks.extend(
        listed
            .checks
            .iter()
            .map(|(id, name)| (id.to_string(), format!("{id} {name}"))),
    );
    states.extend(FindingStanding::ALL.iter().map(|of| {
        (
            of.as_str().to_owned(),
            evidence_words::finding_standing(locale, of),
        )
    }));
    let end =
        view! { <span>{evidence::rows(locale, grouped(listed.page.total))}</span> }.into_any();
    let asked = asked.without("page");
    view! {
        <FilterForm query=asked.clone() end=end>
            <FilterSelect name="severity" label=evidence::severity_least(locale) options=severities query=asked.clone() />
            <FilterSelect name="state" label=evidence::finding_standing(locale) options=states query=asked.clone() />
            <FilterSelect name="tool" label=evidence::finding_tool(locale) options=tools query=asked.clone() />
            <FilterSelect name="kind" label=evidence::finding_kind(locale) options=kinds query=asked.clone() />
            <FilterSelect name="check" label=evidence::finding_check(locale) options=checks query=asked.clone() />
        </FilterForm>
    }
    .into_any()
}

/// A severity's name in the address.
const fn code(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
        Severity::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use domain::evidence::Severity;

    use super::code;

    #[test]
    fn severities_in_the_address_read_back() {
        for severity in Severity::ALL {
            assert_eq!(Severity::from_word(code(severity)), Some(severity));
        }
    }
}
