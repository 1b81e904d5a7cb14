//! A line as small as a word.

use leptos::prelude::*;

use crate::components::hours::{Plot, missing, range};
use crate::components::number::short;
use crate::i18n::{signals, use_locale};

const WIDTH: f64 = 168.0;
const HEIGHT: f64 = 24.0;

/// A week of hours; zero is the ground where nothing is below it.
#[component]
pub fn Sparkline(
    /// A value for each hour; none without data.
    values: Vec<Option<f64>>,
) -> impl IntoView {
    let locale = use_locale();
    let Some((low, _, high)) = range(&values) else {
        return view! { <span class="u-muted u-small">{signals::spark_empty(locale)}</span> }
            .into_any();
    };
    let plot = Plot {
        width: WIDTH,
        height: HEIGHT,
        low: low.min(0.0),
        high: if high > 0.0 { high } else { 1.0 },
    };
    let latest = values.iter().rev().find_map(|value| *value);
    let heard = signals::spark(
        locale,
        short(locale, low),
        short(locale, high),
        short(locale, latest.unwrap_or(low)),
    );
    let heard = match missing(&values).count() {
        0 => heard,
        gaps => signals::spark_gaps(locale, heard, gaps),
    };
    view! {
        <svg class="c-spark" viewBox="0 -2 168 28" preserveAspectRatio="none" role="img" aria-label=heard>
            {gaps(&plot, &values)}
            <line class="c-spark__ground" x1="0" x2="168" y1="24" y2="24"></line>
            <path class="c-spark__line" d=plot.path(&values)></path>
        </svg>
    }
    .into_any()
}

/// Hours without data, shaded.
pub(crate) fn gaps(plot: &Plot, values: &[Option<f64>]) -> AnyView {
    let height = format!("{:.0}", plot.height);
    let gap = |(x, width): (f64, f64)| {
        view! {
            <rect
                class="c-spark__gap"
                x=format!("{x:.1}")
                y="0"
                width=format!("{width:.1}")
                height=height.clone()
            ></rect>
        }
    };
    plot.gaps(values)
        .into_iter()
        .map(gap)
        .collect_view()
        .into_any()
}
