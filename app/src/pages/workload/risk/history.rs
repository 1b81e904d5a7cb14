//! What happened to a risk: its numbers at each milestone, and what people did.

use domain::Locale;
use domain::views::register::{RiskEvent, RiskMoment, RiskPage};
use leptos::prelude::*;

use crate::components::number::decimal;
use crate::components::{Imported, LocalTime, Severity};
use crate::href;
use crate::i18n::{actions, common, history, register, risks};

/// The numbers today and at each milestone; nothing where there is only today.
pub(super) fn course(locale: Locale, page: &RiskPage) -> AnyView {
    if page.course.iter().all(|moment| moment.milestone.is_none()) {
        return ().into_any();
    }
    let rows: Vec<_> = page
        .course
        .iter()
        .map(|m| moment(locale, page, m))
        .collect();
    view! {
        <section class="c-section" id="course">
            <div class="c-section__head"><h2 class="c-section__title">{register::course(locale)}</h2></div>
            <div class="c-tablewrap c-tablewrap--cards">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{register::moment(locale)}</th>
                        <th scope="col" class="c-table__num">{risks::inherent(locale)}</th>
                        <th scope="col" class="c-table__num">{common::claimed(locale)}</th>
                        <th scope="col" class="c-table__num">{common::assured(locale)}</th>
                        <th scope="col">{risks::assured_band(locale)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn moment(locale: Locale, page: &RiskPage, of: &RiskMoment) -> AnyView {
    let name = match of.milestone {
        Some(number) => {
            let at = href::workload(page.head.id, &format!("/difference?from={number}&to=draft"));
            view! { <a href=at>{history::milestone(locale, number)}</a>" "<LocalTime at=of.at.clone() /> }.into_any()
        }
        None => register::today(locale).into_any(),
    };
    let accepted = of
        .accepted
        .then(|| view! { " "<span class="c-badge">{register::accepted(locale)}</span> });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="c-table__num" data-label=risks::inherent(locale)>{of.inherent.decimal(0)}</td>
            <td class="c-table__num" data-label=common::claimed(locale)>{decimal(Some(&of.residual.claimed))}</td>
            <td class="c-table__num u-strong" data-label=common::assured(locale)>{decimal(Some(&of.residual.assured))}</td>
            <td data-label=risks::assured_band(locale)><Severity band=of.band />{accepted}</td>
        </tr>
    }
    .into_any()
}

/// What people did, the newest first.
pub(super) fn events(locale: Locale, page: &RiskPage) -> AnyView {
    let body = if page.history.is_empty() {
        view! { <p class="u-muted">{register::history_none(locale)}</p> }.into_any()
    } else {
        let items: Vec<_> = page.history.iter().map(|e| event(locale, e)).collect();
        view! { <ol class="c-timeline">{items}</ol> }.into_any()
    };
    view! {
        <section class="c-section" id="history">
            <div class="c-section__head"><h2 class="c-section__title">{register::history(locale)}</h2></div>
            {body}
        </section>
    }
    .into_any()
}

fn event(locale: Locale, of: &RiskEvent) -> AnyView {
    let actor = if of.actor.is_empty() {
        history::log_system(locale).to_owned()
    } else {
        of.actor.clone()
    };
    let line = |(field, value): &(String, String)| {
        let value = if field == "treatment" {
            register::treated(locale, value).to_owned()
        } else {
            value.clone()
        };
        view! { <dt>{register::field(locale, field)}</dt><dd>{value}</dd> }
    };
    let details = (!of.details.is_empty())
        .then(|| view! { <dl class="c-facts">{of.details.iter().map(line).collect_view()}</dl> });
    view! {
        <li class="c-timeline__item">
            <span class="c-timeline__date"><LocalTime at=of.at.clone() /></span>
            <span class="c-timeline__name">{actions::action(locale, &of.action)}" · "{actor}<Imported origin=of.origin.clone() /></span>
            <div class="c-timeline__note">{details}</div>
        </li>
    }
    .into_any()
}
