//! Six pillars as a shape.

use domain::{Exact, Locale, PillarId, Set, Triple};
use leptos::prelude::*;

use crate::components::number::whole;
use crate::components::proof_bar::set_link;
use crate::href;
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
/// What can be hit of a label: still 24 pixels high where the drawing is as narrow as a telephone.
const TARGET: (f64, f64) = (80.0, 36.0);
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
    /// The page whose numbers they are, as `href::explain` takes it: each label opens its pillar's assured score there.
    #[prop(into)]
    base: String,
) -> impl IntoView {
    let locale = use_locale();
    let shape = |set: Set| shape(&axes, set);
    let labels = axes
        .iter()
        .zip(DIRECTIONS)
        .map(|(axis, to)| label(locale, &base, axis, to))
        .collect_view();
    view! {
        <figure class="c-figure">
            <svg
                class="c-radar"
                viewBox="0 0 360 300"
                role="group"
                aria-label=common::radar(locale)
            >
                {grid()}
                <polygon class="c-radar__possible" points=shape(Set::Possible)></polygon>
                <polygon class="c-radar__assured" points=shape(Set::Assured)></polygon>
                <polygon class="c-radar__claimed" points=shape(Set::Claimed)></polygon>
                {labels}
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

/// Name and scores of a pillar; they lead to where the assured one is explained, unless nothing applies.
fn label(locale: Locale, base: &str, axis: &RadarAxis, to: Direction) -> AnyView {
    let (dot_x, dot_y) = place(to, RADIUS);
    let (x, y) = place(to, RADIUS * 1.16);
    let (anchor, left) = if to.0 > 0.1 {
        ("start", x - 4.0)
    } else if to.0 < -0.1 {
        ("end", x + 4.0 - TARGET.0)
    } else {
        ("middle", x - TARGET.0 / 2.0)
    };
    // The two lines stand above the top corner, below the bottom one, and beside the others.
    let y = if to.1 < -0.9 { y - 12.0 } else { y };
    let values = values(axis);
    let heard = common::explain(locale, format_args!("{} {values}", axis.name));
    let texts = view! {
        <text class="c-radar__label" x=one(x) y=one(y) text-anchor=anchor>{axis.name.clone()}</text>
        <text class="c-radar__value" x=one(x) y=one(y + 14.0) text-anchor=anchor>{values}</text>
    };
    let explained = axis.score.assured.is_some();
    let texts = if explained {
        let explain = set_link(
            &href::explain(base, "pillar", axis.id.as_str()),
            Set::Assured,
        );
        // In a group, so that the link is one of the drawing and not of the page around it.
        view! {
            <g>
                <a class="c-radar__link" href=explain aria-label=heard>
                    <rect class="c-radar__target" x=one(left) y=one(y - 15.0) width=one(TARGET.0) height=one(TARGET.1) rx="2"></rect>
                    {texts}
                </a>
            </g>
        }
        .into_any()
    } else {
        texts.into_any()
    };
    view! {
        <circle class=format!("c-radar__dot c-radar__dot--{}", axis.id) cx=one(dot_x) cy=one(dot_y) r="4"></circle>
        {texts}
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
