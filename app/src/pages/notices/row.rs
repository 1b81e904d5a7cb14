//! One notice.

use domain::Locale;
use domain::notice::Event;
use domain::views::notices::{Named, NoticeRow};
use leptos::prelude::*;

use crate::components::{DOT, Glyph, Hidden, Icon, LocalTime, PostForm};
use crate::href;
use crate::i18n::notices;

/// Criteria that are named; the place concerned lists them all.
const NAMED: usize = 5;

/// What happened, to what, when, and a button to mark it as read.
pub(super) fn draw(locale: Locale, row: NoticeRow, back: &str) -> AnyView {
    let sentence = notices::sentence(locale, &row.event);
    let class = if row.unread {
        "c-notices__row c-notices__row--unread"
    } else {
        "c-notices__row"
    };
    let mark = row.unread.then(|| mark(locale, &row, &sentence, back));
    let comment = notices::comment(&row.event).to_owned();
    let comment = (!comment.is_empty())
        .then(|| view! { <blockquote class="c-notices__comment">{comment}</blockquote> });
    let place = href::notice(row.workload, &row.event);
    let home = home(&row);
    view! {
        <li class=class>
            <Icon of=glyph(&row.event) />
            <div class="c-notices__body">
                <a class="c-table__main" href=place>{sentence}</a>
                <p class="u-small u-muted">
                    {home}{DOT}" "<LocalTime at=row.at.as_str() />
                </p>
                {comment}
                {about(locale, &row)}
            </div>
            {mark}
        </li>
    }
    .into_any()
}

/// What it is about: a workload with its team, else a team or the organisation.
fn home(row: &NoticeRow) -> AnyView {
    let name = row.workload_name.clone();
    match row.workload {
        Some(id) => {
            let (home, team) = (href::workload(id, ""), row.team_name.clone());
            view! { <a href=home>{name}</a>{DOT}" "{team} }.into_any()
        }
        None => name.into_any(),
    }
}

const fn glyph(event: &Event) -> Glyph {
    match event {
        Event::ReviewAsked { .. }
        | Event::SentBack { .. }
        | Event::AcceptanceAsked { .. }
        | Event::AcceptanceRejected { .. } => Glyph::Comment,
        Event::Approved { .. } | Event::AcceptanceApproved { .. } | Event::ReportReady { .. } => {
            Glyph::Ok
        }
        Event::Conflict { .. } => Glyph::Conflict,
        Event::ProofEnding { .. }
        | Event::AcceptanceEnding { .. }
        | Event::AcceptanceEnded { .. }
        | Event::ActionOverdue { .. } => Glyph::Expired,
        Event::ActionAssigned { .. } => Glyph::User,
        Event::ActionChanged { .. } => Glyph::Info,
        Event::BudgetPassed { .. } | Event::ReportFailed { .. } => Glyph::Warn,
    }
}

fn mark(locale: Locale, row: &NoticeRow, sentence: &str, back: &str) -> AnyView {
    let label = notices::mark_read_of(locale, format!("{} {sentence}", row.workload_name));
    let back = back.to_owned();
    view! {
        <PostForm action=format!("/notices/{}/read", row.id) class="c-notices__mark">
            <Hidden name="back" value=back />
            <button class="c-btn c-btn--small" aria-label=label>{notices::mark_read(locale)}</button>
        </PostForm>
    }
    .into_any()
}

fn about(locale: Locale, row: &NoticeRow) -> Option<AnyView> {
    if row.about.is_empty() {
        return None;
    }
    let left = row.about.len().saturating_sub(NAMED);
    let rest = (left > 0).then(|| {
        let place = href::notice(row.workload, &row.event);
        view! { <li><a href=place>{notices::more(locale, left)}</a></li> }
    });
    let named: Vec<_> = row
        .about
        .iter()
        .take(NAMED)
        .map(|named| entry(locale, row, named))
        .collect();
    Some(view! { <ul class="c-notices__about">{named}{rest}</ul> }.into_any())
}

fn entry(locale: Locale, row: &NoticeRow, named: &Named) -> AnyView {
    let until = day(locale, &row.event, &named.id).map(|day| {
        view! { <span class="u-muted u-nowrap">" · "{day}</span> }
    });
    let id = match row.workload.zip(named.check.as_ref()) {
        Some((workload, check)) => {
            let at = format!("{}#{}", href::question(workload, check), named.id);
            view! { <a class="u-mono" href=at>{named.id.clone()}</a> }.into_any()
        }
        None => view! { <span class="u-mono">{named.id.clone()}</span> }.into_any(),
    };
    view! { <li>{id}" "{named.text.clone()}{until}</li> }.into_any()
}

/// The day that goes with one of the criteria that it names, in words.
pub(crate) fn day(locale: Locale, event: &Event, id: &str) -> Option<String> {
    match event {
        Event::ProofEnding { criteria, .. } => {
            let found = criteria.iter().find(|one| one.criterion.as_str() == id)?;
            Some(notices::until(locale, found.until))
        }
        Event::ActionOverdue { criteria, .. } => {
            let found = criteria.iter().find(|one| one.criterion.as_str() == id)?;
            Some(notices::due_on(locale, found.until))
        }
        Event::ActionAssigned { actions, .. } => {
            let found = actions.iter().find(|one| one.criterion.as_str() == id)?;
            Some(notices::due_on(locale, found.due_on?))
        }
        _ => None,
    }
}
