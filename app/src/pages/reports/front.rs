//! The page of all reports.

use domain::WorkloadId;
use domain::views::workloads::{WorkloadHead, WorkloadPage, WorkloadQuery};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Page, PageHead, ReportLinks};
use crate::error::AppError;
use crate::i18n::{reports, sentences, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::pages::workloads::first_use;
use crate::query::Query;

use super::{choose, of_group, of_workload};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportsData {
    /// Workloads that fit the filter, the first page of them.
    pub page: WorkloadPage,
    /// The one workload that is asked about, instead.
    pub workload: Option<WorkloadHead>,
}

/// What can be reported on.
#[server(prefix = "/api/fn", endpoint = "reports")]
pub async fn load_reports(
    query: WorkloadQuery,
    workload: Option<WorkloadId>,
) -> Result<ReportsData, AppError> {
    let request = crate::server::request()?;
    let (services, viewer) = (&request.services, request.viewer()?);
    let page = services::workload::list(services, viewer, &query).await?;
    let workload = match workload {
        Some(id) => Some(services::workload::look(services, viewer, id).await?),
        None => None,
    };
    Ok(ReportsData { page, workload })
}

/// All reports.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let query = use_query();
    let page = resource(
        move || query.get(),
        |query| async move {
            let workload = match query.get("workload") {
                "" => None,
                id => Some(id.parse().map_err(|_| AppError::NotFound)?),
            };
            load_reports(choose::wanted(&query), workload).await
        },
    );
    loaded(page, move |data| draw(data, &query.get_untracked()))
}

/// The page with the same choice as a list has.
pub(crate) fn page_of(query: &Query) -> String {
    choose::choice(query, &[]).link("/reports")
}

fn draw(data: ReportsData, query: &Query) -> AnyView {
    let locale = use_locale();
    let picked = query.all("pick");
    let team = data
        .page
        .teams
        .iter()
        .find(|(id, _)| id.to_string() == query.get("team"));
    let (title, subject) = match &data.workload {
        Some(head) => (
            reports::of_workload(locale, &head.name),
            of_workload(locale, head.id, head.assessment.id),
        ),
        None => (
            choose::title(locale, &data, (query, &picked)),
            of_group(
                locale,
                team.map(|(id, _)| *id),
                &choose::choice(query, &picked),
            ),
        ),
    };
    let empty = data.workload.is_none() && data.page.total == 0;
    let body = if empty && choose::unfiltered(query) {
        // There is nothing to report on yet: the page says how there will be.
        first_use(locale, &data.page)
    } else {
        let links = (!empty).then(|| view! { <ReportLinks subject=subject /> });
        view! {
            <section class="c-section">
                <div class="c-section__head"><h2 class="c-section__title">{title}</h2></div>
                {links}
            </section>
            {choose::draw(locale, data.page, query, &picked)}
        }
        .into_any()
    };
    view! {
        <Page title=reports::title(locale)>
            <PageHead title=reports::title(locale) tabs=crate::pages::outward::tabs() />
            <div class="l-stack">
                <p class="u-measure">{sentences(locale, &[reports::lead(locale), reports::html_note(locale)])}</p>
                {body}
            </div>
        </Page>
    }
    .into_any()
}
