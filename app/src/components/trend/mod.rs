//! Numbers over time: the curve of the index, the effort that is left, what changed for the worse.

mod alerts;
mod burn;
mod chart;
mod fresh;
mod moved;
mod plot;
mod table;

pub use alerts::AlertList;
pub use fresh::FreshnessFacts;
pub use moved::Movement;

use domain::views::trend::{Trend, TrendPoint};
use domain::{Set, TeamId, WorkloadId};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use time::Date;

use crate::components::number::grouped;
use crate::components::{Callout, Tone};
use crate::href;
use crate::i18n::{trend as words, use_locale};
use crate::query::Query;

const SPANS: [u32; 4] = [30, 90, 180, 365];

/// Whose numbers are shown: it says where their rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrendOf {
    /// All that the reader may see.
    Organisation,
    /// A team's.
    Team(TeamId),
    /// A workload's.
    Workload(WorkloadId),
}

impl TrendOf {
    /// The actions that effort is left for.
    fn plan(self) -> String {
        match self {
            Self::Organisation => "/plan".to_owned(),
            Self::Team(id) => href::team(id, "/plan"),
            Self::Workload(id) => href::workload(id, "/plan"),
        }
    }

    /// What an index of a day was made of; of today, what it is made of.
    fn index(self, trend: &Trend, point: &TrendPoint, set: Set) -> String {
        let past = point.day < trend.today;
        let day = if past {
            point.day.to_string()
        } else {
            String::new()
        };
        // A workload answers one version at a time; today's pages are of the leading one unless told otherwise.
        let named = self.is_group() && (past || point.version != trend.version);
        let version = if named { point.version.as_str() } else { "" };
        Query::default()
            .with("number", "index")
            .with("set", set.as_str())
            .with("day", day)
            .with("version", version)
            .link(&self.explain())
    }

    /// What a sum of a day was added up from; of today, where its rows stand.
    fn counted(self, trend: &Trend, point: &TrendPoint, number: &str) -> String {
        if point.day < trend.today {
            let named = self.is_group();
            let version = if named { point.version.as_str() } else { "" };
            return Query::default()
                .with("number", number)
                .with("day", point.day)
                .with("version", version)
                .link(&self.explain());
        }
        if number == "effort" {
            self.plan()
        } else {
            "#proof".to_owned()
        }
    }

    /// Where numbers are explained.
    fn explain(self) -> String {
        match self {
            Self::Organisation => "/explain".to_owned(),
            Self::Team(id) => href::team(id, "/explain"),
            Self::Workload(id) => href::workload(id, "/explain"),
        }
    }

    const fn is_group(self) -> bool {
        !matches!(self, Self::Workload(_))
    }

    /// The actions that the curve ahead counts as done after some days. A workload's own curve has the team's capacity to
    /// itself, as the list of its plan: that has the days.
    fn done_by(self, days: i64) -> String {
        if !self.is_group() {
            return self.plan();
        }
        let query = Query::default().with("phase", format!("to.{days}"));
        query.link(&self.plan())
    }

    /// What is behind the milestones of a point: of a workload the difference to now, of many the workloads that have one
    /// since the day after the point before it.
    fn milestones(self, point: &TrendPoint, from: Date) -> String {
        let has = format!("milestone.{from}.{}", point.day);
        let listed = Query::default().with("has", has);
        match (self, point.milestone) {
            (Self::Organisation, _) => listed.link("/workloads"),
            (Self::Team(id), _) => listed.with("team", id).link("/workloads"),
            (Self::Workload(id), Some(number)) => {
                href::workload(id, &format!("/difference?from={number}&to=draft"))
            }
            (Self::Workload(id), None) => href::workload(id, "/history"),
        }
    }
}

