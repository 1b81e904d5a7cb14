//! From a workload's telemetry to a verdict.

use time::{Date, Duration, OffsetDateTime};

use super::{
    SignalLook, SignalTest, Signals, beside, cached, changed, collected, cover, days, decisions,
    efficiency, failover, happened, instances, levels, listed, load, mean, metered, mix, overspent,
    presence, ratio, scaling, spread, tiers, traces,
};
use crate::evidence::Label;
use crate::rule::{Gap, Outcome, Thresholds, Verdict};

/// Judges a workload's telemetry by one rule. The same telemetry always gives the same verdict.
///
/// `signals` holds what came in within `thresholds.days` before now.
pub fn judge(test: &SignalTest, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let mut verdict = look(&test.look, thresholds, signals);
    frame(&mut verdict, test, thresholds, signals);
    if verdict.outcome == Outcome::Supports && test.partial {
        verdict.outcome = Outcome::NoData(Gap::Partial);
    }
    verdict
}

fn look(look: &SignalLook, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    match look {
        SignalLook::Mean { of, running, work } => {
            mean::judge((of, running, work), thresholds, signals)
        }
        SignalLook::Ratio {
            part,
            whole,
            better,
            one_sided,
            emitted,
            by,
        } => {
            let parts = ratio::Parts {
                part,
                whole,
                emitted,
                one_sided: *one_sided,
                by,
            };
            ratio::judge(&parts, *better, thresholds, signals)
        }
        SignalLook::Traces {
            part,
            whole,
            better,
            emitted,
        } => traces::judge((part, whole, emitted), *better, thresholds, signals),
        SignalLook::Instances(look) => instances::judge(look, thresholds, signals),
        SignalLook::Presence(look) => presence::judge(look, thresholds, signals),
        SignalLook::Collected(look) => collected::judge(look, thresholds, signals),
        SignalLook::Spread { of, by } => spread::judge(of, by, thresholds, signals),
        SignalLook::Batch(look) => load::batch(look, thresholds, signals),
        SignalLook::Saturation {
            usage,
            full,
            waiting,
        } => load::saturation((usage, *full, waiting), thresholds, signals),
        SignalLook::Cover { used, limit, by } => {
            cover::judge((used, limit), by, thresholds, signals)
        }
        SignalLook::Listed { of, by, .. } => listed::judge(of, by, thresholds, signals),
        SignalLook::Mix { of, by } => mix::judge(of, by, thresholds, signals),
        SignalLook::Tiers { of, short, by, .. } => {
            tiers::judge((of, short), by, thresholds, signals)
        }
        SignalLook::Latency { .. } => beside::latency(thresholds, signals),
        SignalLook::Volume { of, .. } => beside::volume(of, thresholds, signals),
        SignalLook::Happened { of, among } => happened::judge(of, among, thresholds, signals),
        SignalLook::Changed { of, by } => changed::judge(of, by, thresholds, signals),
        SignalLook::Days { classes } => days::judge(classes, thresholds, signals),
        SignalLook::Levels { levels, calls } => levels::judge(levels, calls, thresholds, signals),
        SignalLook::Scaling(of) => scaling::judge(of, thresholds, signals),
        SignalLook::Decisions(of) => decisions::judge(of, thresholds, signals),
        SignalLook::Overspent(of) => overspent::judge(of, thresholds, signals),
        SignalLook::Metered { of, with, by } => metered::judge((of, with), by, thresholds, signals),
        SignalLook::Carbon { energy, .. } => metered::carbon(energy, thresholds, signals),
        SignalLook::Cached(of) => cached::judge(of, thresholds, signals),
        SignalLook::Failover(of) => failover::judge(of, thresholds, signals),
        SignalLook::Efficiency(of) => efficiency::judge(of, thresholds, signals),
    }
}

/// Adds which days the data is from, and until when it counts: as long as its last hour.
fn frame(verdict: &mut Verdict, test: &SignalTest, thresholds: &Thresholds, signals: Signals<'_>) {
    if verdict.outcome == Outcome::NoData(Gap::Nothing) {
        return;
    }
    let hours = || signals.series.iter().flat_map(|s| s.hours.keys().copied());
    let (first, last) = (hours().min().and_then(day), hours().max().and_then(day));
    let (from, to) = if test.look.reads_traces() {
        let (from, to) = signals.traced.unzip();
        (from.into_iter().chain(first).min(), to.max(last))
    } else {
        (first, last)
    };
    verdict.from = from;
    verdict.to = to;
    // Whose telemetry it was: a number without its source can't be checked.
    let tools = signals.sources.iter().map(|tool| Label::clip(tool));
    verdict.tools = tools.collect();
    let days = Duration::days(i64::from(thresholds.days));
    verdict.fresh_until = to.map(|day| day.saturating_add(days));
}

/// The day of an hour since 1970.
fn day(hour: i64) -> Option<Date> {
    let at = OffsetDateTime::from_unix_timestamp(hour.checked_mul(3600)?);
    at.ok().map(OffsetDateTime::date)
}
