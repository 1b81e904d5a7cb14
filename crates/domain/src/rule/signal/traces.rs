//! Shares of traces.

use super::ratio::{Against, few, share};
use super::{Mark, Signals};
use crate::rule::{Better, Gap, Thresholds, Verdict};

pub(super) fn judge(
    (part, whole, emitted): (&[Mark], &[Mark], &[Mark]),
    better: Better,
    thresholds: &Thresholds,
    signals: Signals<'_>,
) -> Verdict {
    if signals.traces.is_empty() {
        return Verdict::none(Gap::Nothing);
    }
    let with = |marks: &[Mark]| -> u64 {
        let counted = signals
            .traces
            .iter()
            .filter(|count| count.has(whole) && count.has(marks));
        counted.map(|count| count.traces).sum()
    };
    let total = with(&[]);
    if total == 0 {
        return few(0, thresholds);
    }
    let any = |mark: &Mark| signals.traces.iter().any(|count| count.has(&[*mark]));
    let against = Against {
        emitted: emitted.is_empty() || emitted.iter().any(any),
        one_sided: false,
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of traces stay far below 2⁵³"
    )]
    let counts = (with(part) as f64, total as f64);
    share(counts, better, thresholds, against)
}