/// The index over time with the curve of the plan, and the effort that is left.
#[component]
pub fn TrendSection(
    /// What to draw.
    trend: Trend,
    /// What stands after the `?` now.
    query: Query,
    /// Whose numbers they are.
    of: TrendOf,
) -> impl IntoView {
    let locale = use_locale();
    let path = use_location().pathname.get_untracked();
    let spans = SPANS.map(|days| {
        let current = (days == trend.span).then_some("true");
        let href = format!("{}#trend", query.with("span", days).link(&path));
        view! { <a class="c-switch__item" href=href aria-current=current>{words::days(locale, days)}</a> }
    });
    let young =
        (trend.points.len() < 2).then(|| view! { <p class="u-muted">{words::young(locale)}</p> });
    let unlike = trend
        .points
        .iter()
        .any(|point| point.version != trend.version);
    let unlike = unlike.then(|| {
        let text = words::unlike_text(locale, &trend.version);
        view! { <Callout tone=Tone::Info title=words::unlike(locale)><p>{text}</p></Callout> }
    });
    view! {
        <section class="c-section" id="trend">
            <div class="c-section__head">
                <h2 class="c-section__title">{words::title(locale)}</h2>
                <span class="c-section__note">{words::note(locale)}</span>
                <nav class="c-section__actions c-switch" aria-label=words::span(locale)>{spans}</nav>
            </div>
            {unlike}
            <div class="c-chartwrap" role="region" aria-label=words::title(locale) tabindex="0">{chart::chart(locale, &trend)}</div>
            {key(locale)}
            {young}
            {table::table(locale, &trend, of)}
        </section>
    }
}

/// The effort that is left, over time.
#[component]
pub fn BurnDown(
    /// What to draw.
    trend: Trend,
    /// Whose effort it is.
    of: TrendOf,
) -> impl IntoView {
    let locale = use_locale();
    let ahead = burn::ahead_of(&trend);
    let done = ahead.iter().find(|point| point.value.is_zero());
    let effort = burn::by_day(&trend).last().map_or(0, |(_, effort)| *effort);
    let left = (effort > 0).then(|| {
        view! { <a href=of.plan()>{words::burn_left(locale, grouped(u64::from(effort)))}</a> }
    });
    let said = match done {
        _ if effort == 0 => words::burn_nothing(locale).to_owned(),
        Some(point) => words::burn_done(locale, trend.capacity, point.day),
        None if ahead.is_empty() => words::burn_undated(locale).to_owned(),
        None => words::burn_later(locale, trend.capacity),
    };
    // Before the first sample there is no line, and nothing that a key would explain.
    let drawn = (!burn::by_day(&trend).is_empty()).then(|| burn_chart(locale, &trend));
    view! {
        <section class="c-section" id="burn-down">
            <div class="c-section__head">
                <h2 class="c-section__title">{words::burn(locale)}</h2>
                <span class="c-section__note">{words::burn_note(locale)}</span>
            </div>
            <p>{left}{said}</p>
            {drawn}
        </section>
    }
}

fn burn_chart(locale: domain::Locale, trend: &Trend) -> AnyView {
    view! {
        <div class="c-chartwrap" role="region" aria-label=words::burn(locale) tabindex="0">{burn::burn(locale, trend)}</div>
        <ul class="c-chartkey">
            <li class="c-chartkey__item">{swatch("c-chart__line c-chart__line--assured")}{words::key_effort(locale)}</li>
            <li class="c-chartkey__item">{swatch("c-chart__line c-chart__line--target")}{words::key_capacity(locale)}</li>
            <li class="c-chartkey__item">{swatch("c-chart__line c-chart__line--projection")}{words::key_left(locale)}</li>
        </ul>
    }
    .into_any()
}

fn swatch(class: &'static str) -> AnyView {
    view! { <svg class="c-chartkey__swatch" viewBox="0 0 28 12" aria-hidden="true"><path class=class d="M0 6H28"></path></svg> }
        .into_any()
}

/// What lines, fields and marks mean.
fn key(locale: domain::Locale) -> AnyView {
    let field = |class: Option<&'static str>, fill: Option<&'static str>| {
        view! { <svg class="c-chartkey__swatch" viewBox="0 0 28 12" aria-hidden="true"><rect class=class fill=fill width="28" height="12"></rect></svg> }
    };
    view! {
        <ul class="c-chartkey">
            <li class="c-chartkey__item">{field(Some("c-chart__area"), None)}{words::key_assured(locale)}</li>
            <li class="c-chartkey__item">{field(None, Some("url(#hatch)"))}{words::key_claimed(locale)}</li>
            <li class="c-chartkey__item">{field(Some("c-chart__band"), None)}{words::key_possible(locale)}</li>
            <li class="c-chartkey__item">{swatch("c-chart__line c-chart__line--projection")}{words::key_projection(locale)}</li>
            <li class="c-chartkey__item">
                <svg class="c-chartkey__swatch" viewBox="0 0 28 12" aria-hidden="true"><polygon class="c-chart__milestone" points="14,1 19,6 14,11 9,6"></polygon></svg>
                {words::key_milestone(locale)}
            </li>
        </ul>
    }
    .into_any()
}
