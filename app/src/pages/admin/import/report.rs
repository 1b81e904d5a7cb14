//! One export: what is in it, what would be made of it, what is in the way.

use domain::views::transfer::{
    ImportPage as Data, ImportReport, ImportRow, ImportedWorkload, Obstacle,
};
use domain::{ImportId, Locale};
use leptos::prelude::*;

use super::super::tabs;
use super::{PATH, list};
use crate::components::number::{NONE, bytes};
use crate::components::{Callout, ConfirmForm, Crumb, LocalTime, Page, PageHead, PostForm, Tone};
use crate::error::AppError;
use crate::href;
use crate::i18n::{transfer, use_locale};
use crate::load::{loaded, resource, use_part};

/// One export that was handed in.
///
/// # Errors
/// [`AppError::Unauthenticated`]; [`AppError::Forbidden`]; [`AppError::NotFound`].
#[server(prefix = "/api/fn", endpoint = "admin/import")]
pub async fn load_import(id: ImportId) -> Result<Data, AppError> {
    let request = crate::server::request()?;
    Ok(services::transfer::page(&request.services, request.viewer()?, id).await?)
}

/// One export that was handed in.
#[component]
pub fn ImportPage() -> impl IntoView {
    let id = use_part::<ImportId>("id");
    let page = resource(
        move || id.get(),
        |id| async move { load_import(id.ok_or(AppError::NotFound)?).await },
    );
    loaded(page, draw)
}

fn draw(page: Data) -> AnyView {
    let locale = use_locale();
    let Data { row, report } = page;
    let crumbs = vec![Crumb::new(PATH, transfer::title(locale))];
    let badge = list::state(locale, &row);
    view! {
        <Page title=row.file_name.clone()>
            <PageHead title=row.file_name.clone() crumbs=crumbs meta=badge tabs=tabs() />
            <div class="l-stack">
                {standing(locale, &row, &report)}
                {remarks(locale, &report)}
                {facts(locale, &row, &report)}
                {teams(locale, &report)}
                {people(locale, &report)}
                {workloads(locale, &report)}
            </div>
        </Page>
    }
    .into_any()
}

/// What can be done now.
fn standing(locale: Locale, row: &ImportRow, report: &ImportReport) -> AnyView {
    if row.done_at.is_some() {
        return view! {
            <Callout tone=Tone::Ok title=transfer::done(locale)><p>{transfer::done_text(locale)}</p></Callout>
        }
        .into_any();
    }
    let discard = view! {
        <ConfirmForm
            action=format!("{PATH}/{}/discard", row.id)
            label=transfer::discard(locale)
            question=transfer::discard_question(locale)
            danger=true
        />
    };
    if report.obstacles.is_empty() {
        let question = transfer::import_question(locale, report.totals.workloads);
        return view! {
            <Callout title=transfer::clear(locale)><p>{transfer::clear_text(locale)}</p></Callout>
            <section class="c-section l-stack l-stack--tight">
                <p class="u-measure">{question}</p>
                <div class="l-row l-row--between">
                    <PostForm action=format!("{PATH}/{}/run", row.id) class="l-row">
                        <button class="c-btn c-btn--primary">{transfer::import(locale)}</button>
                    </PostForm>
                    {discard}
                </div>
            </section>
        }
        .into_any();
    }
    let rows = report.obstacles.iter().map(|one| obstacle(locale, one));
    let rows: Vec<_> = rows.collect();
    view! {
        <Callout tone=Tone::Danger title=transfer::obstacles(locale)>
            <p>{transfer::obstacles_text(locale)}</p>
            <ul>{rows}</ul>
        </Callout>
        // What it opens grows towards the start.
        <div class="l-row l-row--end">{discard}</div>
    }
    .into_any()
}

fn obstacle(locale: Locale, one: &Obstacle) -> AnyView {
    let (place, text) = transfer::obstacle(locale, one);
    let at = match one {
        Obstacle::Again { at } => Some(view! { " "<LocalTime at=at.as_str() /> }),
        _ => None,
    };
    let place = (!place.is_empty()).then(|| view! { <strong>{place}</strong>" " });
    view! { <li class="u-anywhere">{place}{text}{at}</li> }.into_any()
}

fn remarks(locale: Locale, report: &ImportReport) -> AnyView {
    if report.remarks.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = report
        .remarks
        .iter()
        .map(|one| view! { <li>{transfer::remark(locale, *one)}</li> })
        .collect();
    view! { <Callout title=transfer::remarks(locale)><ul>{rows}</ul></Callout> }.into_any()
}

