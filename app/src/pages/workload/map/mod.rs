//! The three-layer map of a workload: the picture, the same as a list, what sits on a part, and the forms that draw it.
//!
//! Everything works by links and forms; script adds keys and the pointer (`hand`).

mod empty;
mod forms;
mod found;
mod hand;
mod outline;
mod panel;
mod panel_forms;
mod picture;
mod seen;

use std::sync::Arc;

use domain::map::{Lens, Picture, draw as lay_out};
use domain::views::map::MapPage as Map;
use domain::{Locale, PartId, WorkloadId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::components::{ConfirmForm, Glyph, Hidden, Icon, Page, PostForm};
use crate::error::AppError;
use crate::href;
use crate::i18n::{actions as acts, map, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::pages::workload::head::workload_head;
use crate::query::Query;

/// The map of a workload, with what sits on the part that is asked for.
#[server(prefix = "/api/fn", endpoint = "workloads/map", input = Json)]
pub async fn load_map(id: Option<WorkloadId>, part: Option<PartId>) -> Result<Map, AppError> {
    let request = crate::server::request()?;
    let id = id.ok_or(services::Error::NotFound)?;
    let (services, viewer) = (&request.services, request.viewer()?);
    Ok(services::map::map_page(services, viewer, id, request.locale, part).await?)
}

/// The three-layer map of a workload.
#[component]
pub fn MapPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let query = use_query();
    let part = Memo::new(move |_| query.with(|query| query.get("part").parse().ok()));
    let page = resource(
        move || (id.get(), part.get()),
        |(id, part)| load_map(id, part),
    );
    loaded(page, move |page| draw(Arc::new(page), query))
}

/// The page with what the address asks for.
#[derive(Clone)]
struct Asked {
    locale: Locale,
    page: Arc<Map>,
    picture: Arc<Picture>,
    query: Query,
    lens: Lens,
    /// Whether the reader may draw.
    writable: bool,
}

impl Asked {
    /// The page's own address, with something of the query changed.
    fn link(&self, key: &str, value: impl ToString) -> String {
        let query = self.query.without("ask").with(key, value);
        query.link(&href::workload(self.page.head.id, "/map"))
    }

    /// The address of a form.
    fn action(&self, part: &str) -> String {
        href::workload(self.page.head.id, &format!("/map{part}"))
    }

    /// Where forms come back to: as it is seen now.
    fn back(&self) -> String {
        self.query
            .without("ask")
            .link(&href::workload(self.page.head.id, "/map"))
    }

    /// A part's name.
    fn name(&self, part: PartId) -> String {
        self.page
            .part(part)
            .map(|part| part.name.clone())
            .unwrap_or_default()
    }
}

/// What the address says about the lens; the first where it says nothing.
fn lens_of(query: &Query) -> Lens {
    query.get("see").parse().unwrap_or(Lens::Assured)
}

fn draw(page: Arc<Map>, query: Memo<Query>) -> AnyView {
    let locale = use_locale();
    let picture = Arc::new(lay_out(&page.drawn_parts(), &page.drawn_calls()));
    let head = page.head.clone();
    let title = map::title(locale, &head.name);
    let actions = actions(locale, &page, query);
    let body = move || {
        let query = query.get();
        let asked = Asked {
            locale,
            page: page.clone(),
            picture: picture.clone(),
            lens: lens_of(&query),
            writable: page.head.abilities.assess,
            query,
        };
        content(&asked)
    };
    view! {
        <Page title=title>
            {workload_head(&head, None, actions)}
            {body}
        </Page>
    }
    .into_any()
}

fn actions(locale: Locale, page: &Map, query: Memo<Query>) -> AnyView {
    if page.parts.is_empty() {
        return ().into_any();
    }
    let id = page.head.id;
    // The file shows what the page shows.
    let svg = move || {
        let see = query.with(lens_of).as_str();
        format!(
            "/api/v1/workloads/{id}/map.svg?see={see}&lang={}",
            locale.tag()
        )
    };
    let json = format!("/api/v1/workloads/{}/map", page.head.id);
    view! {
        <a class="c-btn" href=svg rel="external"><Icon of=Glyph::Export />{map::svg(locale)}</a>
        <a class="c-btn" href=json rel="external"><Icon of=Glyph::Export />{map::json(locale)}</a>
    }
    .into_any()
}

fn content(asked: &Asked) -> AnyView {
    let hand = hand::listen(asked);
    if asked.page.parts.is_empty() {
        return empty::empty(asked);
    }
    let panel = panel::panel(asked);
    let class = if panel.is_some() {
        "l-split"
    } else {
        "l-stack"
    };
    view! {
        <div class="l-stack">
            {found::found(asked)}
            <div class=class>
                <section class="c-section" id="map">
                    {bar(asked)}
                    {picture::picture(asked, hand)}
                    {seen::key(asked)}
                </section>
                {panel.map(|panel| view! { <div class="l-split__side" id="part">{panel}</div> })}
            </div>
            {asked.writable.then(|| forms::forms(asked))}
            {outline::outline(asked)}
            {outline::unplaced(asked)}
            {found::left(asked)}
        </div>
    }
    .into_any()
}

/// Takes back what the reader drew last, and says what that was.
fn undo(asked: &Asked) -> AnyView {
    let Some(step) = asked.page.undo.as_ref().filter(|_| asked.writable) else {
        return ().into_any();
    };
    let locale = asked.locale;
    let action = acts::action(locale, &step.action);
    let what = if step.about.is_empty() {
        action.to_owned()
    } else {
        map::undo_last(locale, action, &step.about)
    };
    let (number, back) = (step.number.to_string(), asked.back());
    view! {
        <PostForm action=asked.action("/undo") id="undo" class="l-row l-row--tight">
            <Hidden name="step" value=number />
            <Hidden name="back" value=back />
            <span class="u-muted u-small" id="undo-what">{what}</span>
            <button class="c-btn c-btn--small" aria-describedby="undo-what" aria-keyshortcuts="Control+Z Meta+Z">
                {map::undo(locale)}
            </button>
        </PostForm>
    }
    .into_any()
}

/// What the picture shows, how much there is, and what can be done with all of it.
fn bar(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    let counts = map::counts(locale, asked.page.parts.len(), asked.page.calls.len());
    let pinned = asked
        .page
        .parts
        .iter()
        .filter(|part| part.pin.is_some())
        .count();
    let again = (asked.writable && pinned > 0).then(|| {
        let (question, back) = (map::lay_out_question(locale, pinned), asked.back());
        view! {
            <ConfirmForm action=asked.action("/layout") label=map::lay_out(locale) question=question>
                <Hidden name="back" value=back />
            </ConfirmForm>
        }
    });
    view! {
        <div class="l-row l-row--between">
            {seen::switch(asked)}
            <div class="l-row">
                <span class="u-muted u-small">{counts}</span>
                {undo(asked)}
                {again}
            </div>
        </div>
    }
    .into_any()
}
