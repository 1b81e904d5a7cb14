//! Charts beside verdicts: they come after the page, so that no page waits for them.

use std::collections::BTreeMap;

use domain::views::evidence::VerdictRow;
use domain::views::signals::SignalChart;
use domain::{RuleId, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos::task::spawn_local;

use super::chart::chart;
use crate::error::AppError;
use crate::i18n::use_locale;

/// Charts that have come, by rule.
#[derive(Clone, Copy)]
struct Charts(RwSignal<BTreeMap<RuleId, SignalChart>>);

/// What rules looked at, hour by hour; those that read no series of numbers are left out.
#[server(prefix = "/api/fn", endpoint = "workloads/charts", input = Json)]
pub async fn load_charts(
    workload: WorkloadId,
    rules: Vec<RuleId>,
) -> Result<BTreeMap<RuleId, SignalChart>, AppError> {
    // A workload has fewer rules over telemetry.
    const MOST: usize = 40;
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let mut found = BTreeMap::new();
    for rule in rules.into_iter().take(MOST) {
        let chart = services::signals::charts(&request.services, viewer, workload, &rule).await?;
        found.extend(chart.map(|chart| (rule, chart)));
    }
    Ok(found)
}

/// Lets the page's [`RuleChart`]s show what their rules looked at; asks for nothing where none reads telemetry.
pub(in crate::pages::workload) fn provide_charts<'a>(
    workload: WorkloadId,
    rows: impl Iterator<Item = &'a VerdictRow>,
) {
    let charts = Charts(RwSignal::new(BTreeMap::new()));
    provide_context(charts);
    let rules: Vec<RuleId> = rows
        .filter(|row| row.telemetry)
        .map(|row| row.rule.clone())
        .collect();
    if rules.is_empty() {
        return;
    }
    Effect::new(move || {
        let rules = rules.clone();
        spawn_local(async move {
            // Without them the page says the same in figures; the reader may have gone on, too.
            if let Ok(found) = load_charts(workload, rules).await {
                let _ = charts.0.try_set(found);
            }
        });
    });
}

/// The chart of a rule, once it has come.
#[component]
pub(in crate::pages::workload) fn RuleChart(
    /// Which rule.
    rule: RuleId,
) -> impl IntoView {
    let locale = use_locale();
    let charts = use_context::<Charts>();
    move || {
        let charts = charts?;
        charts.0.with(|charts| {
            let found = charts.get(&rule)?;
            Some(view! { <div class="c-verdict__chart">{chart(locale, &rule, found, false)}</div> })
        })
    }
}
