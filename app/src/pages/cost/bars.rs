//! Amounts over time as bars: what is missing stays empty.

use leptos::prelude::*;

use crate::components::Dated;

/// A bar's share of its place.
const FULL: f64 = 0.72;
/// The plot's width.
const WIDTH: f64 = 1000.0;
/// A bar at most, so that few of them don't fill the plot.
const WIDEST: f64 = 40.0;

/// What stands below the bars.
pub(super) enum Below {
    /// The names of the first and of the last place.
    Ends(String, String),
    /// A text below each of these places, which count from 0.
    Places(Vec<(usize, String)>),
}

/// One figure over time.
pub(super) struct Course<'a> {
    /// What it is.
    pub title: String,
    /// What stands below.
    pub below: Below,
    /// The amounts, one for each place.
    pub values: Vec<Option<f64>>,
    /// How an amount is said.
    pub say: &'a dyn Fn(f64) -> String,
    /// What is said below.
    pub caption: String,
    /// What those hear who don't see it.
    pub heard: String,
}

/// The bars; nothing where there is no amount at all.
pub(super) fn bars(course: Course<'_>) -> Option<AnyView> {
    let highest = course.values.iter().flatten().copied().fold(0.0, f64::max);
    if course.values.iter().all(Option::is_none) {
        return None;
    }
    let top = if highest > 0.0 { highest } else { 1.0 };
    let places = course.values.len();
    let bar = |(at, value): (usize, &Option<f64>)| {
        let value = (*value)?;
        // What is known to be nothing is a line on the ground.
        let height = (value / top * 100.0).max(0.6);
        let (x, width) = place(places, at);
        Some(view! {
            <rect
                class="c-cost__bar"
                x=format!("{x:.1}")
                y=format!("{:.1}", 100.0 - height)
                width=format!("{width:.1}")
                height=format!("{height:.1}")
            ></rect>
        })
    };
    let drawn = course
        .values
        .iter()
        .enumerate()
        .filter_map(bar)
        .collect_view();
    let scale = (course.say)(highest);
    Some(
        view! {
            <figure class="c-course">
                <div class="c-course__scale" aria-hidden="true"><span>{scale}</span><span>"0"</span></div>
                <svg class="c-course__plot" role="img" aria-label=course.heard>
                    <svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%">
                        <line class="c-spark__ground" x1="0" x2="1000" y1="100" y2="100"></line>
                        {drawn}
                    </svg>
                </svg>
                {below(course.below, places)}
                <figcaption class="c-course__caption"><strong>{course.title}</strong>" "<Dated text=course.caption /></figcaption>
            </figure>
        }
        .into_any(),
    )
}

fn below(below: Below, places: usize) -> AnyView {
    match below {
        Below::Ends(first, last) => {
            let last = (last != first).then_some(last);
            view! { <div class="c-course__days" aria-hidden="true"><span>{first}</span><span>{last}</span></div> }
                .into_any()
        }
        Below::Places(named) => {
            let text = |(at, text): (usize, String)| {
                let (x, width) = place(places, at);
                let middle = format!("{:.1}%", (x + width / 2.0) / WIDTH * 100.0);
                view! { <text class="c-course__day" x=middle y="11" text-anchor="middle">{text}</text> }
            };
            let texts = named.into_iter().map(text).collect_view();
            view! { <svg class="c-course__places" aria-hidden="true">{texts}</svg> }.into_any()
        }
    }
}

/// Where a bar begins and how wide it is.
fn place(places: usize, at: usize) -> (f64, f64) {
    let step = WIDTH / number(places.max(1));
    let width = (step * FULL).min(WIDEST);
    (number(at) * step + (step - width) / 2.0, width)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{WIDEST, WIDTH, place};

    #[test]
    fn bars_are_narrow_and_stand_in_the_middle_of_their_places() {
        let (x, width) = place(1, 0);
        assert!(width <= WIDEST, "{width}");
        assert!((x + width / 2.0 - WIDTH / 2.0).abs() < 1e-9, "{x}");
        let (x, width) = place(31, 30);
        assert!(x + width < WIDTH && x > WIDTH * 30.0 / 31.0, "{x} {width}");
    }
}
