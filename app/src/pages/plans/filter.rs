//! The line above the rows.

use domain::views::plans::{ActionState, PlanView, PlansPage};
use domain::{Locale, TeamId};
use leptos::prelude::*;

use crate::components::number::grouped;
use crate::components::{FilterForm, FilterSearch, FilterSelect, Hidden};
use crate::i18n::plans;
use crate::query::Query;

type Options = Vec<(String, String)>;

/// The filters; `of` is the team whose page it is. On a board the columns are the states.
pub(super) fn filter(
    locale: Locale,
    page: &PlansPage,
    of: Option<TeamId>,
    view: PlanView,
    query: &Query,
) -> AnyView {
    let counts = page.counts;
    let number = |of: u32| grouped(u64::from(of));
    let rows = if view == PlanView::Board {
        plans::counts(
            locale,
            number(counts.open),
            number(counts.in_progress),
            number(counts.done),
            number(counts.dropped),
        )
    } else {
        plans::rows(locale, number(page.total))
    };
    let end = view! { <span>{rows}</span> }.into_any();
    let query = query.without("page").without("action");
    // What is no field here stays as it is.
    let kept = ["view", "workload", "capacity"].map(|key| {
        let value = query.get(key).to_owned();
        (!value.is_empty()).then(|| view! { <Hidden name=key value=value.clone() /> })
    });
    let select = |(name, label, options): (&'static str, &'static str, Options)| {
        view! { <FilterSelect name=name label=label options=options query=query.clone() /> }
    };
    let mut fields = Vec::new();
    if of.is_none() && page.choices.len() > 1 {
        fields.push(("team", plans::team(locale), teams(locale, page)));
    }
    fields.push(("owner", plans::owner(locale), owners(locale, page)));
    if view != PlanView::Board {
        fields.push(("state", plans::state(locale), states(locale)));
    }
    fields.push(("due", plans::due(locale), dues(locale)));
    fields.push(("pillar", plans::pillar(locale), pillars(locale, page)));
    fields.push((
        "phase",
        plans::phase(locale),
        phases(locale, query.get("phase")),
    ));
    let fields: Vec<_> = fields.into_iter().map(select).collect();
    let search = query.clone();
    view! {
        <FilterForm query=query.clone() end=end>
            <FilterSearch query=search />
            {fields}
            {kept.collect_view()}
        </FilterForm>
    }
    .into_any()
}

fn all(locale: Locale) -> Options {
    vec![(String::new(), plans::all(locale).to_owned())]
}

fn with(locale: Locale, more: impl IntoIterator<Item = (String, String)>) -> Options {
    let mut options = all(locale);
    options.extend(more);
    options
}

fn fixed<const N: usize>(first: Options, more: [(&str, &'static str); N]) -> Options {
    let more = more.map(|(value, text)| (value.to_owned(), text.to_owned()));
    first.into_iter().chain(more).collect()
}

fn teams(locale: Locale, page: &PlansPage) -> Options {
    let teams = page.choices.iter();
    with(
        locale,
        teams.map(|(id, name)| (id.to_string(), name.clone())),
    )
}

fn owners(locale: Locale, page: &PlansPage) -> Options {
    let fixed = fixed(
        all(locale),
        [
            ("mine", plans::mine(locale)),
            ("none", plans::nobody(locale)),
        ],
    );
    let people = page.owners.iter();
    let people = people.map(|person| (person.id.to_string(), person.name.clone()));
    fixed.into_iter().chain(people).collect()
}

fn states(locale: Locale) -> Options {
    let first = vec![(String::new(), plans::state_active(locale).to_owned())];
    let states = ActionState::ALL.iter().map(|state| {
        let name = plans::state_name(locale, *state).to_owned();
        (state.as_str().to_owned(), name)
    });
    let last = ("all".to_owned(), plans::all(locale).to_owned());
    first.into_iter().chain(states).chain([last]).collect()
}

fn dues(locale: Locale) -> Options {
    fixed(
        all(locale),
        [
            ("overdue", plans::due_overdue(locale)),
            ("7", plans::due_7(locale)),
            ("30", plans::due_30(locale)),
            ("none", plans::due_none(locale)),
        ],
    )
}

fn pillars(locale: Locale, page: &PlansPage) -> Options {
    let pillars = page.names.pillars.iter();
    with(
        locale,
        pillars.map(|(id, name)| (id.to_string(), name.clone())),
    )
}

/// Phases; days of the curve ahead only where they are asked for.
fn phases(locale: Locale, asked: &str) -> Options {
    let all = fixed(
        all(locale),
        [
            ("30", plans::phase_30(locale)),
            ("90", plans::phase_90(locale)),
            ("180", plans::phase_180(locale)),
            ("later", plans::phase_later(locale)),
        ],
    );
    let days = asked.strip_prefix("to.");
    let days = days.map(|days| (asked.to_owned(), plans::phase_to(locale, days)));
    all.into_iter().chain(days).collect()
}
