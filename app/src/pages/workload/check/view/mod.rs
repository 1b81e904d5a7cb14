//! How a check looks.

mod answers;
mod attest;
mod conflict;
mod criterion;
mod documents;
mod forms;
mod group;
mod keys;
mod note;
mod notices;
mod platform;
mod proof;
mod question;
mod rail;
mod reason;
mod rules;
mod savebar;
mod savestate;
mod side;
mod typed;

use std::sync::Arc;

use domain::views::assessing::CheckPage;
use domain::{AssessmentState, Locale};
use leptos::prelude::*;
use time::Date;

use super::desk::{Desk, Live, Work};
use super::sheet::{Writer, day};
use crate::components::{Crumb, Crumbs, Page, WorkloadTabs};
use crate::frame::{use_flash, use_frame};
use crate::href;
use crate::i18n::{assess, common, use_locale};
use crate::pages::workload::signals::charts::provide_charts;

/// What every part of the page works with.
#[derive(Clone)]
struct Ctx {
    page: Arc<CheckPage>,
    desk: Desk,
    work: Work,
    numbers: Memo<Option<Live>>,
    /// Whether script runs; false until the server's HTML has been taken over.
    live: Signal<bool>,
    /// Whether the reader may change answers now.
    writable: bool,
    today: Option<Date>,
    locale: Locale,
}

impl Ctx {
    fn new(page: CheckPage) -> Self {
        let frame = use_frame();
        let name = frame
            .me
            .as_ref()
            .map(|me| me.name.clone())
            .unwrap_or_default();
        let today = day(&frame.today);
        let desk = Desk::of(page.head.id, Writer { id: page.me, name }, today);
        let writable =
            page.head.abilities.assess && page.head.assessment.state == AssessmentState::Draft;
        let typed = use_flash()
            .get_untracked()
            .and_then(|flash| typed::typed(&flash, &page));
        let work = desk.open(&page, typed);
        let (numbers, live) = (desk.live_numbers(), desk.live());
        Self {
            page: Arc::new(page),
            desk,
            work,
            numbers,
            live,
            writable,
            today,
            locale: use_locale(),
        }
    }

    /// The address of this check, which is also where its form posts to.
    fn here(&self) -> String {
        href::question(self.page.head.id, &self.page.check.id)
    }
}

/// A check's page.
pub(super) fn draw(page: CheckPage) -> AnyView {
    let ctx = Ctx::new(page);
    if ctx.writable {
        ctx.desk.start(ctx.work.clone());
    }
    keys::listen(&ctx);
    let rules = ctx.page.criteria.iter().flat_map(|view| &view.rules);
    provide_charts(
        ctx.page.head.id,
        rules.filter_map(|rule| rule.verdict.as_ref()),
    );
    let title = assess::title(ctx.locale, &ctx.page.check.id, &ctx.page.check.name);
    let bar = savebar::savebar(&ctx);
    view! {
        <Page title=title>
            {head(&ctx)}
            <div class="l-stack">
                {notices::notices(&ctx)}
                <div class="l-quiz">
                    {rail::rail(&ctx)}
                    {afresh(&ctx, question::question)}
                    {afresh(&ctx, side::side)}
                </div>
            </div>
            {afresh(&ctx, forms::forms)}
        </Page>
        {bar}
    }
    .into_any()
}

/// Draws anew for another check: what was unfolded there is folded here.
fn afresh(ctx: &Ctx, draw: fn(&Ctx) -> AnyView) -> AnyView {
    let (ctx, key) = (ctx.clone(), ctx.page.check.id.clone());
    view! { <For each=move || [key.clone()] key=Clone::clone children=move |_| draw(&ctx) /> }
        .into_any()
}

/// Where the page is; its title is the question.
fn head(ctx: &Ctx) -> AnyView {
    let head = &ctx.page.head;
    let crumbs = vec![
        Crumb::new("/workloads", common::workloads(ctx.locale)),
        Crumb::new(href::workload(head.id, ""), head.name.clone()),
    ];
    view! {
        <header class="c-pagehead c-pagehead--tabs">
            <Crumbs crumbs=crumbs />
            <WorkloadTabs head=head.clone() />
        </header>
    }
    .into_any()
}

/// Things in a row, as the language separates them.
fn listed(locale: Locale, things: &[String]) -> String {
    things.join(match locale {
        Locale::Zh => "、",
        Locale::En => ", ",
    })
}
