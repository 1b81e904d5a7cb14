//! When a signal came in last.

use domain::views::signals::SignalRow;
use leptos::prelude::*;

use crate::components::{LocalTime, Moment, hours};

/// Hours without data after which a signal is silent: this one and the one before.
const QUIET: usize = 2;

/// Whether neither this hour nor the one before has data.
pub(super) fn is_silent(row: &SignalRow) -> bool {
    row.hours.iter().rev().take(QUIET).all(Option::is_none)
}

/// The hours to draw and to quote: the one that runs now is no whole one, so nothing that adds up is told of it.
pub(super) fn whole_hours(row: &SignalRow) -> Vec<Option<f64>> {
    let mut hours = row.hours.clone();
    let earlier = hours.iter().rev().skip(1).any(Option::is_some);
    if row.kind != "gauge" && earlier {
        hours.pop();
    }
    hours
}

/// The last hour with data.
fn hour(row: &SignalRow, from: i64) -> Option<i64> {
    let at = row.hours.iter().rposition(Option::is_some)?;
    from.checked_add(i64::try_from(at).ok()?)
}

/// When it came in last: to the second where that is known, else the hour.
pub(super) fn last(row: &SignalRow, from: i64) -> AnyView {
    if let Some(at) = &row.last_at {
        return view! { <LocalTime at=at.as_str() /> }.into_any();
    }
    let moment = hour(row, from).and_then(hours::instant).map(Moment::from);
    match moment {
        Some(moment) => view! { <LocalTime at=moment /> }.into_any(),
        None => "–".into_any(),
    }
}
