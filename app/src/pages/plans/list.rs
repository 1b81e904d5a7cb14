//! Actions as a table, with boxes to tick for what is done to many at once.

use domain::Locale;
use domain::views::plans::{PlansPage, PlansRow};
use leptos::prelude::*;

use super::{assign, marks};
use crate::components::number::signed;
use crate::components::{Pagination, PillarMark, SortHeader};
use crate::href;
use crate::i18n::plans;
use crate::query::Query;

/// The table, its pages, and the form below it.
pub(super) fn list(locale: Locale, page: PlansPage, query: Query, at: &str) -> AnyView {
    let many = page.team.is_none();
    let ticks = page.may_treat;
    let back = query.link(at);
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|row| entry(locale, row, &page.today, (many, ticks)))
        .collect();
    let assign = assign::assign(locale, &page, &back);
    view! {
        <div class="l-stack">
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=plans::table(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead>{heads(locale, &query, (many, ticks))}</thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pagination page=page.page pages=page.pages total=i64::from(page.total) query=query />
        {assign}
        </div>
    }
    .into_any()
}

fn heads(locale: Locale, query: &Query, (many, ticks): (bool, bool)) -> AnyView {
    let tick = ticks.then(|| {
        view! { <th scope="col" class="c-table__tight"><span class="u-vh">{plans::tick_head(locale)}</span></th> }
    });
    let team = many.then(
        || view! { <SortHeader column="team" label=plans::team(locale) query=query.clone() /> },
    );
    view! {
        <tr>
            {tick}
            <th scope="col" class="c-table__grow">{plans::action(locale)}</th>
            <SortHeader column="workload" label=plans::workload(locale) query=query.clone() />
            {team}
            <SortHeader column="effort" label=plans::effort(locale) query=query.clone() numeric=true />
            <SortHeader column="gain" label=plans::gain(locale) query=query.clone() numeric=true />
            <SortHeader column="owner" label=plans::owner(locale) query=query.clone() />
            <SortHeader column="due" label=plans::due(locale) query=query.clone() />
            <SortHeader column="planned" label=plans::planned(locale) query=query.clone() default=true />
            <SortHeader column="state" label=plans::state(locale) query=query.clone() />
        </tr>
    }
    .into_any()
}

fn entry(locale: Locale, row: &PlansRow, today: &str, (many, ticks): (bool, bool)) -> AnyView {
    let tick = ticks.then(
        || view! { <td data-label=plans::tick_head(locale)>{assign::tick(locale, row)}</td> },
    );
    let team = many.then(|| {
        view! { <td class="c-table__line" data-label=plans::team(locale)><a href=href::team(row.team, "/plan")>{row.team_name.clone()}</a></td> }
    });
    let owner = if row.owner_name.is_empty() {
        "–".to_owned()
    } else {
        row.owner_name.clone()
    };
    view! {
        <tr>
            {tick}
            <th scope="row">{name(locale, row)}</th>
            <td class="c-table__line" data-label=plans::workload(locale)>
                <a href=href::workload(row.workload, "/plan")>{row.workload_name.clone()}</a>
            </td>
            {team}
            <td class="c-table__num" data-label=plans::effort(locale)>{effort(locale, row)}</td>
            <td class="c-table__num" data-label=plans::gain(locale)>{signed(&row.index_gain)}</td>
            <td data-label=plans::owner(locale)>{owner}</td>
            <td data-label=plans::due(locale)>{marks::due(locale, row, today)}</td>
            <td data-label=plans::planned(locale)>{marks::planned(locale, row, today)}</td>
            <td data-label=plans::state(locale)>{marks::state_badge(locale, row.state)}</td>
        </tr>
    }
    .into_any()
}

/// The criterion, what is to become true, and what happened to it.
fn name(locale: Locale, row: &PlansRow) -> AnyView {
    let at = format!(
        "{}#{}",
        href::workload(row.workload, &format!("/plan?action={}", row.criterion)),
        row.criterion
    );
    let said = marks::settled_line(locale, row)
        .map(|said| view! { <span class="c-table__sub u-strong">{said}</span> });
    let reaches = row
        .reaches
        .then(|| view! { <span class="c-table__sub">{plans::reaches(locale)}</span> });
    view! {
        <span class="c-pillar">
            <span><PillarMark id=row.pillar.clone() name="" /></span>
            <a class="c-table__main" href=at>{row.criterion.to_string()}</a>
        </span>
        <span class="c-table__sub">{row.statement.clone()}</span>
        {said}
        {reaches}
    }
    .into_any()
}

fn effort(locale: Locale, row: &PlansRow) -> AnyView {
    let own = row
        .own_effort
        .then(|| view! { " "<span class="u-muted u-small">{plans::own_effort(locale)}</span> });
    view! { {row.effort_days}{own} }.into_any()
}
