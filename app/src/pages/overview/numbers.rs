//! The numbers at the top: each opens its explanation or its rows.

use domain::{Counts, Layer, Set, maturity, views::overview::OverviewPage as Data};
use leptos::prelude::*;

use super::{base, having, listed};
use crate::{
    components::{ProofBar, Ring, Stat, number, set_link},
    href,
    i18n::{names, overview, trend, use_locale},
    query::Query,
};

#[component]
pub(super) fn Numbers(data: Data) -> impl IntoView {
    let l = use_locale();
    let base = base(&data);
    let explain = href::explain(&base, "index", "");
    let index = data.means.map(|m| m.index.clone());
    let bar =
        view! { <ProofBar score=index.clone() explain=explain.clone() label=overview::index(l) /> }
            .into_any();
    let level = index.get(Set::Assured).as_ref().map(maturity);
    let level_name = level
        .map(|level| names::level(l, level))
        .unwrap_or_default();
    let level_note = view! { <span>{level_name}" · "{trend::level_note(l)}</span> }.into_any();
    let layers = data.means.assured.layers.clone();
    let layer = |layer: Layer| {
        format!(
            "{} {}",
            names::layer(l, layer),
            number::whole(layers.get(&layer))
        )
    };
    let layers = Layer::ALL.map(layer).join(" · ");
    let layer_index = data.means.map(|m| m.layer_index.clone());
    let plan = overview::plan_note(l, count(data.plan.effort_days), count(data.plan.overdue));
    let Counts {
        met,
        proven,
        conflicts,
        ..
    } = data.counts;
    let disputed = (conflicts > 0).then(|| having(&data, "conflicts"));
    let critical = format!("{base}/risks?assured=critical&sort=-assured");
    let proven_note = overview::proven_note(l, count(proven), count(met));
    // Those that have answered least come first.
    let answered = listed(&data, &Query::default().with("sort", "answered"));
    let ring = view! { <Ring done=data.counts.answered() total=data.counts.in_scope /> }.into_any();
    view! {
        <div class="c-stats">
            <Stat wide=true label=overview::index(l) value=number::decimal(index.get(Set::Assured).as_ref()) href=set_link(&explain, Set::Assured) note=bar />
            <Stat label=trend::level(l) value=level.map_or_else(|| number::NONE.to_owned(), |level| level.to_string())
                href=set_link(&href::explain(&base, "level", ""), Set::Assured) note=level_note />
            <Stat label=overview::layer_index(l) value=number::decimal(layer_index.assured.as_ref())
                href=set_link(&href::explain(&base, "layer_index", ""), Set::Assured) note=layers.into_any() />
            <Stat label=overview::critical(l) value=count(data.critical_risks) href=critical note=overview::critical_note(l).into_any() />
            <Stat label=overview::plan(l) value=count(data.plan.open) href=format!("{base}/plan") note=plan.into_any() />
            <Stat label=overview::proven(l) value=percent(proven, met) unit="%"
                href=set_link(&explain, Set::Assured) note=proven_note.into_any() />
            {match disputed {
                Some(href) => view! {
                    <Stat label=overview::conflicts(l) value=count(conflicts) href=href note=overview::conflicts_note(l).into_any() />
                }.into_any(),
                None => view! {
                    <Stat label=overview::conflicts(l) value="0" note=overview::conflicts_none(l).into_any() />
                }.into_any(),
            }}
            <Stat label=overview::coverage(l) value=percent(data.counts.answered(), data.counts.in_scope) unit="%" href=answered note=ring />
        </div>
    }
}

fn count(of: u32) -> String {
    number::grouped(u64::from(of))
}

fn percent(done: u32, of: u32) -> String {
    domain::Exact::ratio(i64::from(done) * 100, of.max(1)).decimal(0)
}
