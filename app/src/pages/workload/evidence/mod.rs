//! Evidence from other tools: what waits for a decision, what came in, what is missing.

pub(super) mod decide;
mod ending;
mod glance;
mod hand_in;
mod inbox;
mod preview;
pub(super) mod reading;
mod readings;
mod tokens;
pub(super) mod verdict;
mod waiting;

use std::sync::Arc;

use domain::views::evidence::{EvidencePage as Evidence, Standing, VerdictRow};
use domain::{Locale, WorkloadId};
use leptos::prelude::*;

use super::evidence_parts::evidence_parts;
use super::signals::charts::provide_charts;
use crate::components::{Glyph, Icon, Page};
use crate::error::AppError;
use crate::i18n::{evidence, reports, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::pages::workload::head::workload_head;
use crate::upload::Uploads;

/// The evidence of a workload.
#[server(prefix = "/api/fn", endpoint = "workloads/evidence")]
pub async fn load_evidence(id: WorkloadId) -> Result<Evidence, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::evidence::evidence_page(&request.services, viewer, id, request.locale).await?)
}

/// Evidence, verdicts and what rules wait for.
#[component]
pub fn EvidencePage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let query = use_query();
    let settled = Memo::new(move |_| query.with(|query| query.get("settled").to_owned()));
    // What is handed in by script shows without a reload.
    let handed = move || id.get().map(|id| Uploads::of(id).handed());
    let page = resource(
        move || (id.get(), handed()),
        |(id, _)| async move { load_evidence(id.ok_or(AppError::NotFound)?).await },
    );
    loaded(page, move |page| draw(Arc::new(page), settled))
}

fn draw(page: Arc<Evidence>, settled: Memo<String>) -> AnyView {
    let locale = use_locale();
    let head = &page.head;
    let waiting =
        |row: &&VerdictRow| matches!(row.standing, Standing::Conflict | Standing::Proposal);
    provide_charts(head.id, page.verdicts.iter().filter(waiting));
    let folded = {
        let page = page.clone();
        move || inbox::settled(locale, &page, &settled.get())
    };
    let csv = (!page.verdicts.is_empty()).then(|| {
        let csv = format!("/api/v1/workloads/{}/verdicts.csv?lang={}", head.id, locale.tag());
        view! { <a class="c-btn" href=csv rel="external"><Icon of=Glyph::Export />{reports::csv_verdicts(locale)}</a> }
    });
    let top = view! {
        {workload_head(head, None, csv.into_any())}
        {evidence_parts(locale, head.id, "/evidence")}
        {contents(locale, &page)}
    }
    .into_any();
    let title = evidence::title(locale, &head.name);
    let main = view! {
        {inbox::inbox(locale, &page)}
        {folded}
        {hand_in::hand_in(locale, &page)}
        {readings::readings(locale, &page)}
    }
    .into_any();
    // Long, so it takes the whole width.
    let missing = waiting::waiting(locale, &page);
    let side = view! { {ending::ending(locale, &page)} {tokens::tokens(locale, &page)} }.into_any();
    view! {
        <Page title=title>
            {top}
            <div class="l-stack">
                <div class="l-split">
                    <div class="l-stack">{main}</div>
                    <div class="l-split__side l-stack">{side}</div>
                </div>
                {missing}
            </div>
        </Page>
    }
    .into_any()
}

/// Links to the parts of the page, with how much is in each.
fn contents(locale: Locale, page: &Evidence) -> AnyView {
    let abilities = page.head.abilities;
    let part = |at: &'static str, name: &'static str, count: Option<usize>| {
        let count = count.map(|count| view! { " "<span class="c-tabs__count">{count}</span> });
        view! { <li><a href=at rel="external">{name}{count}</a></li> }
    };
    let to_decide = usize::try_from(page.head.to_decide).unwrap_or_default();
    let mut parts = vec![part("#inbox", evidence::inbox(locale), Some(to_decide))];
    if abilities.assess {
        parts.push(part("#hand-in", evidence::hand_in(locale), None));
    }
    parts.push(part(
        "#readings",
        evidence::readings(locale),
        Some(page.readings.len()),
    ));
    parts.push(part(
        "#waiting",
        evidence::waiting(locale),
        Some(page.waiting.len()),
    ));
    parts.push(part(
        "#ending",
        evidence::ending(locale),
        Some(page.ending.len()),
    ));
    if abilities.edit {
        parts.push(part("#tokens", evidence::tokens(locale), None));
    }
    view! { <nav class="c-contents" aria-label=evidence::sections(locale)><ul>{parts}</ul></nav> }
        .into_any()
}
