//! Charts beside verdicts: they come after the page, so that no page waits for them. Without script each is a picture that
//! the browser fetches when it comes into sight.

use std::collections::BTreeMap;

use domain::views::evidence::VerdictRow;
use domain::views::signals::SignalChart;
use domain::{Locale, RuleId, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos::task::spawn_local;

use super::chart::chart;
use crate::error::AppError;
use crate::i18n::{signals, use_locale};

/// Charts that have come, by rule.
#[derive(Clone, Copy)]
struct Charts(RwSignal<BTreeMap<RuleId, SignalChart>>);

/// What rules looked at; those that read files are left out.
#[server(prefix = "/api/fn", endpoint = "workloads/charts", input = Json)]
pub async fn load_charts(
    workload: WorkloadId,
    rules: Vec<RuleId>,
) -> Result<BTreeMap<RuleId, SignalChart>, AppError> {
    // A workload has fewer rules over telemetry.
    const MOST: usize = 40;
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let rules: Vec<RuleId> = rules.into_iter().take(MOST).collect();
    Ok(services::signals::charts_of(&request.services, viewer, workload, &rules).await?)
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
    /// Of which workload.
    workload: WorkloadId,
    /// Which rule.
    rule: RuleId,
) -> impl IntoView {
    let locale = use_locale();
    let charts = use_context::<Charts>();
    let picture = picture(locale, workload, &rule);
    let drawn = move || {
        let charts = charts?;
        charts.0.with(|charts| {
            let found = charts.get(&rule)?;
            Some(view! { <div class="c-verdict__chart">{chart(locale, &rule, found, false)}</div> })
        })
    };
    // As text: with script browsers take what stands in there for text, which no hydration could walk through.
    view! { {drawn}<noscript inner_html=picture></noscript> }
}

/// The chart for readers without script. Ids have no characters that markup would take for its own.
fn picture(locale: Locale, workload: WorkloadId, rule: &RuleId) -> String {
    let at = format!(
        "/api/v1/workloads/{workload}/signals/{rule}/chart.svg?lang={}",
        locale.tag()
    );
    let alt = signals::chart_alone(locale, rule);
    format!(
        "<div class=\"c-verdict__chart\"><img src=\"{at}\" alt=\"{alt}\" width=\"600\" height=\"168\" \
         loading=\"lazy\"></div>"
    )
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::picture;

    #[test]
    fn without_script_a_chart_is_a_picture() {
        let (workload, rule) = (
            domain::WorkloadId("0190aaaa-0000-7000-8000-000000000001".parse().unwrap()),
            "S02.coverage".parse().unwrap(),
        );
        let markup = picture(Locale::En, workload, &rule);
        assert!(markup.contains("/signals/S02.coverage/chart.svg?lang=en"));
        assert!(markup.contains("alt=\"Chart of rule S02.coverage\""));
    }
}
