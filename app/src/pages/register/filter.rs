//! What the rows are filtered by; everything lives in the address.

use domain::treatment::Acceptance;
use domain::views::register::RegisterPage;
use domain::{Band, Locale};
use leptos::prelude::*;

use super::matrix::chosen;
use crate::components::{FilterForm, FilterSearch, FilterSelect, Hidden};
use crate::i18n::{names, register};
use crate::query::Query;

/// Filters that are asked for less often: folded unless one is set.
const MORE: [&str; 6] = ["risk", "pillar", "inherent", "claimed", "kind", "findings"];

type Options = Vec<(String, String)>;

/// The filters.
pub(super) fn filter(locale: Locale, page: &RegisterPage, query: &Query) -> AnyView {
    let asked = query.without("page");
    let end = view! { <span>{register::rows(locale, page.total)}</span> }.into_any();
    let more = MORE.iter().any(|key| !query.get(key).is_empty());
    let of_team = page.team.is_some();
    let first: Vec<_> = often(locale, page)
        .into_iter()
        .filter(|(name, ..)| !(of_team && *name == "team"))
        .map(|of| select(of, &asked))
        .collect();
    let rest: Vec<_> = seldom(locale, page)
        .into_iter()
        .map(|of| select(of, &asked))
        .collect();
    view! {
        <FilterForm query=asked.clone() end=end>
            <FilterSearch query=asked.clone() />
            {first}
            <details class="c-filter__more" open=more>
                <summary>{register::more_filters(locale)}</summary>
                <div class="c-filter__rest">{rest}</div>
            </details>
            {cell(&asked)}
        </FilterForm>
    }
    .into_any()
}

/// The cell that is chosen in a matrix stays.
fn cell(query: &Query) -> Option<AnyView> {
    chosen(query)?;
    let keep = |key: &'static str| view! { <Hidden name=key value=query.get(key).to_owned() /> };
    let kept = ["matrix", "likelihood", "impact"].map(keep);
    Some(kept.into_iter().collect_view().into_any())
}

fn select((name, label, options): (&'static str, &'static str, Options), query: &Query) -> AnyView {
    view! { <FilterSelect name=name label=label options=options query=query.clone() /> }.into_any()
}

fn all(locale: Locale, options: impl IntoIterator<Item = (String, String)>) -> Options {
    let first = (String::new(), register::all(locale).to_owned());
    std::iter::once(first).chain(options).collect()
}

fn words<const N: usize>(locale: Locale, of: [(&str, &str); N]) -> Options {
    let word = |(code, name): (&str, &str)| (code.to_owned(), name.to_owned());
    all(locale, of.map(word))
}

fn bands(locale: Locale) -> Options {
    let band = |band: &Band| {
        (
            band.as_str().to_owned(),
            names::band(locale, *band).to_owned(),
        )
    };
    all(locale, Band::ALL.iter().rev().map(band))
}

fn often(locale: Locale, page: &RegisterPage) -> Vec<(&'static str, &'static str, Options)> {
    let named = |id: String, name: &String| (id, name.clone());
    let choices = &page.choices;
    let teams = choices.teams.iter().map(|(id, n)| named(id.to_string(), n));
    let workloads = choices
        .workloads
        .iter()
        .map(|(id, n)| named(id.to_string(), n));
    let people = [
        ("me".to_owned(), register::mine(locale).to_owned()),
        ("none".to_owned(), register::nobody(locale).to_owned()),
    ];
    let owners = choices
        .owners
        .iter()
        .map(|(id, n)| named(id.to_string(), n));
    let standings = Acceptance::ALL.iter().map(|of| {
        (
            of.as_str().to_owned(),
            register::standing(locale, *of).to_owned(),
        )
    });
    let treatments = ["undecided", "mitigate", "accept", "transfer", "avoid"];
    let treatments = treatments.map(|code| (code, register::treated(locale, code)));
    let mut filters = vec![("team", register::team(locale), all(locale, teams))];
    if !choices.workloads.is_empty() {
        filters.push((
            "workload",
            register::workload(locale),
            all(locale, workloads),
        ));
    }
    filters.extend([
        ("assured", register::assured_band(locale), bands(locale)),
        (
            "treatment",
            register::treatment(locale),
            words(locale, treatments),
        ),
        (
            "acceptance",
            register::acceptance(locale),
            all(locale, standings),
        ),
        (
            "owner",
            register::owner(locale),
            all(locale, people.into_iter().chain(owners)),
        ),
    ]);
    filters
}

fn seldom(locale: Locale, page: &RegisterPage) -> Vec<(&'static str, &'static str, Options)> {
    let choices = &page.choices;
    let risks = choices
        .risks
        .iter()
        .map(|(id, name)| (id.to_string(), format!("{id} {name}")));
    let pillars = choices
        .pillars
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()));
    let kinds = [
        ("own", register::own(locale)),
        ("catalogue", register::catalogue(locale)),
    ];
    let findings = [
        ("open", register::with_findings(locale)),
        ("none", register::without_findings(locale)),
    ];
    vec![
        ("risk", register::catalogue_risk(locale), all(locale, risks)),
        ("pillar", register::pillar(locale), all(locale, pillars)),
        ("inherent", register::inherent_band(locale), bands(locale)),
        ("claimed", register::claimed_band(locale), bands(locale)),
        ("kind", register::kind(locale), words(locale, kinds)),
        (
            "findings",
            register::findings(locale),
            words(locale, findings),
        ),
    ]
}
