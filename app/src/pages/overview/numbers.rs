//! The numbers at the top: each opens its explanation or its rows.

use domain::{Layer, Set, views::overview::OverviewPage as Data};
use leptos::prelude::*;

use super::base;
use crate::{
    components::{ProofBar, Ring, Stat, number, set_link},
    href,
    i18n::{names, overview, use_locale},
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
    let plan = overview::plan_note(l, data.plan.effort_days, data.plan.overdue);
    let ring = view! { <Ring done=data.counts.answered() total=data.counts.in_scope /> }.into_any();
    view! {
        <div class="c-stats">
            <Stat wide=true label=overview::index(l) value=number::decimal(index.get(Set::Assured).as_ref()) href=set_link(&explain, Set::Assured) note=bar />
            <Stat label=overview::layer_index(l) value=number::decimal(layer_index.assured.as_ref())
                href=set_link(&href::explain(&base, "layer_index", ""), Set::Assured) note=layers.into_any() />
            <Stat label=overview::critical(l) value=data.critical_risks.to_string() href="#risks" note=overview::critical_note(l).into_any() />
            <Stat label=overview::plan(l) value=data.plan.open.to_string() href="#workloads" note=plan.into_any() />
            <Stat label=overview::coverage(l) value=percent(data.counts.answered(), data.counts.in_scope) unit="%" note=ring />
        </div>
    }
}

fn percent(done: u32, of: u32) -> String {
    domain::Exact::ratio(i64::from(done) * 100, of).decimal(0)
}
