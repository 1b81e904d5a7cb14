//! The columns and rows of the list.

use domain::views::workloads::WorkloadRow;
use domain::{Band, Locale, PillarId};
use leptos::prelude::*;

use super::pillar_columns::{pillar_cell, pillar_head};
use crate::components::{
    AssessmentBadge, Glyph, Icon, LevelBadge, OtherVersion, ProofBar, Ring, SortHeader,
};
use crate::href;
use crate::i18n::{names, platforms, workloads};
use crate::query::Query;

/// The head of the table: every column that can be sorted by is a link.
pub(super) fn head_row(locale: Locale, pillars: &[(PillarId, String)], query: &Query) -> AnyView {
    let q = || query.clone();
    view! {
        <tr>
            <SortHeader column="name" label=workloads::name(locale) query=q() default=true />
            <SortHeader column="tier" label=workloads::tier(locale) query=q() />
            <SortHeader column="claimed" label=workloads::index(locale) query=q() />
            <th scope="col">{workloads::level(locale)}</th>
            <SortHeader column="answered" label=workloads::answered(locale) query=q() />
            {pillars.iter().map(|(id, name)| pillar_head(locale, id, name, query)).collect_view()}
            <SortHeader column="risks" label=workloads::risks(locale) query=q() numeric=true />
            <SortHeader column="updated" label=workloads::state_updated(locale) query=q() />
        </tr>
    }
    .into_any()
}

/// One workload.
pub(super) fn row(
    locale: Locale,
    workload: WorkloadRow,
    pillars: &[(PillarId, String)],
) -> AnyView {
    let at = href::workload(workload.id, "");
    let cells = pillars
        .iter()
        .map(|(id, name)| pillar_cell(locale, &workload, id, name))
        .collect_view();
    view! {
        <tr>
            <th scope="row" class="c-table__thing">
                <a class="c-table__main" href=at.clone()>{workload.name.clone()}</a>
                <OtherVersion version=workload.version.clone() />
                <span class="c-table__sub">{workload.team_name.clone()}</span>
            </th>
            <td class="u-nowrap" data-label=workloads::tier(locale)>{names::tier(locale, workload.tier)}</td>
            <td class="c-table__bar">{bar(locale, &workload, &at)}</td>
            <td data-label=workloads::level(locale)>{level(&workload, &at)}</td>
            <td data-label=workloads::answered(locale)>{answered(locale, &workload)}</td>
            {cells}
            <td class="c-table__num" data-label=workloads::risks(locale)>{risks(locale, &workload)}</td>
            <td class="c-table__line u-nowrap" data-label=workloads::state(locale)>
                {state(locale, &workload)}
                {conflicts(locale, &workload)}
                <span class="c-table__sub">{workload.updated_on.clone()}</span>
            </td>
        </tr>
    }
    .into_any()
}

fn bar(locale: Locale, workload: &WorkloadRow, at: &str) -> AnyView {
    if !workload.assessed {
        return view! { <span class="u-muted">{workloads::not_assessed(locale)}</span> }.into_any();
    }
    let label = workloads::index_of(locale, &workload.name);
    view! { <ProofBar score=workload.index.clone() explain=href::explain(at, "index", "") label=label /> }.into_any()
}

fn level(workload: &WorkloadRow, at: &str) -> AnyView {
    let badge = || view! { <LevelBadge level=workload.level.claimed short=true /> };
    match workload.level.claimed {
        Some(_) if workload.assessed => {
            // The claimed level: it stands beside the claimed completion.
            let href =
                crate::components::set_link(&href::explain(at, "level", ""), domain::Set::Claimed);
            view! { <a href=href>{badge()}</a> }.into_any()
        }
        _ => view! { <LevelBadge level=None /> }.into_any(),
    }
}

fn answered(locale: Locale, workload: &WorkloadRow) -> AnyView {
    if workload.counts.in_scope == 0 {
        return "–".into_any();
    }
    let counts = workload.counts;
    view! { <Ring done=counts.answered() total=counts.in_scope />{inherited(locale, workload)} }
        .into_any()
}

/// How many of the answers come from platforms.
pub(crate) fn inherited(locale: Locale, workload: &WorkloadRow) -> Option<AnyView> {
    let text = platforms::of_them_inherited(locale, workload.inherited);
    let at = href::workload(workload.id, "/platforms");
    (workload.inherited > 0)
        .then(|| view! { <a class="c-table__sub" href=at>{text}</a> }.into_any())
}

/// Critical and high risks as two marks; plain zero where there are none.
fn risks(locale: Locale, workload: &WorkloadRow) -> AnyView {
    if !workload.assessed {
        return "–".into_any();
    }
    let to = href::workload(workload.id, "/risks");
    let counts = (workload.critical_risks, workload.high_risks);
    risk_marks(locale, &workload.name, to, counts)
}

/// Critical risks, and the high ones that are not critical; `high` counts both.
pub(crate) fn risk_marks(
    locale: Locale,
    name: &str,
    to: String,
    (critical, high): (u32, u32),
) -> AnyView {
    let high = high.saturating_sub(critical);
    if critical + high == 0 {
        return "0".into_any();
    }
    let mark = |band: Band, glyph: Glyph, count: u32| {
        let class = format!("c-sev c-sev--{}", band.as_str());
        (count > 0)
            .then(|| view! { <span class=class><Icon of=glyph small=true />{count}</span>" " })
    };
    let heard = workloads::risk_cell(locale, name, critical, high);
    view! {
        <a class="c-table__main" href=to aria-label=heard>
            {mark(Band::Critical, Glyph::SevCritical, critical)}
            {mark(Band::High, Glyph::SevHigh, high)}
        </a>
    }
    .into_any()
}

/// Verdicts that disagree with answers: such answers don't count as assured.
fn conflicts(locale: Locale, workload: &WorkloadRow) -> Option<AnyView> {
    let count = workload.counts.conflicts;
    let at = href::workload(workload.id, "/evidence#inbox");
    let text = workloads::conflicts(locale, count);
    (count > 0).then(|| {
        view! { " "<a class="c-badge c-badge--danger" href=at><Icon of=Glyph::Conflict small=true />{text}</a> }.into_any()
    })
}

fn state(locale: Locale, workload: &WorkloadRow) -> AnyView {
    if workload.archived {
        return view! { <span class="c-badge">{workloads::archived(locale)}</span> }.into_any();
    }
    view! { <AssessmentBadge state=workload.state /> }.into_any()
}
