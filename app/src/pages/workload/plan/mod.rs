//! The remediation plan of a workload: what to do next, who does it, what it would change.

mod action;
mod curve;
pub(crate) mod dates;
mod effort;
mod live;
mod numbers;
mod of_platforms;
mod panel;
mod phases;
mod row;
mod settled;
mod targets;

pub(crate) use dates::{days_after, days_between};

use std::sync::Arc;

use domain::views::assessing::Basis;
use domain::views::plans::{PlanQuery, PlanView, PlansPage};
use domain::views::results::PlanPage as Plan;
use domain::views::workloads::WorkloadHead;
use domain::{CriterionId, Locale, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use crate::components::{Callout, EmptyState, Folds, Page};
use crate::error::AppError;
use crate::href;
use crate::i18n::{plan, plans as words, platforms, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::pages::plans;
use crate::pages::workload::head::workload_head;
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
pub async fn load_plan(
    id: WorkloadId,
    met: Vec<CriterionId>,
    #[server(default)] capacity: String,
) -> Result<PlanData, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let capacity = capacity.trim().parse().ok();
    let page =
        services::plan::plan_page(&request.services, viewer, id, capacity, request.locale).await?;
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

/// The plan of a workload as a board or as bars.
#[server(prefix = "/api/fn", endpoint = "workloads/plan-view", input = Json)]
pub async fn load_plan_view(
    id: WorkloadId,
    query: PlanQuery,
) -> Result<(WorkloadHead, PlansPage), AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(
        services::plan::workload_plans(&request.services, viewer, id, &query, request.locale)
            .await?,
    )
}

/// What the browser computes the what-if from; fetched with the first tick.
#[server(prefix = "/api/fn", endpoint = "workloads/plan-basis", input = Json)]
pub async fn scoring_basis(id: WorkloadId) -> Result<Basis, AppError> {
    let request = crate::server::request()?;
    Ok(services::assessing::scoring_basis(&request.services, request.viewer()?, id).await?)
}

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// Phases and what-if.
    List(Box<PlanData>),
    /// A board or bars.
    View(Box<(WorkloadHead, PlansPage)>),
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
    let asked = Memo::new(move |_| query.with(wanted));
    let page = resource(
        move || (id.get(), asked.get()),
        move |(id, asked)| {
            let met = met.clone();
            async move {
                let id = id.ok_or(AppError::NotFound)?;
                if view_of(&asked.view) == PlanView::List {
                    let data = load_plan(id, met, asked.capacity).await?;
                    Ok(Shown::List(Box::new(data)))
                } else {
                    Ok::<_, AppError>(Shown::View(Box::new(load_plan_view(id, asked).await?)))
                }
            }
        },
    );
    loaded(page, move |shown| match shown {
        Shown::List(data) => draw(*data, query),
        Shown::View(shown) => {
            let (head, page) = *shown;
            draw_view(&head, page, query.get_untracked())
        }
    })
}

fn view_of(name: &str) -> PlanView {
    name.parse().unwrap_or(PlanView::List)
}

/// What must be asked anew where the address changes: of the list only the capacity, for its rest is drawn in the browser.
fn wanted(query: &Query) -> PlanQuery {
    let asked = plans::asked(query);
    match view_of(&asked.view) {
        PlanView::List => PlanQuery {
            capacity: asked.capacity,
            ..PlanQuery::default()
        },
        PlanView::Board | PlanView::Timeline => PlanQuery {
            workload: String::new(),
            team: String::new(),
            ..asked
        },
    }
}

fn files(locale: Locale, id: WorkloadId) -> AnyView {
    plans::exports(locale, &format!("/api/v1/workloads/{id}"), None)
}

fn draw_view(head: &WorkloadHead, page: PlansPage, query: Query) -> AnyView {
    let locale = use_locale();
    let at = href::workload(head.id, "/plan");
    let view = view_of(query.get("view"));
    let top = workload_head(head, None, files(locale, head.id));
    view! {
        <Page title=plan::title(locale, &head.name)>
            {top}
            {plans::switch(locale, view, &query, &at)}
            {plans::body(locale, page, view, query, &at)}
        </Page>
    }
    .into_any()
}

fn draw(data: PlanData, query: Memo<Query>) -> AnyView {
    let locale = use_locale();
    let head = data.page.head.clone();
    let at = href::workload(head.id, "/plan");
    let top = top(locale, &data.page, &query.get_untracked(), &at);
    let body = if data.page.rows.is_empty() {
        nothing(locale, &data.page)
    } else {
        actions_and_panel(locale, data, query)
    };
    view! {
        <Page title=plan::title(locale, &head.name)>
            {workload_head(&head, None, files(locale, head.id))}
            {plans::switch(locale, PlanView::List, &query.get_untracked(), &at)}
            {top}
            {body}
        </Page>
    }
    .into_any()
}

/// When the target level is reached, and with which capacity.
fn top(locale: Locale, page: &Plan, query: &Query, at: &str) -> AnyView {
    let others = page.sharing.saturating_sub(1);
    let shared = (others > 0)
        .then(|| view! { <span class="u-muted u-small">{words::sharing(locale, others)}</span> });
    let outcome = if page.waits_for_platforms {
        of_platforms::waits(locale)
    } else {
        plans::outcome(locale, &page.reach.reach, &page.reach.on)
    };
    let settings = href::team(page.head.team, "/settings#team");
    let capacity = (page.capacity, page.own_capacity);
    view! {
        <div class="c-reaches">
            <p class="l-row l-row--tight"><span class="u-strong">{words::reach(locale)}</span>{outcome}{shared}</p>
            {plans::capacity_form(locale, capacity, settings, query, at)}
        </div>
    }
    .into_any()
}

/// Every criterion up to its target is met, or up to a platform.
fn nothing(locale: Locale, page: &Plan) -> AnyView {
    let text = if page.of_platforms.is_empty() {
        plan::none_text(locale)
    } else {
        platforms::work_only(locale)
    };
    view! {
        <div class="l-stack">
            <EmptyState title=plan::none_title(locale) text=text />
            {of_platforms::of_platforms(locale, page)}
            {settled::settled(locale, page)}
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
    let forms = href::workload(page.head.id, "/plan/");
    let folds = Folds::new(query, "action", &forms);
    let live = Live::new(page.head.id, met, now, then);
    view! {
        <div class="l-split">
            <div class="l-stack">
                {undated(locale, &page)}
                {phases::table(locale, page.clone(), folds, live)}
                {of_platforms::of_platforms(locale, &page)}
                {settled::settled(locale, &page)}
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
