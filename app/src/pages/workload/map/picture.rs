//! The picture: bands, lines, boxes. A box is a link to what sits on its part.

use domain::PartId;
use domain::map::{Band, Line, Placed, names};
use domain::views::map::PartRow;
use leptos::prelude::*;

use super::Asked;
use super::hand::{self, Hand};
use crate::i18n::map;

/// The picture, in a box that scrolls where it is too wide.
pub(super) fn picture(asked: &Asked, hand: Hand) -> AnyView {
    let (locale, picture) = (asked.locale, &asked.picture);
    let chosen = asked.page.detail.as_ref().map(|detail| detail.id);
    let frame = format!("0 0 {} {}", picture.width, picture.height);
    let class = if chosen.is_some() {
        "c-map__picture c-map__picture--chosen"
    } else {
        "c-map__picture"
    };
    let bands = picture
        .bands
        .iter()
        .map(|of| band(asked, of))
        .collect_view();
    let lines = picture
        .lines
        .iter()
        .map(|of| line(of, chosen))
        .collect_view();
    let boxes = picture.boxes.iter().filter_map(|at| {
        let part = asked.page.part(at.part)?;
        Some(part_box(asked, at, part, hand.clone()))
    });
    let boxes = boxes.collect_view();
    let name = map::picture(locale, &asked.page.head.name);
    let (down, over, up) = hand::pointer(asked, &hand);
    let pulled = hand.clone();
    view! {
        <p class="u-vh" id="map-help">{map::picture_help(locale)}</p>
        <p class="c-map__say" role="status">{move || hand.said()}</p>
        <div class="c-map" role="region" aria-label=name aria-describedby="map-help" tabindex="0">
            <svg
                class=class
                id="map-picture"
                viewBox=frame
                width=picture.width
                height=picture.height
                on:pointerdown=down
                on:pointermove=over
                on:pointerup=up
                on:dragstart=|event| event.prevent_default()
            >
                <g>{bands}</g>
                <g>{lines}</g>
                <g>{boxes}</g>
                <path class="c-map__pulled" d=move || pulled.line()></path>
            </svg>
        </div>
    }
    .into_any()
}

fn band(asked: &Asked, of: &Band) -> AnyView {
    let width = asked.picture.width;
    let name = names::layer(of.layer, asked.locale);
    let word = |(line, word): (i32, &str)| {
        let y = of.top + 26 + line * 16;
        view! { <text class="c-map__layer" x="12" y=y>{word.to_owned()}</text> }
    };
    let words = (0..).zip(name.split(' ')).map(word).collect_view();
    view! {
        <g class=format!("c-map__band c-map__band--{}", of.layer.as_str()) aria-hidden="true">
            <rect class="c-map__ground" x="0" y=of.top width=width height=of.height></rect>
            {words}
        </g>
    }
    .into_any()
}

/// Where a part is chosen, its own lines stand out.
fn line(of: &Line, chosen: Option<PartId>) -> AnyView {
    let own = chosen.is_some_and(|part| of.from == part || of.to == part);
    let own = if own { " c-map__call--own" } else { "" };
    view! {
        <g class=format!("c-map__call c-map__call--{}{own}", of.kind.as_str()) aria-hidden="true">
            <path class="c-map__line" d=of.path.clone()></path>
            <polygon class="c-map__head" points=of.head.clone()></polygon>
        </g>
    }
    .into_any()
}

fn part_box(asked: &Asked, at: &Placed, part: &PartRow, hand: Hand) -> AnyView {
    let (locale, lens) = (asked.locale, asked.lens);
    let step = part.facts.step(lens);
    let mark = part.facts.mark(lens, locale);
    let kind = part.kind.name(locale);
    let heard = format!("{kind} {}: {}", part.name, part.facts.told(lens, locale));
    let chosen = asked
        .page
        .detail
        .as_ref()
        .is_some_and(|detail| detail.id == part.id);
    let own = format!(
        "c-map__part c-map__part--{}{}",
        step.as_str(),
        if chosen { " c-map__part--chosen" } else { "" }
    );
    let (id, x, y) = (part.id, at.x, at.y);
    let wide = mark_width(&mark);
    let left = x + at.width - wide - 5;
    let name = |(line, text): (i32, &String)| {
        view! { <text class="c-map__name" x={x + 17} y={y + 36 + line * 17}>{text.clone()}</text> }
    };
    let dot = asked.writable.then(|| {
        let (cx, cy) = (x + at.width / 2, y + at.height);
        view! { <circle class="c-map__dot" cx=cx cy=cy r="5" data-pull=id.to_string()></circle> }
    });
    let to = format!("{}#part", asked.link("part", id));
    let moved = hand.clone();
    let aimed = hand.clone();
    let class = move || {
        let aimed = if aimed.is_aimed(id) {
            " c-map__part--aimed"
        } else {
            ""
        };
        format!("{own}{aimed}")
    };
    view! {
        <g
            class=class
            data-part=id.to_string()
            transform=move || moved.shift(id)
        >
            // Alone in a group: beside the dot the macro would take it for a link of HTML, which is not drawn here.
            <g>
                <a id=format!("part-{id}") href=to aria-label=heard aria-current=chosen.then_some("true") on:click=move |event| hand.clicked(&event, id)>
                    <rect class="c-map__box" x=x y=y width=at.width height=at.height rx="3"></rect>
                    <rect class="c-map__mark" x={x + 1} y={y + 1} width="9" height={at.height - 2}></rect>
                    <rect class="c-map__pattern" x={x + 1} y={y + 1} width="9" height={at.height - 2}></rect>
                    <text class="c-map__kind" x={x + 17} y={y + 17}>{kind}</text>
                    <rect class="c-map__badge" x=left y={y + 4} width=wide height="17" rx="2"></rect>
                    <text class="c-map__value" x={left + wide / 2} y={y + 16}>{mark}</text>
                    {(0..).zip(&at.name).map(name).collect_view()}
                </a>
            </g>
            {dot}
        </g>
    }
    .into_any()
}

fn mark_width(mark: &str) -> i32 {
    let letters: i32 = mark.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    8 + 7 * letters
}
