//! What should have been done by now.

use domain::Locale;
use domain::views::overview::OverviewPage as Data;
use domain::views::trend::{Late, OverdueRow};
use leptos::prelude::*;

use super::base;
use crate::components::{More, rest};
use crate::href;
use crate::i18n::{trend, use_locale};
use crate::query::Query;

#[component]
pub(super) fn Overdue(data: Data) -> impl IntoView {
    let l = use_locale();
    let (of, base) = (&data.overdue, base(&data));
    let reviews = Query::default().with("state", "in_review");
    let reviews = match &data.team {
        Some((id, _)) => reviews.with("team", id),
        None => reviews,
    };
    let count = |n: u32, href: String| {
        if n == 0 {
            "0".into_any()
        } else {
            view! { <a href=href>{n}</a> }.into_any()
        }
    };
    let rows = if of.rows.is_empty() {
        view! { <p class="u-muted">{trend::overdue_none(l)}</p> }.into_any()
    } else {
        let rows = of.rows.iter().enumerate();
        let rows = rows.map(|(index, row)| late(l, index, row)).collect_view();
        view! {
            <ul class="c-alerts c-alerts--plain" aria-label=trend::overdue_oldest(l)>{rows}</ul>
            <More total=of.rows.len() />
        }
        .into_any()
    };
    view! {
        <section class="c-section" id="overdue">
            <div class="c-section__head"><h2 class="c-section__title">{trend::overdue(l)}</h2></div>
            <dl class="c-facts">
                <dt>{trend::overdue_actions(l)}</dt><dd>{count(of.actions, format!("{base}/plan?due=overdue"))}</dd>
                <dt>{trend::overdue_ended(l)}</dt><dd>{count(of.acceptances_ended, format!("{base}/risks?acceptance=ended"))}</dd>
                <dt>{trend::overdue_asked(l)}</dt><dd>{count(of.acceptances_asked, format!("{base}/risks?acceptance=waiting"))}</dd>
                <dt>{trend::overdue_reviews(l)}</dt><dd>{count(of.reviews, reviews.link("/workloads"))}</dd>
            </dl>
            {rows}
        </section>
    }
}

fn late(l: Locale, index: usize, row: &OverdueRow) -> AnyView {
    let at = |part: &str| href::workload(row.workload, part);
    let (text, href) = match &row.what {
        Late::Action(id, statement) => (trend::late_action(l, id, statement), at("/plan")),
        Late::AcceptanceEnded(id, name) => {
            (trend::late_ended(l, id, name), href::risk(row.workload, id))
        }
        Late::AcceptanceAsked(id, name) => {
            (trend::late_asked(l, id, name), href::risk(row.workload, id))
        }
        Late::Review => (trend::late_review(l).to_owned(), at("/review")),
    };
    let day = row.day.map(|day| match row.what {
        Late::AcceptanceAsked(..) => trend::until(l, day),
        _ => trend::since(l, day),
    });
    view! {
        <li class=format!("c-alerts__row {}", rest(index).unwrap_or_default())>
            <a class="c-alerts__what" href=href>{text}</a>
            <span class="c-alerts__day">{day}</span>
            <span class="c-alerts__whose"><a href=href::workload(row.workload, "")>{row.workload_name.clone()}</a>" "
                <span class="u-muted">{row.team_name.clone()}</span></span>
        </li>
    }
    .into_any()
}
