//! Which side of the parts the picture shows, and what its colours, patterns and lines mean.

use domain::map::{CallKind, Lens, Step};
use leptos::prelude::*;

use super::Asked;
use crate::i18n::map;

/// A choice of sides, by links.
pub(super) fn switch(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    let link = |lens: &Lens| {
        let here = (*lens == asked.lens).then_some("true");
        let value = if *lens == Lens::Assured {
            ""
        } else {
            lens.as_str()
        };
        let to = asked.link("see", value);
        view! { <a class="c-switch__item" href=to aria-current=here data-noscroll="true">{lens.name(locale)}</a> }
    };
    view! {
        <nav class="c-switch c-switch--parts c-map__see" aria-label=map::see(locale)>
            {Lens::ALL.iter().map(link).collect_view()}
        </nav>
    }
    .into_any()
}

/// What the marks and lines mean.
pub(super) fn key(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    let step = |step: &Step| {
        let meaning = step.meaning(asked.lens, locale)?;
        Some(view! {
            <li class="c-map__entry">
                <svg class="c-map__swatch" viewBox="0 0 16 16" aria-hidden="true">
                    <g class=format!("c-map__part c-map__part--{}", step.as_str())>
                        <rect class="c-map__mark" width="16" height="16"></rect>
                        <rect class="c-map__pattern" width="16" height="16"></rect>
                    </g>
                </svg>
                {meaning}
            </li>
        })
    };
    let way = |kind: &CallKind| {
        view! {
            <li class="c-map__entry">
                <svg class="c-map__sample" viewBox="0 0 36 10" aria-hidden="true">
                    <g class=format!("c-map__call c-map__call--{}", kind.as_str())>
                        <path class="c-map__line" d="M0 5H28"></path>
                        <polygon class="c-map__head" points="35,5 27,1 27,9"></polygon>
                    </g>
                </svg>
                {kind.name(locale)}
            </li>
        }
    };
    view! {
        <div class="c-map__key">
            <span class="u-strong">{asked.lens.name(locale)}</span>
            <ul class="c-map__entries" aria-label=map::key(locale)>{Step::ALL.iter().filter_map(step).collect_view()}</ul>
            <span class="u-strong">{map::key_calls(locale)}</span>
            <ul class="c-map__entries" aria-label=map::key_calls(locale)>{CallKind::ALL.iter().map(way).collect_view()}</ul>
        </div>
    }
    .into_any()
}
