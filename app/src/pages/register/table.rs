//! The rows: one for each risk of each workload.

use domain::evidence::Severity as How;
use domain::treatment::Acceptance;
use domain::views::register::{RegisterPage, RegisterRow};
use domain::{Exact, Locale, Set};
use leptos::prelude::*;

use super::bulk;
use crate::components::number::decimal;
use crate::components::{PillarMark, Severity, SortHeader, set_link};
use crate::href;
use crate::i18n::{common, evidence_words, register, risks};
use crate::query::Query;

/// The table.
pub(super) fn table(locale: Locale, page: &RegisterPage, query: &Query) -> AnyView {
    let several = !page.assignable.is_empty();
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|r| row(locale, r, several && r.treat, page.team.is_none()))
        .collect();
    let head = |column: &'static str, label: &'static str, numeric: bool| {
        view! { <SortHeader column=column label=label query=query.clone() numeric=numeric /> }
    };
    // Sorted by the assured residual, the greatest first, where nothing is said.
    let assured = if query.get("sort").is_empty() {
        query.with("sort", "-assured")
    } else {
        query.clone()
    };
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=register::table(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    {head("risk", register::risk(locale), false)}
                    {head("workload", register::workload(locale), false)}
                    {head("inherent", register::inherent(locale), true)}
                    {head("claimed", common::claimed(locale), true)}
                    <SortHeader column="assured" label=common::assured(locale) query=assured numeric=true />
                    {head("findings", register::findings_short(locale), true)}
                    {head("until", register::treatment(locale), false)}
                    {head("owner", register::owner(locale), false)}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, row: &RegisterRow, pick: bool, of_many: bool) -> AnyView {
    let at = href::risk(row.workload, &row.risk);
    let owner = row.owner.as_ref();
    let owner = owner.map_or_else(|| "–".to_owned(), |(_, name)| name.clone());
    let own = row
        .risk
        .is_own()
        .then(|| view! { " "<span class="c-badge">{register::own_badge(locale)}</span> });
    // A badge and its day take the line of a card: half of one puts them below the label.
    let decided = row.acceptance.is_some().then_some("c-table__line");
    let box_ = pick.then(|| bulk::pick(locale, row));
    view! {
        <tr>
            <th scope="row">
                <span class="c-pillar">
                    {box_}
                    <span><PillarMark id=row.pillar.clone() name="" /></span>
                    <a class="c-table__main" href=at>{format!("{} {}", row.risk, row.name)}</a>
                    {own}
                </span>
            </th>
            <td class="c-table__thing" data-label=register::workload(locale)>
                <a href=href::workload(row.workload, "/risks")>{row.workload_name.clone()}</a>
                {of_many.then(|| view! { <span class="c-table__sub">{row.team_name.clone()}</span> })}
            </td>
            {numbers(locale, row)}
            <td class="c-table__num" data-label=register::findings_short(locale)>{findings(locale, row)}</td>
            <td class=decided data-label=register::treatment(locale)>{decision(locale, row)}</td>
            <td data-label=register::owner(locale)>{owner}</td>
        </tr>
    }
    .into_any()
}

/// Inherent, claimed, assured: each a link to how it came to be.
fn numbers(locale: Locale, row: &RegisterRow) -> AnyView {
    let id = row.risk.as_str();
    let explain = href::explain(&href::workload(row.workload, ""), "risk", id);
    let link = |set: Set, heard: String, text: String| {
        let heard = format!("{text} {heard}");
        view! { <a href=set_link(&explain, set) aria-label=heard>{text}</a> }
    };
    let inherent = Exact::whole(row.inherent()).decimal(0);
    let (claimed, assured) = (decimal(Some(&row.claimed.0)), decimal(Some(&row.assured.0)));
    let product = format!("{} × {}", row.likelihood, row.impact);
    view! {
        <td class="c-table__num" data-label=register::inherent(locale)>
            {link(Set::Claimed, risks::explain_inherent(locale, id), inherent)}
            <span class="c-table__sub">{product}</span>
        </td>
        <td class="c-table__num" data-label=common::claimed(locale)>
            {link(Set::Claimed, risks::explain_claimed(locale, id), claimed)}
        </td>
        <td class="c-table__num u-strong" data-label=common::assured(locale)>
            {link(Set::Assured, risks::explain_assured(locale, id), assured)}
            <span class="c-table__sub"><Severity band=row.assured.1 /></span>
        </td>
    }
    .into_any()
}

/// How many open findings of each severity that there are, the worst first, as a link to the risk's page.
fn findings(locale: Locale, row: &RegisterRow) -> AnyView {
    let counts: Vec<_> = How::ALL
        .iter()
        .zip(row.findings.iter().rev())
        .filter(|(_, n)| **n > 0)
        .map(|(how, n)| register::count_of(locale, evidence_words::severity(locale, how), n))
        .collect();
    let total: u32 = row.findings.iter().sum();
    if total == 0 {
        return "–".into_any();
    }
    let worst = counts.join(", ");
    let heard = register::findings_heard(locale, &row.risk, &worst);
    let href = format!("{}#findings", href::risk(row.workload, &row.risk));
    let reopened = row
        .reopened
        .then(|| view! { <span class="c-table__sub">{register::reopened(locale)}</span> });
    view! {
        <a href=href aria-label=heard>{total}</a>
        <span class="c-table__sub">{worst}</span>
        {reopened}
    }
    .into_any()
}

fn decision(locale: Locale, row: &RegisterRow) -> AnyView {
    let word = register::treated(locale, &row.treatment);
    let Some(standing) = row.acceptance else {
        let class = row.treatment.is_empty().then_some("u-muted");
        return view! { <span class=class>{word}</span> }.into_any();
    };
    view! {
        {badge(locale, standing)}
        <span class="c-table__sub">{risks::until(locale, &row.expires_on)}</span>
    }
    .into_any()
}

/// Where an acceptance stands: what needs somebody stands out.
fn badge(locale: Locale, standing: Acceptance) -> AnyView {
    let class = match standing {
        Acceptance::Waiting => "c-badge c-badge--info",
        Acceptance::InForce => "c-badge c-badge--ok",
        Acceptance::Ending | Acceptance::Ended => "c-badge c-badge--warn",
        Acceptance::Rejected => "c-badge c-badge--danger",
    };
    let word = register::standing(locale, standing);
    let word = format!("{} · {word}", risks::accept(locale));
    view! { <span class=class>{word}</span> }.into_any()
}
