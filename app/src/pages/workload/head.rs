//! What stands at the top of each page of a workload.

use domain::views::workloads::WorkloadHead;
use domain::{Counts, Locale};
use leptos::prelude::*;

use crate::components::{AssessmentBadge, Crumb, PageHead, Ring, WorkloadTabs};
use crate::href;
use crate::i18n::{common, names, use_locale, workloads};

/// Name, tier, state, team, tabs; `counts` adds how much is answered, `actions` are links and buttons.
pub(crate) fn workload_head(
    head: &WorkloadHead,
    counts: Option<Counts>,
    actions: AnyView,
) -> AnyView {
    let locale = use_locale();
    let tabs = view! { <WorkloadTabs head=head.clone() /> }.into_any();
    view! {
        <PageHead
            title=head.name.clone()
            crumbs=vec![Crumb::new("/workloads", common::workloads(locale))]
            meta=meta(locale, head, counts)
            actions=actions
            tabs=tabs
        />
    }
    .into_any()
}

fn meta(locale: Locale, head: &WorkloadHead, counts: Option<Counts>) -> AnyView {
    let state = if head.archived {
        view! {
            <span class="c-badge c-badge--warn">{workloads::archived(locale)}</span>
            <span>{workloads::archived_note(locale)}</span>
        }
        .into_any()
    } else {
        view! { <AssessmentBadge state=head.assessment.state /> }.into_any()
    };
    let answered = counts.filter(|counts| counts.in_scope > 0);
    view! {
        <span class="c-badge c-badge--strong">{names::tier(locale, head.tier)}</span>
        {state}
        <a href=href::team(head.team, "")>{head.team_name.clone()}</a>
        {answered.map(|counts| view! { <Ring done=counts.answered() total=counts.in_scope /> })}
    }
    .into_any()
}
