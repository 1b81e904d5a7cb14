//! Milestones, newest first, and the choice of two to compare.

use domain::{WorkloadId, views::results::MilestoneView};
use leptos::prelude::*;

use crate::{
    components::{EmptyState, LevelBadge, LocalTime, ProofBar},
    href,
    i18n::{history, trend, use_locale},
};

#[component]
pub(super) fn Milestones(id: WorkloadId, rows: Vec<MilestoneView>) -> impl IntoView {
    let l = use_locale();
    if rows.is_empty() {
        return view! {
            <EmptyState title=history::milestones(l) text=history::milestones_empty(l)>
                <a class="c-btn c-btn--primary" href=href::workload(id, "/review")>{crate::i18n::workloads::tab_review(l)}</a>
            </EmptyState>
        }
        .into_any();
    }
    let compare = compare(id, &rows);
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{history::milestones(l)}</h2></div>
            {compare}
            <ol class="c-timeline">{rows.into_iter().map(|m| item(id, m)).collect_view()}</ol>
        </section>
    }
    .into_any()
}

fn item(id: WorkloadId, m: MilestoneView) -> AnyView {
    let l = use_locale();
    let href = format!(
        "{}?from={}&to=draft",
        href::workload(id, "/difference"),
        m.number
    );
    let comment =
        (!m.comment.is_empty()).then(|| view! { <span class="u-block">{m.comment.clone()}</span> });
    view! {
        <li class="c-timeline__item">
            <span class="c-timeline__date"><LocalTime at=m.at /></span>
            <span class="c-timeline__name"><a href=href>{history::milestone(l, m.number)}</a>" "<LevelBadge level=m.level.assured short=true /></span>
            <ProofBar score=m.index label=history::milestone(l, m.number) />
            <span class="c-timeline__note">{history::approved_by(l, m.by)}" · "{trend::version(l, m.framework_version)}{comment}
                <span class="u-block u-mono u-xs u-muted">{m.input_hash}</span></span>
        </li>
    }
    .into_any()
}

/// Any two milestones, or one and the current draft.
fn compare(id: WorkloadId, rows: &[MilestoneView]) -> AnyView {
    let l = use_locale();
    let option = |m: &MilestoneView, chosen: bool| {
        view! { <option value=m.number.to_string() selected=chosen>{history::milestone(l, m.number)}</option> }
    };
    let newest = rows.first().map(|m| m.number);
    let from = rows
        .iter()
        .map(|m| option(m, Some(m.number) == newest))
        .collect_view();
    let to = rows.iter().map(|m| option(m, false)).collect_view();
    view! {
        <form class="c-filter" method="get" action=href::workload(id, "/difference")>
            <div class="c-filter__field"><label class="c-filter__label" for="from">{history::from(l)}</label>
                <select class="c-select" id="from" name="from">{from}</select></div>
            <div class="c-filter__field"><label class="c-filter__label" for="to">{history::to(l)}</label>
                <select class="c-select" id="to" name="to"><option value="draft" selected=true>{history::today(l)}</option>{to}</select></div>
            <button class="c-btn">{history::compare(l)}</button>
        </form>
    }
    .into_any()
}
