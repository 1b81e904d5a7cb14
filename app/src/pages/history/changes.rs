//! Who changed an answer and why; what became of risks and of the plan.

use domain::views::results::{DifferencePage, DifferenceRow, RiskChange};
use domain::{CriterionId, Exact, Set};
use leptos::prelude::*;

use crate::components::{LocalTime, Severity, number};
use crate::href;
use crate::i18n::{common, history, names, overview, use_locale};

/// Who changed the answer, when, and what they said about it; nothing where nobody said anything.
pub(super) fn why(row: &DifferenceRow) -> Option<AnyView> {
    let l = use_locale();
    let by = row.by.as_ref().map(|(name, at)| {
        view! { <span class="u-block">{history::changed_by(l, name)}" "<LocalTime at=at.clone() /></span> }
    });
    let line = |text: String| view! { <span class="u-block u-small u-muted">{text}</span> };
    let why = &row.why;
    let reason = why
        .reason
        .as_ref()
        .map(|(kind, text)| line(format!("{}: {text}", names::reason(l, *kind))));
    let decision = why.decision.as_ref().map(|(rule, remark)| {
        let said = history::why_decision(l, rule);
        line(if remark.is_empty() {
            said
        } else {
            format!("{said}: {remark}")
        })
    });
    let note =
        (!why.note.is_empty()).then(|| line(format!("{}: {}", history::why_note(l), why.note)));
    let platform =
        (!why.platform.is_empty()).then(|| line(history::why_platform(l, &why.platform)));
    let own = (!why.own_reason.is_empty()).then(|| line(history::why_own(l, &why.own_reason)));
    let said = [&platform, &own, &reason, &decision, &note];
    let any = by.is_some() || said.iter().any(|line| line.is_some());
    any.then(|| view! { {by}{platform}{own}{reason}{decision}{note} }.into_any())
}

/// Risks whose numbers changed.
pub(super) fn risks(data: &DifferencePage) -> AnyView {
    let l = use_locale();
    let alike = data.unlike.is_none();
    let body = if data.risks.is_empty() {
        view! { <p class="u-muted">{history::no_risks(l)}</p> }.into_any()
    } else {
        let rows: Vec<_> = data.risks.iter().map(|r| risk(data, r)).collect();
        view! {
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=history::risks(l) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col" class="c-table__grow">{history::risk(l)}</th>
                        <th scope="col" class="c-table__num">{history::before(l)}</th>
                        <th scope="col" class="c-table__num">{history::after(l)}</th>
                        {alike.then(|| view! { <th scope="col" class="c-table__num">{history::change_of_both(l)}</th> })}
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="c-section" id="risks">
            <div class="c-section__head">
                <h2 class="c-section__title">{history::risks(l)}</h2>
                <span class="c-section__note">{history::risks_note(l, data.risks.len())}</span>
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn risk(data: &DifferencePage, change: &RiskChange) -> AnyView {
    let l = use_locale();
    let side = |score: Option<&domain::RiskScore>| {
        let Some(score) = score else {
            return view! { <span class="u-muted">{history::not_there(l)}</span> }.into_any();
        };
        let of = |set: Set| number::decimal(Some(&score.residual.get(set).score));
        let accepted = score
            .accepted
            .then(|| view! { " "<span class="c-badge">{overview::accepted(l)}</span> });
        view! {
            <span class="u-strong">{of(Set::Assured)}</span>" / "{of(Set::Claimed)}
            <span class="c-table__sub"><Severity band=score.residual.assured.band />{accepted}</span>
        }
        .into_any()
    };
    let fall = |set: Set, name: &'static str| {
        let of = |score: Option<&domain::RiskScore>| {
            score.map_or(Exact::zero(), |r| r.residual.get(set).score.clone())
        };
        let by = of(change.after.as_ref()) - of(change.before.as_ref());
        let class = match (by.is_zero(), by.is_negative()) {
            (true, _) => "c-delta",
            // A risk that falls is a change for the better.
            (false, true) => "c-delta c-delta--up",
            (false, false) => "c-delta c-delta--down",
        };
        view! { <span class=class title=name>{number::signed(&by)}</span>" " }
    };
    // Residuals that different framework versions gave stand side by side only.
    let change_of = data.unlike.is_none().then(|| {
        view! {
            <td class="c-table__num" data-label=history::change(l)>{fall(Set::Assured, common::assured(l))}{fall(Set::Claimed, common::claimed(l))}</td>
        }
    });
    view! {
        <tr>
            <th scope="row"><a class="c-table__main" href=href::risk(data.head.id, &change.id)>{format!("{} {}", change.id, change.name)}</a></th>
            <td class="c-table__num" data-label=history::before(l)>{side(change.before.as_ref())}</td>
            <td class="c-table__num" data-label=history::after(l)>{side(change.after.as_ref())}</td>
            {change_of}
        </tr>
    }
    .into_any()
}

/// How many actions the plan had and has, which are none any more, and which are new.
pub(super) fn plan(data: &DifferencePage) -> AnyView {
    let l = use_locale();
    let plan = &data.plan;
    // What is no action any more stands in the questionnaire only.
    let list = |title: String, ids: &[CriterionId], planned: bool| {
        let item = |id: &CriterionId| {
            let check = id.as_str().split('.').next().unwrap_or_default();
            let href = if planned {
                format!(
                    "{0}?action={id}#{id}",
                    href::workload(data.head.id, "/plan")
                )
            } else {
                format!(
                    "{}#{id}",
                    href::workload(data.head.id, &format!("/checks/{check}"))
                )
            };
            view! { <li><a class="u-mono u-small" href=href>{id.to_string()}</a></li> }
        };
        (!ids.is_empty()).then(|| {
            view! {
                <details class="c-fold">
                    <summary class="c-fold__head">{title}</summary>
                    <ul class="l-row">{ids.iter().map(item).collect_view()}</ul>
                </details>
            }
        })
    };
    view! {
        <section class="c-section" id="plan">
            <div class="c-section__head"><h2 class="c-section__title">{history::plan(l)}</h2></div>
            <p>{history::plan_before(l, plan.before.0, plan.before.1)}</p>
            <p>{history::plan_after(l, plan.after.0, plan.after.1)}</p>
            {list(history::plan_gone(l, plan.gone.len()), &plan.gone, false)}
            {list(history::plan_new(l, plan.new.len()), &plan.new, true)}
        </section>
    }
    .into_any()
}
