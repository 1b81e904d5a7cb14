//! Amounts over time as bars: what is missing stays empty.

use leptos::prelude::*;

/// A bar's share of its place.
const FULL: f64 = 0.72;

/// One figure over time.
pub(super) struct Course {
    /// What it is.
    pub title: String,
    /// A name for each place, in order.
    pub names: Vec<String>,
    /// The amounts.
    pub values: Vec<Option<f64>>,
    /// How an amount is said.
    pub say: fn(f64) -> String,
    /// What is said below.
    pub caption: String,
    /// What those hear who don't see it.
    pub heard: String,
}

/// The bars; nothing where there is no amount at all.
pub(super) fn bars(course: Course) -> Option<AnyView> {
    let highest = course.values.iter().flatten().copied().fold(0.0, f64::max);
    if course.values.iter().all(Option::is_none) {
        return None;
    }
    let top = if highest > 0.0 { highest } else { 1.0 };
    let places = course.values.len().max(1);
    let step = 1000.0 / number(places);
    let bar = |(place, value): (usize, &Option<f64>)| {
        let value = (*value)?;
        // What is known to be nothing is a line on the ground.
        let height = (value / top * 100.0).max(0.6);
        let x = number(place) * step + step * (1.0 - FULL) / 2.0;
        Some(view! {
            <rect
                class="c-cost__bar"
                x=format!("{x:.1}")
                y=format!("{:.1}", 100.0 - height)
                width=format!("{:.1}", step * FULL)
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
    let ends = (course.names.first().cloned(), course.names.last().cloned());
    Some(
        view! {
            <figure class="c-course">
                <div class="c-course__scale" aria-hidden="true"><span>{(course.say)(highest)}</span><span>"0"</span></div>
                <svg class="c-course__plot" role="img" aria-label=course.heard>
                    <svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%">
                        <line class="c-spark__ground" x1="0" x2="1000" y1="100" y2="100"></line>
                        {drawn}
                    </svg>
                </svg>
                <div class="c-course__days" aria-hidden="true"><span>{ends.0}</span><span>{ends.1}</span></div>
                <figcaption class="c-course__caption"><strong>{course.title}</strong>" "{course.caption}</figcaption>
            </figure>
        }
        .into_any(),
    )
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
