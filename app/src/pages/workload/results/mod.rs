//! The results of a workload.

mod attention;
mod checks;
mod empty;
mod floors;
mod pillars;
mod side;
mod summary;

use domain::views::results::ResultsPage as Results;
use domain::views::workloads::WorkloadHead;
use domain::{AssessmentState, Locale, WorkloadId};
use leptos::prelude::*;

use crate::components::{Page, ReportMenu};
use crate::error::AppError;
use crate::href;
use crate::i18n::{results, use_locale};
use crate::load::{loaded, resource, use_part};
use crate::pages::workload::head::workload_head;
use crate::query::Query;

/// All numbers of a workload.
#[server(prefix = "/api/fn", endpoint = "workloads/results")]
pub async fn load_results(id: WorkloadId) -> Result<Results, AppError> {
    let request = crate::server::request()?;
    Ok(services::results_page(&request.services, request.viewer()?, id, request.locale).await?)
}

/// A workload: index, level, pillars, checks, risks, plan.
#[component]
pub fn ResultsPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let page = resource(
        move || id.get(),
        |id| async move { load_results(id.ok_or(AppError::NotFound)?).await },
    );
    loaded(page, draw)
}

fn draw(page: Results) -> AnyView {
    let locale = use_locale();
    let head = &page.head;
    let counts = page.assessed.then_some(page.counts);
    let actions =
        view! { {reports(locale, head)} {next_step(locale, head, page.assessed)} }.into_any();
    let body = if page.assessed {
        numbers(locale, &page)
    } else {
        empty::guide(locale, &page)
    };
    let top = workload_head(head, counts, actions);
    let unassessed = (!page.assessed).then(|| attention::notices(locale, &page));
    view! {
        <Page title=results::title(locale, &head.name)>
            {top}
            <div class="l-stack">{unassessed} {body}</div>
        </Page>
    }
    .into_any()
}

/// The one thing to do next: answer, where that is possible.
fn next_step(locale: Locale, head: &WorkloadHead, assessed: bool) -> AnyView {
    let at = href::workload(head.id, "/checks");
    let open = head.abilities.assess && head.assessment.state == AssessmentState::Draft;
    let label = match (open, assessed) {
        (true, true) => results::go_on(locale),
        (true, false) => results::start(locale),
        (false, _) => {
            return view! { <a class="c-btn" href=at>{results::look(locale)}</a> }.into_any();
        }
    };
    view! { <a class="c-btn c-btn--primary" href=at>{label}</a> }.into_any()
}

fn numbers(locale: Locale, page: &Results) -> AnyView {
    view! {
        <div class="l-stack">
            {attention::notices(locale, page)}
            {floors::callouts(locale, page)}
            {summary::stats(locale, page)}
            <div class="l-split">
                {pillars::table(locale, page)}
                <div class="l-split__side">{pillars::radar(page)}</div>
            </div>
            <div class="l-split">
                {checks::table(locale, page)}
                <div class="l-split__side l-stack">
                    {side::risks(locale, page)}
                    {side::plan(locale, page)}
                    {pillars::layers(locale, page)}
                    {side::source(locale, page)}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// Every file that a workload leaves as.
fn reports(locale: Locale, head: &WorkloadHead) -> AnyView {
    let subject = crate::pages::reports::of_workload(locale, head.id, head.assessment.id);
    let page = Query::default().with("workload", head.id).link("/reports");
    view! { <ReportMenu subject=subject page=page /> }.into_any()
}
