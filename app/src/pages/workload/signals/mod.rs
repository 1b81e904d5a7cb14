//! Telemetry of a workload: what comes in, how to connect, the inventory.
//!
//! Names, units and labels are the senders' words: they are shown as text.

mod chart;
pub(super) mod charts;
mod connect;
mod inventory;
mod latest;
mod left_out;
mod numbers;
mod pull;
mod review;
mod table;

use std::sync::Arc;

use domain::views::signals::{SignalChart, SignalsPage as Signals};
use domain::{CheckId, Locale, RuleId, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

pub(super) use self::connect::environment;
use super::evidence_parts::evidence_parts;
use crate::components::{Brandmark, Folds, Page};
use crate::error::AppError;
use crate::href;
use crate::i18n::{rules, signals, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::pages::workload::head::workload_head;
use crate::query::Query;

/// The page with the checks of its rules, one rule's chart, and the console's own address for snippets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The page.
    pub page: Signals,
    /// Rules that judge: id, check, the check's name.
    pub rules: Vec<(RuleId, CheckId, String)>,
    /// What the rule asked for looked at.
    pub chart: Option<SignalChart>,
    /// `https://console.example`.
    pub origin: String,
}

impl Listed {
    /// A rule's check and its name.
    fn check(&self, rule: &RuleId) -> Option<(&CheckId, &str)> {
        let found = self.rules.iter().find(|(id, ..)| id == rule);
        found.map(|(_, check, name)| (check, name.as_str()))
    }
}

/// The telemetry of a workload, with the chart of a rule.
#[server(prefix = "/api/fn", endpoint = "workloads/signals", input = Json)]
pub async fn load_signals(
    id: Option<WorkloadId>,
    rule: Option<RuleId>,
) -> Result<Listed, AppError> {
    let request = crate::server::request()?;
    let origin = crate::server::origin();
    let (services, viewer) = (&request.services, request.viewer()?);
    let id = id.ok_or(services::Error::NotFound)?;
    let page = services::signals::signals_page(services, viewer, id).await?;
    let known = services::rules::rules_page(services, viewer, request.locale).await?;
    let rules: Vec<_> = known
        .rules
        .into_iter()
        .map(|row| (row.id, row.check, row.check_name))
        .collect();
    // A rule that is gone or misspelt is none: the page is there all the same.
    let rule = rule.filter(|rule| rules.iter().any(|(id, ..)| id == rule));
    let chart = match rule {
        Some(rule) => services::signals::charts(services, viewer, id, &rule).await?,
        None => None,
    };
    Ok(Listed {
        page,
        rules,
        chart,
        origin,
    })
}

/// A workload's telemetry.
#[component]
pub fn SignalsPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let query = use_query();
    let rule = Memo::new(move |_| query.with(|query| query.get("rule").parse().ok()));
    let page = resource(
        move || (id.get(), rule.get()),
        |(id, rule)| load_signals(id, rule),
    );
    loaded(page, move |page| draw(Arc::new(page), query))
}

fn draw(listed: Arc<Listed>, query: Memo<Query>) -> AnyView {
    let locale = use_locale();
    let page = &listed.page;
    let id = page.head.id;
    let rule: Option<RuleId> = query.with_untracked(|query| query.get("rule").parse().ok());
    let rule = rule.filter(|rule| listed.check(rule).is_some());
    let forms = href::workload(id, "/components/");
    let folds = Folds::new(query, "component", &forms);
    let connected = page.last_at.is_some();
    let title = signals::title(locale, &page.head.name);
    let top = view! { {workload_head(&page.head, None, ().into_any())} {evidence_parts(locale, id, "/signals")} }.into_any();
    let first = if connected {
        numbers::numbers(locale, page)
    } else {
        nothing(locale)
    };
    let side = view! {
        {pull::pull(locale, page)}
        {connected.then(|| left_out::left_out(locale, page))}
    }
    .into_any();
    let main = view! {
        {rule.as_ref().map(|rule| of_rule(locale, &listed, rule))}
        {(connected || !page.signals.is_empty()).then(|| table::incoming(locale, &listed, rule.as_ref()))}
        {connect::connect(locale, &listed, connected)}
    }
    .into_any();
    let inventory = inventory::inventory(locale, &listed, folds);
    view! {
        <Page title=title>
            {top}
            <div class="l-stack">
                {first}
                {main}
                {inventory}
                <div class="l-grid">{side}</div>
            </div>
        </Page>
    }
    .into_any()
}

fn nothing(locale: Locale) -> AnyView {
    view! {
        <div class="c-panel c-first">
            <Brandmark class="c-first__mark" />
            <div>
                <h2 class="c-section__title">{signals::empty(locale)}</h2>
                <p class="u-measure">{signals::empty_text(locale)}</p>
            </div>
        </div>
    }
    .into_any()
}

/// What one rule reads.
fn of_rule(locale: Locale, listed: &Listed, rule: &RuleId) -> AnyView {
    let id = listed.page.head.id;
    let check = listed.check(rule).map(|(check, name)| {
        let at = href::question(id, check);
        view! { <a href=at>{format!("{check} {name}")}</a> }
    });
    let drawn = match &listed.chart {
        Some(drawn) => chart::chart(locale, rule, drawn, true),
        None => view! { <p class="u-muted">{signals::of_rule_no_line(locale)}</p> }.into_any(),
    };
    view! {
        <section class="c-section" id="rule">
            <div class="c-section__head">
                <h2 class="c-section__title">{signals::of_rule(locale, rule)}</h2>
                <span class="c-section__note">{check}</span>
                <span class="c-section__actions">
                    <a class="u-small u-target" href=href::rule(rule)>{rules::by_numbers(locale)}</a>
                    <a class="u-small u-target" href=href::workload(id, "/signals")>{signals::show_all(locale)}</a>
                </span>
            </div>
            <div class="c-panel">{drawn}</div>
        </section>
    }
    .into_any()
}
