//! The remediation plan of a workload: what to do next, who does it, what it would change.

mod action;
mod curve;
mod dates;
mod live;
mod numbers;
mod panel;
mod phases;
mod row;
mod targets;

use std::sync::Arc;

use domain::views::assessing::Basis;
use domain::views::results::PlanPage as Plan;
use domain::{CriterionId, Locale, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use crate::components::{Callout, EmptyState, Glyph, Icon, Page};
use crate::error::AppError;
use crate::href;
use crate::i18n::{plan, use_locale};
use crate::load::{loaded, use_part, use_query};
use crate::pages::workload::head::workload_head;
use crate::pages::workload::unfolded::unfolded;
use crate::query::Query;
use live::Live;
use numbers::Numbers;

/// The plan, and what would change if some of its criteria were met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanData {
    page: Plan,
    met: Vec<CriterionId>,
    now: Numbers,
    then: Numbers,
}

/// The plan of a workload; `met` are the criteria of the what-if.
#[server(prefix = "/api/fn", endpoint = "workloads/plan", input = Json)]
pub async fn load_plan(id: WorkloadId, met: Vec<CriterionId>) -> Result<PlanData, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let page = services::plan::plan_page(&request.services, viewer, id, request.locale).await?;
    let basis = services::assessing::scoring_basis(&request.services, viewer, id).await?;
    let planned = |criterion: &CriterionId| {
        page.rows
            .iter()
            .any(|row| row.action.criterion == *criterion)
    };
    let met: Vec<_> = met.into_iter().filter(planned).collect();
    let now = Numbers::of(&basis, []);
    let then = if met.is_empty() {
        now.clone()
    } else {
        Numbers::of(&basis, met.iter().cloned())
    };
    Ok(PlanData {
        page,
        met,
        now,
        then,
    })
}

/// What the browser computes the what-if from; fetched with the first tick.
#[server(prefix = "/api/fn", endpoint = "workloads/plan-basis", input = Json)]
pub async fn scoring_basis(id: WorkloadId) -> Result<Basis, AppError> {
    let request = crate::server::request()?;
    Ok(services::assessing::scoring_basis(&request.services, request.viewer()?, id).await?)
}

/// The remediation plan of a workload.
#[component]
pub fn PlanPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let query = use_query();
    // Asked for once: later ticks are computed in the browser.
    let met: Vec<CriterionId> = use_query_map().with_untracked(|query| {
        let ids = query.get_all("met").unwrap_or_default();
        ids.iter().filter_map(|id| id.parse().ok()).collect()
    });
    let page = Resource::new(
        move || id.get(),
        move |id| {
            let met = met.clone();
            async move { load_plan(id.ok_or(AppError::NotFound)?, met).await }
        },
    );
    loaded(page, move |data| draw(data, query))
}

fn draw(data: PlanData, query: Memo<Query>) -> AnyView {
    let locale = use_locale();
    let head = data.page.head.clone();
    let csv = format!(
        "/api/v1/workloads/{}/plan.csv?lang={}",
        head.id,
        locale.tag()
    );
    let actions = view! {
        <a class="c-btn" href=csv rel="external"><Icon of=Glyph::Export />{plan::csv(locale)}</a>
    }
    .into_any();
    let body = if data.page.rows.is_empty() {
        nothing(locale, &data.page)
    } else {
        actions_and_panel(locale, data, query)
    };
    view! {
        <Page title=plan::title(locale, &head.name)>
            {workload_head(&head, None, actions)}
            {body}
        </Page>
    }
    .into_any()
}

/// Every criterion up to its target is met.
fn nothing(locale: Locale, page: &Plan) -> AnyView {
    view! {
        <div class="l-stack">
            <EmptyState title=plan::none_title(locale) text=plan::none_text(locale) />
            {targets::targets(locale, page)}
        </div>
    }
    .into_any()
}

fn actions_and_panel(locale: Locale, data: PlanData, query: Memo<Query>) -> AnyView {
    let PlanData {
        page,
        met,
        now,
        then,
    } = data;
    let page = Arc::new(page);
    let at = href::workload(page.head.id, "/plan");
    let open = unfolded(query, "action", format!("{at}/"));
    let live = Live::new(page.head.id, met, now, then);
    view! {
        <div class="l-split">
            <div class="l-stack">
                {undated(locale, &page)}
                {phases::table(locale, page.clone(), query, open, live)}
                {curve::curve(locale, &page)}
                {targets::targets(locale, &page)}
            </div>
            <div class="l-split__side l-split__side--sticky">{panel::panel(locale, page, live)}</div>
        </div>
    }
    .into_any()
}

/// Without capacity nothing can be dated.
fn undated(locale: Locale, page: &Plan) -> AnyView {
    if page.capacity > 0 {
        return ().into_any();
    }
    let settings = view! {
        <a href=href::team(page.head.team, "/settings")>{plan::set_capacity(locale)}</a>
    };
    view! { <Callout actions=settings.into_any()><p>{plan::no_capacity(locale)}</p></Callout> }
        .into_any()
}
