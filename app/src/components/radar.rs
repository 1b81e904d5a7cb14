//! Six pillars as a shape.

use domain::{Exact, PillarId, Set, Triple};
use leptos::prelude::*;

use crate::components::number::whole;
use crate::i18n::{common, use_locale};

/// One axis of the radar.
#[derive(Clone, Debug, PartialEq)]
pub struct RadarAxis {
    /// Which pillar.
    pub id: PillarId,
    /// Its name.
    pub name: String,
    /// Its scores; none where nothing applies.
    pub score: Triple<Option<Exact>>,
}

const CENTRE: (f64, f64) = (180.0, 150.0);
const RADIUS: f64 = 104.0;
/// cos 30°, written out: library functions may differ in the last digit between machines.
const COS_30: f64 = 0.866_025_403_784_438_6;
/// Six directions, clockwise from the top; y grows downwards.
const DIRECTIONS: [(f64, f64); 6] = [
    (0.0, -1.0),
    (COS_30, -0.5),
    (COS_30, 0.5),
    (0.0, 1.0),
    (-COS_30, 0.5),
    (-COS_30, -0.5),
];

type Direction = (f64, f64);

/// The six pillars' scores: filled = assured, outlined = claimed, pale = possible.
#[component]
pub fn Radar(
    /// The pillars, clockwise from the top; more than six are not drawn.
    axes: Vec<RadarAxis>,
) -> impl IntoView {
    let locale = use_locale();
    let heard: Vec<_> = axes
        .iter()
        .map(|axis| format!("{} {}", axis.name, values(axis)))
        .collect();
    let shape = |set: Set| shape(&axes, set);
    view! {
        <figure class="c-figure">
            <svg
                class="c-radar"
                viewBox="0 0 360 300"
                role="img"
                aria-label=common::radar(locale, heard.join("; "))
            >
                {grid()}
                <polygon class="c-radar__possible" points=shape(Set::Possible)></polygon>
                <polygon class="c-radar__assured" points=shape(Set::Assured)></polygon>
                <polygon class="c-radar__claimed" points=shape(Set::Claimed)></polygon>
                {axes.iter().zip(DIRECTIONS).map(|(axis, to)| label(axis, to)).collect_view()}
            </svg>
            <figcaption class="c-figure__caption">{common::radar_key(locale)}</figcaption>
        </figure>
    }
}

fn grid() -> AnyView {
    let ring = |(at, class): (f64, &'static str)| {
        let points: Vec<_> = DIRECTIONS.into_iter().map(|to| point(to, at)).collect();
        view! { <polygon class=class points=points.join(" ")></polygon> }
    };
    let axis = |to: Direction| {
        let (x, y) = place(to, RADIUS);
        view! { <line class="c-radar__axis" x1=CENTRE.0 y1=CENTRE.1 x2=one(x) y2=one(y)></line> }
    };
    let rings = [
        (0.25, "c-radar__grid"),
        (0.5, "c-radar__grid"),
        (0.75, "c-radar__grid"),
        (0.95, "c-radar__grid"),
        (1.0, "c-radar__grid c-radar__grid--outer"),
    ];
    view! { {rings.map(ring).collect_view()} {DIRECTIONS.map(axis).collect_view()} }.into_any()
}

/// The corners of one set's shape; a pillar without a score is at the centre.
fn shape(axes: &[RadarAxis], set: Set) -> String {
    let at = |axis: &RadarAxis| axis.score.get(set).as_ref().map_or(0.0, Exact::to_f64) / 100.0;
    let points: Vec<_> = axes
        .iter()
        .zip(DIRECTIONS)
        .map(|(axis, to)| point(to, at(axis)))
        .collect();
    points.join(" ")
}

fn label(axis: &RadarAxis, to: Direction) -> AnyView {
    let (dot_x, dot_y) = place(to, RADIUS);
    let (x, y) = place(to, RADIUS * 1.16);
    let anchor = if to.0 > 0.1 {
        "start"
    } else if to.0 < -0.1 {
        "end"
    } else {
        "middle"
    };
    // The two lines stand above the top corner, below the bottom one, and beside the others.
    let y = if to.1 < -0.9 { y - 12.0 } else { y };
    view! {
        <circle class=format!("c-radar__dot c-radar__dot--{}", axis.id) cx=one(dot_x) cy=one(dot_y) r="4"></circle>
        <text class="c-radar__label" x=one(x) y=one(y) text-anchor=anchor>{axis.name.clone()}</text>
        <text class="c-radar__value" x=one(x) y=one(y + 14.0) text-anchor=anchor>{values(axis)}</text>
    }
    .into_any()
}

fn values(axis: &RadarAxis) -> String {
    let [assured, claimed, possible] =
        [Set::Assured, Set::Claimed, Set::Possible].map(|set| whole(axis.score.get(set).as_ref()));
    format!("{assured} / {claimed} / {possible}")
}

fn place(to: Direction, distance: f64) -> (f64, f64) {
    (CENTRE.0 + to.0 * distance, CENTRE.1 + to.1 * distance)
}

fn point(to: Direction, share: f64) -> String {
    let (x, y) = place(to, RADIUS * share);
    format!("{},{}", one(x), one(y))
}

fn one(value: f64) -> String {
    format!("{value:.1}")
}
