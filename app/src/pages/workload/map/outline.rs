//! The same as the picture for those who don't see it: parts by layer, how they stand, what they call.

use domain::Layer;
use domain::map::names;
use domain::views::map::PartRow;
use leptos::prelude::*;

use super::Asked;
use crate::components::{Glyph, Icon};
use crate::href;
use crate::i18n::map;

/// The list.
pub(super) fn outline(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    let layers = Layer::ALL.into_iter().rev();
    view! {
        <section class="c-section" id="outline">
            <div class="c-section__head">
                <h2 class="c-section__title">{map::outline(locale)}</h2>
                <span class="c-section__note">{map::outline_note(locale)}</span>
            </div>
            <div class="c-maplist">{layers.map(|of| layer(asked, of)).collect_view()}</div>
        </section>
    }
    .into_any()
}

fn layer(asked: &Asked, of: Layer) -> AnyView {
    let rows: Vec<_> = asked
        .page
        .parts
        .iter()
        .filter(|part| part.layer == of)
        .collect();
    let list = if rows.is_empty() {
        view! { <p class="u-muted">{map::outline_empty(asked.locale)}</p> }.into_any()
    } else {
        let rows = rows.into_iter().map(|row| part(asked, row)).collect_view();
        view! { <ul class="c-maplist__parts">{rows}</ul> }.into_any()
    };
    view! {
        <div class="c-maplist__layer">
            <h3 class="c-maplist__name">{names::layer(of, asked.locale)}</h3>
            {list}
        </div>
    }
    .into_any()
}

fn part(asked: &Asked, row: &PartRow) -> AnyView {
    let locale = asked.locale;
    let own = asked.page.calls.iter().filter(|call| call.from == row.id);
    let call = |call: &domain::views::map::CallRow| {
        let text = map::outline_call(locale, call.kind.name(locale), asked.name(call.to));
        view! { <li>{text}</li> }
    };
    let calls: Vec<_> = own.map(call).collect();
    let calls = (!calls.is_empty())
        .then(|| view! { <ul class="c-maplist__calls">{calls.collect_view()}</ul> });
    let to = format!("{}#part", asked.link("part", row.id));
    view! {
        <li class="c-maplist__part">
            <a class="c-table__main" href=to>{row.name.clone()}</a>
            <span class="u-muted u-small">{row.kind.name(locale)}</span>
            <span class="u-small">{row.facts.told(asked.lens, locale)}</span>
            {calls}
        </li>
    }
    .into_any()
}

/// Checks that the map has no part for.
pub(super) fn unplaced(asked: &Asked) -> AnyView {
    let (locale, rows) = (asked.locale, &asked.page.unplaced);
    if rows.is_empty() {
        return ().into_any();
    }
    let id = asked.page.head.id;
    let check = |(check, name): &(domain::CheckId, String)| {
        let at = href::question(id, check);
        view! { <li><a href=at>{format!("{check} {name}")}</a></li> }
    };
    view! {
        <details class="c-fold">
            <summary class="c-fold__head">
                <Icon of=Glyph::Down />
                {map::unplaced(locale, rows.len())}
            </summary>
            <p class="u-muted u-measure">{map::unplaced_text(locale)}</p>
            <ul class="c-maplist__checks">{rows.iter().map(check).collect_view()}</ul>
        </details>
    }
    .into_any()
}
