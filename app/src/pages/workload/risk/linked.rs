//! What bears on a risk: open findings on its checks, and actions that lower it.

use domain::evidence::Kind;
use domain::views::register::{RiskAction, RiskFinding, RiskPage};
use domain::{Exact, Locale};
use leptos::prelude::*;

use crate::components::number::signed;
use crate::href;
use crate::i18n::{evidence_words, plan, register};
use crate::pages::workload::evidence::reading::severity;
use crate::query::Query;

/// Open findings: how many of each severity, the worst of them, and the way to all.
pub(super) fn findings(locale: Locale, page: &RiskPage) -> AnyView {
    let at = href::workload(page.head.id, "/findings");
    let counts: Vec<_> = page
        .findings
        .iter()
        .map(|(how, n)| severity(locale, *how, Some(u64::from(*n))))
        .collect();
    let body = if page.worst.is_empty() {
        view! { <p class="u-muted">{register::no_findings(locale)}</p> }.into_any()
    } else {
        let rows: Vec<_> = page.worst.iter().map(|f| finding(locale, &at, f)).collect();
        let mut checks: Vec<_> = page.worst.iter().flat_map(|f| f.checks.clone()).collect();
        checks.sort();
        checks.dedup();
        let all = |check: domain::CheckId| {
            let query = Query::default().with("check", &check).with("state", "open");
            view! { <li><a href=query.link(&at)>{register::all_findings(locale, &check)}</a></li> }
        };
        view! {
            <p class="l-row">{counts}</p>
            <ul class="l-stack l-stack--tight">{rows}</ul>
            <ul class="l-row u-small">{checks.into_iter().map(all).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        <section class="c-section" id="findings">
            <div class="c-section__head"><h2 class="c-section__title">{register::linked_findings(locale)}</h2></div>
            <div class="l-stack l-stack--tight">{body}</div>
        </section>
    }
    .into_any()
}

/// One of the worst, with the way to its row in the list that stands at `list`.
fn finding(locale: Locale, list: &str, of: &RiskFinding) -> AnyView {
    let kind = of.kind.parse::<Kind>();
    let kind = kind.map_or_else(
        |_| of.kind.clone(),
        |kind| evidence_words::kind(locale, &kind),
    );
    let checks: Vec<_> = of.checks.iter().map(ToString::to_string).collect();
    let sub = format!(
        "{kind} · {} · {}",
        checks.join(", "),
        register::last_seen(locale, &of.last_day)
    );
    // Among the open ones of its check it is on the first page: both have the same order.
    let query = Query::default()
        .with("finding", of.id)
        .with("state", "open");
    let query = match of.checks.first() {
        Some(check) => query.with("check", check),
        None => query,
    };
    let to = format!("{}#{}", query.link(list), of.id);
    view! {
        <li>
            {severity(locale, of.severity, None)}" "<a class="c-finding__title" href=to>{of.title.clone()}</a>
            <span class="c-table__sub">{sub}</span>
        </li>
    }
    .into_any()
}

/// Actions of the plan that lower it, the greatest fall first.
pub(super) fn actions(locale: Locale, page: &RiskPage) -> AnyView {
    let body = if page.actions.is_empty() {
        view! { <p class="u-muted">{register::no_actions(locale)}</p> }.into_any()
    } else {
        let rows: Vec<_> = page
            .actions
            .iter()
            .map(|a| action(locale, page, a))
            .collect();
        view! {
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=register::linked_actions(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col" class="c-table__grow">{register::action(locale)}</th>
                        <th scope="col" class="c-table__num" aria-sort="descending">{register::fall(locale)}</th>
                        <th scope="col">{register::owner(locale)}</th>
                        <th scope="col">{register::due(locale)}</th>
                        <th scope="col">{register::state(locale)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let note = (!page.actions.is_empty()).then(|| {
        let text = register::actions_note(locale, page.actions.len());
        view! { <span class="c-section__note">{text}</span> }
    });
    view! {
        <section class="c-section" id="actions">
            <div class="c-section__head">
                <h2 class="c-section__title">{register::linked_actions(locale)}</h2>
                {note}
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn action(locale: Locale, page: &RiskPage, of: &RiskAction) -> AnyView {
    let id = of.criterion.to_string();
    let query = Query::default().with("action", &id);
    let at = format!(
        "{}#{id}",
        query.link(&href::workload(page.head.id, "/plan"))
    );
    let state = match of.state.as_str() {
        "in_progress" => plan::state_in_progress(locale),
        "done" => plan::state_done(locale),
        "dropped" => plan::state_dropped(locale),
        _ => plan::state_open(locale),
    };
    let dash = |text: &str| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            text.to_owned()
        }
    };
    let fall = signed(&(Exact::zero() - of.gain.clone()));
    view! {
        <tr>
            <th scope="row">
                <a class="c-table__main" href=at>{id}</a>
                <span class="c-table__sub">{of.statement.clone()}</span>
            </th>
            <td class="c-table__num" data-label=register::fall(locale)>{fall}</td>
            <td data-label=register::owner(locale)>{dash(&of.owner_name)}</td>
            <td class="u-nowrap" data-label=register::due(locale)>{dash(&of.due_on)}</td>
            <td class="u-nowrap" data-label=register::state(locale)>{state}</td>
        </tr>
    }
    .into_any()
}
