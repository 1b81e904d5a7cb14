//! Reports that are made again and again, and what the reader was sent.

use std::sync::Arc;

use domain::Locale;
use domain::views::outward::{RunRow, ScheduleRow, SchedulesPage as Data};
use leptos::prelude::*;

use super::choices::{subject_link, words};
use super::{kept, schedule_form, tabs};
use crate::components::{
    Callout, ConfirmForm, EmptyState, Folds, Hidden, LocalTime, Page, PageHead, PostForm,
};
use crate::error::AppError;
use crate::i18n::{common, outward, use_locale};
use crate::load::{loaded, resource, use_query};
use crate::query::Query;

const PATH: &str = "/reports/schedules";
const COLUMNS: &str = "5";

/// Schedules that the reader made, receives or manages.
///
/// # Errors
/// [`AppError::Unauthenticated`].
#[server(prefix = "/api/fn", endpoint = "reports/schedules")]
pub async fn load_schedules(about: String) -> Result<Data, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    Ok(services::outward::schedules_page(&request.services, viewer, &about).await?)
}

/// Reports that are made again and again.
#[component]
pub fn SchedulesPage() -> impl IntoView {
    let query = use_query();
    let page = resource(
        move || query.with(|query| query.get("about").to_owned()),
        |about| async move { load_schedules(about).await },
    );
    loaded(page, move |page| draw(Arc::new(page), query))
}

fn draw(page: Arc<Data>, query: Memo<Query>) -> AnyView {
    let locale = use_locale();
    let folds = Folds::new(query, "schedule", &format!("{PATH}/"));
    let note = view! { <span class="u-muted u-measure">{outward::schedules_note(locale)}</span> };
    let no_mail =
        (!page.sends).then(|| view! { <Callout><p>{outward::no_mail(locale)}</p></Callout> });
    let list = if page.rows.is_empty() {
        view! { <EmptyState title=outward::no_schedules(locale) text=outward::no_schedules_text(locale) /> }.into_any()
    } else {
        table(locale, &page, folds)
    };
    view! {
        <Page title=outward::schedules(locale)>
            <PageHead title=outward::schedules(locale) meta=note.into_any() tabs=tabs() />
            <div class="l-stack">
                {no_mail}
                {kept::section(locale, page.kept.clone())}
                <section class="c-section" id="schedules">
                    <div class="c-section__head"><h2 class="c-section__title">{outward::planned(locale)}</h2></div>
                    {list}
                </section>
                <section class="c-section" id="new">
                    <div class="c-section__head"><h2 class="c-section__title">{outward::new_schedule(locale)}</h2></div>
                    {schedule_form::add(locale, &page)}
                </section>
            </div>
        </Page>
    }
    .into_any()
}

fn table(locale: Locale, page: &Arc<Data>, folds: Folds) -> AnyView {
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|row| entry(locale, row.clone(), folds))
        .collect();
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=outward::planned(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{outward::about(locale)}</th>
                    <th scope="col">{outward::when(locale)}</th>
                    <th scope="col">{outward::recipients(locale)}</th>
                    <th scope="col">{outward::last_runs(locale)}</th>
                    <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn entry(locale: Locale, row: ScheduleRow, folds: Folds) -> AnyView {
    let id = row.id.to_string();
    let fold = folds.row(id.clone(), PATH.to_owned());
    let details = row.mine.then(|| {
        let row = row.clone();
        fold.details(COLUMNS, move || schedule_form::edit(locale, &row))
    });
    let change = row
        .mine
        .then(|| fold.link("c-btn c-btn--small", outward::edit(locale)));
    let names: Vec<_> = row.recipients.iter().map(|p| p.name.clone()).collect();
    let names = names.join(if locale == Locale::Zh { "、" } else { ", " });
    let form = words(locale, (row.kind, row.format, row.locale));
    let next = match row.next_at.clone() {
        Some(at) => view! { <span class="c-table__sub">{outward::next(locale)}" "<LocalTime at=at /></span> }.into_any(),
        None => view! { <span class="c-badge c-badge--warn">{outward::paused(locale)}</span> }.into_any(),
    };
    let runs: Vec<_> = row.runs.iter().map(|one| run(locale, one)).collect();
    let none = runs
        .is_empty()
        .then(|| view! { <span class="u-muted">{outward::not_yet(locale)}</span> });
    view! {
        <tr id=id>
            <th scope="row" class="c-table__grow">
                {subject_link(locale, row.about, &row.name)}
                <span class="c-table__sub">{form}</span>
                <span class="c-table__sub">{outward::made_by(locale, &row.by)}</span>
            </th>
            <td class="c-signal__long" data-label=outward::when(locale)><span>{outward::rhythm(locale, row.rhythm)}" "{next}</span></td>
            <td class="c-signal__long" data-label=outward::recipients(locale)>{names}</td>
            <td class="c-signal__long" data-label=outward::last_runs(locale)><span>{runs}{none}</span></td>
            <td class="c-table__line"><div class="l-row l-row--tight">{change}{acts(locale, &row)}</div></td>
        </tr>
        {details}
    }
    .into_any()
}

/// What became of a time that it was due.
fn run(locale: Locale, one: &RunRow) -> AnyView {
    let asked =
        (!one.asked_by.is_empty()).then(|| view! { " "{outward::run_due(locale, &one.asked_by)} });
    let mut said = vec![match (one.done, one.failed) {
        (true, true) => outward::run_given_up(locale).to_owned(),
        (false, true) => outward::run_failed(locale).to_owned(),
        (false, false) => outward::run_waiting(locale).to_owned(),
        (true, false) => outward::run_done(locale, one.kept),
    }];
    if one.sent > 0 {
        said.push(outward::run_sent(locale, one.sent));
    }
    if one.unsent > 0 {
        said.push(outward::run_unsent(locale, one.unsent));
    }
    if one.withheld > 0 {
        said.push(outward::run_withheld(locale, one.withheld));
    }
    let said = said.join(if locale == Locale::Zh { "，" } else { ", " });
    let at = one.due_at.clone();
    view! { <span class="c-table__sub"><LocalTime at=at />{asked}" · "{said}</span> }.into_any()
}

fn acts(locale: Locale, row: &ScheduleRow) -> AnyView {
    if !row.mine {
        return ().into_any();
    }
    let at = |act: &str| format!("{PATH}/{}/{act}", row.id);
    let (pause, label) = if row.next_at.is_some() {
        (at("pause"), outward::pause(locale))
    } else {
        (at("resume"), outward::resume(locale))
    };
    let version = row.version.to_string();
    view! {
        <PostForm action=at("run") class="l-row"><button class="c-btn c-btn--small">{outward::run_now(locale)}</button></PostForm>
        <PostForm action=pause class="l-row">
            <Hidden name="version" value=version />
            <button class="c-btn c-btn--small">{label}</button>
        </PostForm>
        <ConfirmForm
            action=at("remove")
            label=outward::remove(locale)
            question=outward::remove_question(locale)
            danger=true
        />
    }
    .into_any()
}
