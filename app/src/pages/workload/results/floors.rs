//! Which floor holds a level down, and the check or risk behind it.

use domain::views::results::ResultsPage;
use domain::{Cause, Floor, Locale, Set};
use leptos::prelude::*;

use crate::components::{Callout, Tone, set_link};
use crate::href;
use crate::i18n::{common, results};

/// One callout for each floor that bites by what is claimed, and for those that bite only by what is proven.
pub(super) fn callouts(locale: Locale, page: &ResultsPage) -> AnyView {
    let claimed = &page.levels.claimed.floors;
    let assured = &page.levels.assured.floors;
    let only_assured = assured.iter().filter(|floor| {
        !claimed
            .iter()
            .any(|other| other.overall == floor.overall && other.pillar == floor.pillar)
    });
    let floors = claimed
        .iter()
        .map(|f| (f, Set::Claimed))
        .chain(only_assured.map(|f| (f, Set::Assured)));
    // The overall level is what people look for first.
    let (overall, single): (Vec<_>, Vec<_>) = floors.partition(|(floor, _)| floor.overall);
    let all = overall.into_iter().chain(single);
    all.map(|(floor, set)| callout(locale, page, floor, set))
        .collect_view()
        .into_any()
}

fn callout(locale: Locale, page: &ResultsPage, floor: &Floor, set: Set) -> AnyView {
    let set_name = match set {
        Set::Assured => common::assured(locale),
        Set::Claimed => common::claimed(locale),
        Set::Possible => common::possible(locale),
    };
    let pillar = page
        .names
        .pillars
        .iter()
        .find(|(id, _)| *id == floor.pillar)
        .map_or("", |(_, name)| name.as_str());
    let title = if floor.overall {
        results::floor_title(locale, floor.to, set_name)
    } else {
        results::floor_pillar_title(locale, pillar, floor.to, set_name)
    };
    let rule = match (floor.overall, floor.pillar.as_str()) {
        (false, _) => results::floor_risk(locale),
        (true, "reliability") => results::floor_reliability(locale),
        (true, _) => results::floor_security(locale),
    };
    let id = if floor.overall {
        ""
    } else {
        floor.pillar.as_str()
    };
    let why = set_link(
        &href::explain(&href::workload(page.head.id, ""), "level", id),
        set,
    );
    let text = format!("{} {rule} ", results::floor_score(locale, floor.from));
    let cause = cause(page, &floor.because);
    let tone = if set == Set::Claimed {
        Tone::Danger
    } else {
        Tone::Warn
    };
    view! {
        <Callout
            tone=tone
            title=title
            actions=view! { <a href=why>{results::why_level(locale)}</a> }.into_any()
        >
            <p>{text}{cause}</p>
        </Callout>
    }
    .into_any()
}

fn cause(page: &ResultsPage, cause: &Cause) -> AnyView {
    let (href, name) = match cause {
        Cause::Check(id) => (href::question(page.head.id, id), page.names.checks.get(id)),
        Cause::Risk(id) => (
            href::workload(page.head.id, &format!("/risks?risk={id}#{id}")),
            page.names.risks.get(id),
        ),
    };
    let text = format!("{} {}", cause.as_str(), name.map_or("", String::as_str));
    view! { <a href=href>{text}</a> }.into_any()
}
