//! Beside the checks: the greatest risks, the plan in numbers, where the numbers come from.

use domain::views::results::{PlanSummary, ResultsPage};
use domain::{Locale, RiskScore, SCORE_SPEC, Set};
use leptos::prelude::*;

use crate::components::number::decimal;
use crate::components::{PillarMark, Severity, set_link};
use crate::href;
use crate::i18n::{results, risks};

/// The risks with the greatest assured residual.
pub(super) fn risks(locale: Locale, page: &ResultsPage) -> AnyView {
    let all = href::workload(page.head.id, "/risks");
    let body = if page.top_risks.is_empty() {
        view! { <p class="u-muted">{results::no_risks(locale)}</p> }.into_any()
    } else {
        view! {
            <div class="c-tablewrap">
                <table class="c-table">
                    <thead><tr>
                        <th scope="col">{risks::risk(locale)}</th>
                        <th scope="col" class="c-table__num">{results::residual_note(locale)}</th>
                    </tr></thead>
                    <tbody>{page.top_risks.iter().map(|risk| risk_row(locale, page, risk)).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title">{results::top_risks(locale)}</h2>
                <div class="c-section__actions"><a href=all>{results::all_risks(locale)}</a></div>
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn risk_row(locale: Locale, page: &ResultsPage, risk: &RiskScore) -> AnyView {
    let name = page.names.risks.get(&risk.id).map_or("", String::as_str);
    let explain = href::explain(&href::workload(page.head.id, ""), "risk", risk.id.as_str());
    let number = |set: Set, class: Option<&'static str>| {
        let text = decimal(Some(&risk.residual.get(set).score));
        view! { <a class=class href=set_link(&explain, set)>{text}</a> }
    };
    let state = if risk.accepted {
        view! { <span class="c-badge">{results::accepted(locale)}</span> }.into_any()
    } else {
        view! { <Severity band=risk.residual.assured.band /> }.into_any()
    };
    let treat = href::workload(page.head.id, &format!("/risks?risk={0}#{0}", risk.id));
    view! {
        <tr>
            <th scope="row">
                <span class="c-pillar">
                    <span><PillarMark id=risk.pillar.clone() name="" /></span>
                    <a class="c-table__main" href=treat>{format!("{} {name}", risk.id)}</a>
                </span>
            </th>
            <td class="c-table__num">
                {state}
                <span class="u-block">
                    {number(Set::Assured, Some("c-proof__num c-proof__num--assured"))}" / "{number(Set::Claimed, Some("c-proof__num"))}
                </span>
            </td>
        </tr>
    }
    .into_any()
}

/// What is left to do, in numbers.
pub(super) fn plan(locale: Locale, page: &ResultsPage) -> AnyView {
    let at = href::workload(page.head.id, "/plan");
    let PlanSummary {
        open,
        in_progress,
        overdue,
        effort_days,
        index_after,
    } = &page.plan;
    let body = if *open == 0 {
        view! { <p class="u-muted">{results::plan_none(locale)}</p> }.into_any()
    } else {
        let late = (*overdue > 0).then_some("c-badge c-badge--danger");
        view! {
            <dl class="c-facts">
                <dt>{results::plan_open(locale)}</dt><dd>{*open}</dd>
                <dt>{results::plan_progress(locale)}</dt><dd>{*in_progress}</dd>
                <dt>{results::plan_overdue(locale)}</dt><dd><span class=late>{*overdue}</span></dd>
                <dt>{results::plan_effort(locale)}</dt><dd>{results::plan_days(locale, effort_days)}</dd>
                <dt>{results::plan_after(locale)}</dt><dd>{decimal(index_after.as_ref())}</dd>
            </dl>
        }
        .into_any()
    };
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title">{results::plan(locale)}</h2>
                <div class="c-section__actions"><a href=at>{results::to_plan(locale)}</a></div>
            </div>
            {body}
        </section>
    }
    .into_any()
}

/// What the numbers follow from: the same hash always gives the same numbers.
pub(super) fn source(locale: Locale, page: &ResultsPage) -> AnyView {
    let assessment = &page.head.assessment;
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{results::source(locale)}</h2></div>
            <dl class="c-facts">
                <dt>{results::framework(locale)}</dt><dd>{format!("{} {}", page.framework, assessment.framework_version)}</dd>
                <dt>"score_spec"</dt><dd>{SCORE_SPEC}</dd>
                <dt>{results::assessment(locale)}</dt><dd>{results::assessment_number(locale, assessment.number)}</dd>
                <dt>{results::input_hash(locale)}</dt><dd><code class="c-secret__value">{page.input_hash.clone()}</code></dd>
            </dl>
        </section>
    }
    .into_any()
}
