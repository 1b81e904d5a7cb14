//! Which figure a look has, and what it is held against.

use super::{Bounds, bound, number, value};
use crate::evidence::Unit;
use crate::rule::signal::{SignalLook, Signals};
use crate::rule::{Quoted, Thresholds, Verdict};

/// What looks at levels, sizes or versions asks for two of them.
const TWO: f64 = 2.0;

/// The figure, its unit, and whether it counts everything up to the day.
pub(super) const fn figure(look: &SignalLook) -> (Quoted, Unit, bool) {
    match look {
        SignalLook::Mean { .. } => (Quoted::BusyMean, Unit::Ratio, false),
        SignalLook::Ratio { .. }
        | SignalLook::Traces { .. }
        | SignalLook::Cover { .. }
        | SignalLook::Cached(_)
        | SignalLook::Failover(_) => (Quoted::Share, Unit::Ratio, false),
        SignalLook::Instances(_) => (Quoted::SpareTime, Unit::Ratio, false),
        SignalLook::Presence(_) | SignalLook::Collected(_) => {
            (Quoted::CoveredTime, Unit::Ratio, false)
        }
        SignalLook::Decisions(_) => (Quoted::TimedDecisions, Unit::Ratio, false),
        SignalLook::Spread { .. } => (Quoted::Variation, Unit::Ratio, false),
        SignalLook::Batch(_) => (Quoted::Running, Unit::Count, false),
        SignalLook::Saturation { .. } => (Quoted::FullTime, Unit::Ratio, false),
        SignalLook::Listed { .. } => (Quoted::Unlisted, Unit::Count, false),
        SignalLook::Mix { .. } => (Quoted::OtherModels, Unit::Ratio, false),
        SignalLook::Happened { .. } => (Quoted::Occurrences, Unit::Count, true),
        SignalLook::Changed { .. } => (Quoted::Versions, Unit::Count, true),
        SignalLook::Days { .. } => (Quoted::DaysSeen, Unit::Count, true),
        SignalLook::Scaling(_) => (Quoted::AtMostReplicas, Unit::Ratio, false),
        SignalLook::Tiers { .. } => (Quoted::Sizes, Unit::Count, false),
        SignalLook::Levels { .. } => (Quoted::CacheLevels, Unit::Count, true),
        SignalLook::Overspent(_) => (Quoted::AlertedCrossings, Unit::Count, true),
        SignalLook::Metered { .. } => (Quoted::MeteredTime, Unit::Ratio, false),
        SignalLook::Efficiency(_) => (Quoted::SavedEnergy, Unit::Ratio, false),
        SignalLook::Carbon { .. } => (Quoted::MeasuredCarbon, Unit::GramsCo2e, true),
        SignalLook::Latency { .. } => (Quoted::LiveLatency, Unit::Seconds, false),
        SignalLook::Volume { .. } => (Quoted::Observations, Unit::Count, true),
    }
}

/// What the figure is held against, as each look does it.
pub(super) fn bounds(
    look: &SignalLook,
    thresholds: &Thresholds,
    whole: &Verdict,
    signals: Signals<'_>,
) -> Bounds {
    let share = |percent: Option<f64>| percent.map(|percent| percent / 100.0);
    let (supports, contradicts) = (share(thresholds.supports), share(thresholds.contradicts));
    match look {
        SignalLook::Ratio { one_sided, .. } => (supports, contradicts.filter(|_| !one_sided)),
        SignalLook::Mean { .. }
        | SignalLook::Traces { .. }
        | SignalLook::Cached(_)
        | SignalLook::Presence(_)
        | SignalLook::Collected(_)
        | SignalLook::Saturation { .. } => (supports, contradicts),
        // It contradicts by the share of the time without a second one.
        SignalLook::Instances(_) => (supports, contradicts.map(|share| 1.0 - share)),
        // What contradicts these is another number than the one that supports.
        SignalLook::Spread { .. }
        | SignalLook::Cover { .. }
        | SignalLook::Mix { .. }
        | SignalLook::Scaling(_)
        | SignalLook::Metered { .. }
        | SignalLook::Decisions(_)
        | SignalLook::Efficiency(_)
        | SignalLook::Failover(_) => (supports, None),
        SignalLook::Listed { .. } => (Some(0.0), None),
        SignalLook::Batch(_) => (Some(1.0), None),
        SignalLook::Tiers { .. } | SignalLook::Levels { .. } | SignalLook::Changed { .. } => {
            (Some(TWO), None)
        }
        SignalLook::Happened { .. } | SignalLook::Days { .. } => {
            (Some(number(thresholds.min)), None)
        }
        SignalLook::Overspent(_) => (bound(whole, Quoted::AlertedCrossings), None),
        SignalLook::Carbon { .. } => {
            let measured = value(whole, Quoted::MeasuredCarbon);
            beside(signals.beside.stated, measured, thresholds)
        }
        SignalLook::Latency { .. } | SignalLook::Volume { .. } => (None, None),
    }
}

/// Of two numbers that must be near each other, the edges on the side on which the measured one lies.
pub(super) fn beside(
    stated: Option<f64>,
    measured: Option<f64>,
    thresholds: &Thresholds,
) -> Bounds {
    let Some(stated) = stated.filter(|stated| *stated > 0.0) else {
        return (None, None);
    };
    let above = measured.is_some_and(|measured| measured > stated);
    let supports = thresholds.supports.and_then(|percent| {
        let share = if above {
            1.0 - percent / 100.0
        } else {
            1.0 + percent / 100.0
        };
        (share > 0.0).then(|| stated / share)
    });
    let contradicts = thresholds.contradicts.filter(|percent| *percent > 0.0);
    let contradicts = contradicts.map(|percent| {
        if above {
            stated * percent / 100.0
        } else {
            stated * 100.0 / percent
        }
    });
    (supports, contradicts)
}
