//! Pillars and layers: a proof bar each, and the radar.

use domain::views::results::ResultsPage;
use domain::{Counts, Exact, Layer, Locale, PillarId, Set, Triple};
use leptos::prelude::*;

use crate::components::number::signed;
use crate::components::{
    BarSize, LevelBadge, PillarMark, ProofBar, ProofKey, Radar, RadarAxis, Ring, set_link,
};
use crate::href;
use crate::i18n::results;

/// The index and the pillars in one table.
pub(super) fn table(locale: Locale, page: &ResultsPage) -> AnyView {
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title">{results::pillars(locale)}</h2>
                <div class="c-section__actions"><ProofKey /></div>
            </div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=results::pillars(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{results::pillar(locale)}</th>
                        <th scope="col" class="c-table__bar">{results::scores(locale)}</th>
                        <th scope="col" class="c-table__num" title=results::gap_hint(locale)>{results::gap(locale)}</th>
                        <th scope="col">{results::level_claimed(locale)}</th>
                        <th scope="col">{results::answered(locale)}</th>
                    </tr></thead>
                    <tbody>
                        {lead(locale, page)}
                        {page.names.pillars.iter().filter_map(|(id, name)| row(locale, page, id, name)).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn lead(locale: Locale, page: &ResultsPage) -> AnyView {
    let score = page.scores.map(|s| s.index.clone());
    let floored = page.levels.claimed.floors.iter().any(|floor| floor.overall);
    let cells = cells(
        locale,
        page,
        ("index", "", results::index(locale)),
        score,
        page.counts,
    );
    let level = level_cell(locale, page, "", page.levels.claimed.overall, floored);
    view! {
        <tr class="c-table__lead">
            <th scope="row">{results::index(locale)}</th>
            {cells.bar}
            {level}
            {cells.answered}
        </tr>
    }
    .into_any()
}

fn row(locale: Locale, page: &ResultsPage, id: &PillarId, name: &str) -> Option<AnyView> {
    let counts = *page.pillar_counts.get(id)?;
    let score = pillar_score(page, id);
    let levels = &page.levels.claimed;
    let floored = levels
        .floors
        .iter()
        .any(|floor| !floor.overall && floor.pillar == *id);
    let cells = cells(locale, page, ("pillar", id.as_str(), name), score, counts);
    let level = level_cell(
        locale,
        page,
        id.as_str(),
        levels.pillars.get(id).copied(),
        floored,
    );
    let row = view! {
        <tr>
            <th scope="row"><PillarMark id=id.clone() name=name.to_owned() /></th>
            {cells.bar}
            {level}
            {cells.answered}
        </tr>
    };
    Some(row.into_any())
}

struct Cells {
    bar: AnyView,
    answered: AnyView,
}

fn cells(
    locale: Locale,
    page: &ResultsPage,
    (number, id, name): (&str, &str, &str),
    score: Triple<Option<Exact>>,
    counts: Counts,
) -> Cells {
    let explain = href::explain(&href::workload(page.head.id, ""), number, id);
    let gap = gap(&score);
    let bar = if number == "index" {
        view! { <ProofBar score=score explain=explain label=name.to_owned() size=BarSize::Tall /> }
            .into_any()
    } else {
        let target = page.head.tier.target();
        view! { <ProofBar score=score explain=explain label=name.to_owned() target=target /> }
            .into_any()
    };
    let bar = view! {
        <td class="c-table__bar">{bar}</td>
        <td class="c-table__num u-muted" data-label=results::gap(locale)>{gap}</td>
    }
    .into_any();
    let answered = view! {
        <td data-label=results::answered(locale)><Ring done=counts.answered() total=counts.in_scope /></td>
    }
    .into_any();
    Cells { bar, answered }
}

fn level_cell(
    locale: Locale,
    page: &ResultsPage,
    id: &str,
    level: Option<u8>,
    floored: bool,
) -> AnyView {
    let explain = href::explain(&href::workload(page.head.id, ""), "level", id);
    view! {
        <td data-label=results::level(locale)>
            <a href=set_link(&explain, Set::Claimed)><LevelBadge level=level floored=floored /></a>
        </td>
    }
    .into_any()
}

/// Claimed less assured.
fn gap(score: &Triple<Option<Exact>>) -> String {
    match (&score.claimed, &score.assured) {
        (Some(claimed), Some(assured)) => signed(&(claimed.clone() - assured.clone())),
        _ => String::new(),
    }
}

fn pillar_score(page: &ResultsPage, id: &PillarId) -> Triple<Option<Exact>> {
    page.scores.map(|scores| scores.pillars.get(id).cloned())
}

/// The pillars as one shape.
pub(super) fn radar(page: &ResultsPage) -> AnyView {
    let corner = |(id, name): &(PillarId, String)| RadarAxis {
        id: id.clone(),
        // The full name stands in the table; long ones would leave the drawing.
        name: name.split(' ').next().unwrap_or_default().to_owned(),
        score: pillar_score(page, id),
    };
    let axes: Vec<_> = page.names.pillars.iter().map(corner).collect();
    let base = href::workload(page.head.id, "");
    view! { <Radar axes=axes base=base /> }.into_any()
}

/// The three layers.
pub(super) fn layers(locale: Locale, page: &ResultsPage) -> AnyView {
    let row = |layer: &Layer| {
        let score = page.scores.map(|scores| scores.layers.get(layer).cloned());
        // A layer without applicable checks gives its share to the others.
        score.claimed.as_ref()?;
        let name = page
            .names
            .layers
            .iter()
            .find(|(id, _)| id == layer.as_str())
            .map(|(_, name)| name.clone());
        let name = name.unwrap_or_else(|| layer.as_str().to_owned());
        let explain = href::explain(&href::workload(page.head.id, ""), "layer", layer.as_str());
        Some(view! {
            <tr>
                <th scope="row" class="c-table__tight">{name.clone()}</th>
                <td class="c-table__bar"><ProofBar score=score explain=explain label=name /></td>
            </tr>
        })
    };
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title">{results::layers(locale)}</h2>
                <span class="c-section__note">{results::layer_formula(locale)}</span>
            </div>
            <div class="c-tablewrap">
                <table class="c-table">
                    <thead><tr>
                        <th scope="col">{results::layer(locale)}</th>
                        <th scope="col">{results::scores(locale)}</th>
                    </tr></thead>
                    <tbody>{Layer::ALL.iter().filter_map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
