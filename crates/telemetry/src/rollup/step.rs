//! From one total to the next.

use super::state::GAP;
use crate::time::Millis;

/// From one total to the next.
pub(super) struct Step<T> {
    /// What was added, where it is known.
    pub increase: Option<T>,
    /// The total began again.
    pub reset: bool,
    /// More than an hour lies between.
    pub gap: bool,
}

impl<T> Step<T> {
    /// From a total at `before` to one at `at`: `added` where it has grown, `whole` where it began again.
    pub fn of(
        before: Millis,
        at: Millis,
        start: Option<Millis>,
        grown: bool,
        added: impl FnOnce() -> T,
        whole: impl FnOnce() -> T,
    ) -> Self {
        // A start at the point's own time means "not known" (OTLP); one before the latest point can't tell
        // what was counted since.
        let began_again = start.is_some_and(|s| s > before && s < at);
        let reset = !grown || began_again;
        Self {
            increase: Some(if reset { whole() } else { added() }),
            reset,
            gap: at.saturating_sub(before) > GAP,
        }
    }

    /// To the first total.
    pub fn first(at: Millis, start: Option<Millis>, whole: T) -> Self {
        let counts = start.is_some_and(|s| s < at && at.saturating_sub(s) <= GAP);
        Self {
            increase: counts.then_some(whole),
            reset: false,
            gap: false,
        }
    }
}