fn facts(locale: Locale, row: &ImportRow, report: &ImportReport) -> AnyView {
    let t = report.totals;
    let exported = report.exported_at.clone();
    view! {
        <dl class="c-facts">
            <dt>{transfer::origin(locale)}</dt><dd>{report.origin.clone()}</dd>
            <dt>{transfer::exported_at(locale)}</dt><dd><LocalTime at=exported /></dd>
            <dt>{transfer::framework(locale)}</dt><dd>{report.framework.clone()}</dd>
            <dt>{transfer::workloads(locale)}</dt><dd>{t.workloads}</dd>
            <dt>{transfer::answers(locale)}</dt><dd>{t.answers}</dd>
            <dt>{transfer::documents(locale)}</dt><dd>{transfer::documents_of(locale, t.documents, t.files)}</dd>
            <dt>{transfer::verdicts(locale)}</dt><dd>{t.verdicts}</dd>
            <dt>{transfer::findings(locale)}</dt><dd>{t.findings}</dd>
            <dt>{transfer::milestones(locale)}</dt><dd>{t.milestones}</dd>
            <dt>{transfer::history(locale)}</dt><dd>{transfer::history_of(locale, t.history)}</dd>
            <dt>{transfer::measured(locale)}</dt><dd>{t.measured}</dd>
            <dt>{transfer::size(locale)}</dt><dd>{bytes(row.size)}</dd>
            <dt>{transfer::sha256(locale)}</dt><dd class="u-mono u-anywhere">{row.sha256.clone()}</dd>
        </dl>
    }
    .into_any()
}

fn section(title: &'static str, content: AnyView) -> AnyView {
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{title}</h2></div>
            {content}
        </section>
    }
    .into_any()
}

fn teams(locale: Locale, report: &ImportReport) -> AnyView {
    if report.teams.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = report
        .teams
        .iter()
        .map(|team| {
            let state = if team.new {
                transfer::team_new(locale)
            } else {
                transfer::team_here(locale)
            };
            view! { <li>{team.name.clone()}" "<span class="c-badge">{state}</span></li> }
        })
        .collect();
    section(
        transfer::teams(locale),
        view! { <ul class="l-stack l-stack--tight">{rows}</ul> }.into_any(),
    )
}

fn people(locale: Locale, report: &ImportReport) -> AnyView {
    if report.matched.is_empty() && report.named_total == 0 {
        return ().into_any();
    }
    let matched: Vec<_> = report
        .matched
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row">{one.name.clone()}</th>
                    <td data-label=transfer::account(locale)>{one.account.clone()}" "<span class="c-table__sub">{one.email.clone()}</span></td>
                </tr>
            }
        })
        .collect();
    let table = (!matched.is_empty()).then(|| {
        view! {
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=transfer::people_matched(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr><th scope="col">{transfer::person(locale)}</th><th scope="col">{transfer::people_matched(locale)}</th></tr></thead>
                    <tbody>{matched}</tbody>
                </table>
            </div>
        }
    });
    let shown = u32::try_from(report.named.len()).unwrap_or(u32::MAX);
    let rest = report.named_total.saturating_sub(shown);
    let listed = report
        .named
        .join(if locale == Locale::Zh { "、" } else { ", " });
    let rest = (rest > 0).then(|| view! { " "{transfer::people_more(locale, rest)} });
    let named = (report.named_total > 0).then(|| {
        view! {
            <p><strong>{transfer::people_named(locale, report.named_total)}</strong></p>
            <p class="u-measure">{listed}{rest}</p>
        }
    });
    section(
        transfer::people(locale),
        view! { <div class="l-stack l-stack--tight">{table}{named}</div> }.into_any(),
    )
}

fn workloads(locale: Locale, report: &ImportReport) -> AnyView {
    if report.workloads.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = report
        .workloads
        .iter()
        .map(|one| workload(locale, one))
        .collect();
    let shown = u32::try_from(report.workloads.len()).unwrap_or(u32::MAX);
    let rest = report.totals.workloads.saturating_sub(shown);
    let rest = (rest > 0).then(|| view! { <p>{transfer::workloads_more(locale, rest)}</p> });
    let table = view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=transfer::workloads(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead><tr>
                    <th scope="col" class="c-table__grow">{transfer::workload(locale)}</th>
                    <th scope="col">{transfer::team(locale)}</th>
                    <th scope="col" class="c-table__num">{transfer::numbers(locale)}</th>
                    <th scope="col" class="c-table__num">{transfer::answers(locale)}</th>
                    <th scope="col" class="c-table__num">{transfer::milestones(locale)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {rest}
    };
    section(transfer::workloads(locale), table.into_any())
}

fn workload(locale: Locale, one: &ImportedWorkload) -> AnyView {
    let numbers = one
        .index
        .as_ref()
        .map_or_else(|| NONE.to_owned(), |three| three.join(" / "));
    view! {
        <tr>
            <th scope="row" class="c-table__grow">
                <a class="c-table__main" href=href::workload(one.id, "")>{one.name.clone()}</a>
                <span class="c-table__sub u-mono u-anywhere">{one.input_hash.clone()}</span>
            </th>
            <td data-label=transfer::team(locale)>{one.team.clone()}</td>
            <td class="c-table__num" data-label=transfer::numbers(locale)>{numbers}</td>
            <td class="c-table__num" data-label=transfer::answers(locale)>{one.answers}</td>
            <td class="c-table__num" data-label=transfer::milestones(locale)>{one.milestones}</td>
        </tr>
    }
    .into_any()
}
