//! One platform: what it says, and what becomes of it here.

use domain::Locale;
use domain::proof::Standing;
use domain::views::platforms::{OfferedRow, SubscriptionView, Taken};
use domain::views::workloads::WorkloadHead;
use leptos::prelude::*;

use super::platform_name;
use crate::components::{ConfirmForm, Glyph, Icon, LocalTime, StateBadge};
use crate::href;
use crate::i18n::{names, platforms};

/// A platform, and the criteria that it offers.
pub(super) fn subscription(l: Locale, head: &WorkloadHead, row: &SubscriptionView) -> AnyView {
    let team = row
        .platform
        .readable
        .as_ref()
        .map(|(_, team)| view! { <span class="u-muted">{team.clone()}</span> });
    let count = platforms::inherited_count(l, row.inherited(), row.rows.len());
    let rows = if row.archived {
        view! { <p class="u-muted">{platforms::archived_platform(l)}</p> }.into_any()
    } else if row.rows.is_empty() {
        view! { <p class="u-muted">{platforms::offers_nothing(l)}</p> }.into_any()
    } else {
        table(l, head, row)
    };
    view! {
        <div class="l-stack l-stack--tight">
            <div class="l-row l-row--between">
                <div class="l-row"><h3>{platform_name(&row.platform)}</h3>{team}</div>
                {unsubscribe(l, head, row)}
            </div>
            <p class="u-small u-muted">
                {count}" · "{platforms::since(l)}" "<LocalTime at=row.since.clone() />
            </p>
            {rows}
        </div>
    }
    .into_any()
}

fn unsubscribe(l: Locale, head: &WorkloadHead, row: &SubscriptionView) -> AnyView {
    let Some(id) = row.id else {
        return ().into_any();
    };
    let action = href::workload(head.id, &format!("/platforms/{id}/unsubscribe"));
    let question = platforms::unsubscribe_question(l, &row.platform.name, row.inherited());
    view! { <ConfirmForm action=action label=platforms::unsubscribe(l) question=question danger=true /> }
        .into_any()
}

fn table(l: Locale, head: &WorkloadHead, row: &SubscriptionView) -> AnyView {
    let label = row.platform.name.clone();
    let rows = row.rows.iter().map(|row| offered(l, head, row));
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=label tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{platforms::criterion(l)}</th>
                    <th scope="col">{platforms::platform_answer(l)}</th>
                    <th scope="col">{platforms::proof(l)}</th>
                    <th scope="col">{platforms::here(l)}</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn offered(l: Locale, head: &WorkloadHead, row: &OfferedRow) -> AnyView {
    let at = format!("{}#{}", href::question(head.id, &row.check), row.criterion);
    // What the profile leaves out stands in no questionnaire.
    let name = if row.taken == Taken::OutOfScope {
        view! { <span class="c-table__main">{row.criterion.to_string()}</span> }.into_any()
    } else {
        view! { <a class="c-table__main" href=at>{row.criterion.to_string()}</a> }.into_any()
    };
    let state = match row.state {
        Some(state) => view! { <StateBadge state=Some(state) /> }.into_any(),
        None => "–".into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}<span class="c-table__sub">{row.statement.clone()}</span></th>
            <td data-label=platforms::platform_answer(l)>{state}</td>
            <td class="c-signal__long u-nowrap" data-label=platforms::proof(l)>{proof(l, row)}</td>
            <td class="c-signal__long" data-label=platforms::here(l)>{here(l, row)}</td>
        </tr>
    }
    .into_any()
}

fn proof(l: Locale, row: &OfferedRow) -> AnyView {
    let conflict = row.conflict.then(|| {
        view! { <span class="c-badge c-badge--danger"><Icon of=Glyph::Conflict small=true />{platforms::conflict(l)}</span> }
    });
    let text = match (row.standing, row.state) {
        (Some(standing), _) => standing_words(l, standing),
        (None, Some(domain::AnswerState::Met)) => platforms::no_proof(l).to_owned(),
        (None, _) => "–".to_owned(),
    };
    view! { {text}" "{conflict} }.into_any()
}

/// Kind and last day of proof.
pub(crate) fn standing_words(l: Locale, standing: Standing) -> String {
    platforms::proof_until(l, names::proof(l, standing.by), standing.until)
}

fn here(l: Locale, row: &OfferedRow) -> AnyView {
    let (class, words) = match row.taken {
        Taken::Inherited => ("c-badge c-badge--info", platforms::taken_inherited(l)),
        Taken::Own => ("c-badge c-badge--strong", platforms::taken_own(l)),
        Taken::Weaker => ("c-badge", platforms::taken_weaker(l)),
        Taken::Silent => ("c-badge", platforms::taken_silent(l)),
        Taken::OutOfScope => ("c-badge", platforms::taken_out_of_scope(l)),
    };
    let own = row
        .own
        .map(|state| view! { " "<StateBadge state=Some(state) /> });
    let why = (!row.own_reason.is_empty())
        .then(|| view! { <span class="c-table__sub">{row.own_reason.clone()}</span> });
    view! { <span class=class>{words}</span>{own}{why} }.into_any()
}
