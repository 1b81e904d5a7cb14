//! A rule's signals hour by hour, with the thresholds that they are held against.

use domain::{
    RuleId, Viewer, WorkloadId,
    access::Read,
    rule::{
        Thresholds,
        signal::{Series, SignalLook},
    },
    views::signals::SignalChart,
};

use super::series::KnownSeries;
use crate::{Error, Services, rules::Numbers};

/// Hours drawn at most: more than a month is not seen hour by hour.
const MOST: i64 = 31 * 24;

/// What a rule looked at; none where it reads no series of numbers.
///
/// # Errors
/// [`Error::NotFound`] where the workload or the rule is not there, or the workload may not be read.
#[tracing::instrument(skip_all, fields(rule = %rule))]
pub async fn charts(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    rule: &RuleId,
) -> Result<Option<SignalChart>, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    viewer.permit::<Read>(stored.ok_or(Error::NotFound)?.team)?;
    let rule = services
        .framework
        .rules
        .iter()
        .find(|one| one.id == *rule)
        .ok_or(Error::NotFound)?;
    let numbers = Numbers::read(&mut tx).await?;
    let (Some(test), Some(thresholds)) = (&rule.signal, numbers.of(rule)) else {
        return Ok(None);
    };
    let now = services.now().unix_timestamp().div_euclid(3600);
    let span = (i64::from(thresholds.days) * 24).min(MOST);
    let from = now - span + 1;
    let signals = test.look.signals();
    let known = KnownSeries::load(&mut tx, id, &signals).await?;
    let series = known.read(&mut tx, &signals, (from, now)).await?;
    Ok(chart(&test.look, thresholds, &series, (from, now)))
}

fn chart(
    look: &SignalLook,
    thresholds: &Thresholds,
    series: &[Series],
    (from, to): (i64, i64),
) -> Option<SignalChart> {
    let mean = |name: &str, hour: i64| -> Option<f64> {
        let values = series
            .iter()
            .filter(|s| s.signal == name)
            .filter_map(|s| s.hours.get(&hour));
        let values: Vec<f64> = values.map(domain::rule::signal::Hour::mean).collect();
        #[expect(clippy::cast_precision_loss, reason = "series are few")]
        let count = values.len() as f64;
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / count)
    };
    let sum = |names: &[&str], hour: i64| -> Option<f64> {
        let values = series
            .iter()
            .filter(|s| names.contains(&s.signal.as_str()))
            .filter_map(|s| s.hours.get(&hour));
        let values: Vec<f64> = values.map(|hour| hour.sum).collect();
        (!values.is_empty()).then(|| values.iter().sum())
    };
    let hours = from..=to;
    let drawn = |signal: &str, values: Vec<Option<f64>>, share: bool| {
        let bound = |bound: Option<f64>| bound.map(|bound| bound / 100.0).filter(|_| share);
        SignalChart {
            signal: signal.to_owned(),
            from,
            values,
            supports: bound(thresholds.supports),
            contradicts: bound(thresholds.contradicts),
            share,
        }
    };
    match look {
        SignalLook::Mean { of, .. } => {
            let values = hours.map(|hour| mean(of, hour)).collect();
            Some(drawn(of, values, true))
        }
        SignalLook::Ratio { part, whole, .. }
            if part.iter().chain(whole).all(|pick| pick.only.is_empty()) =>
        {
            let names = |picks: &[domain::rule::signal::Pick]| -> Vec<String> {
                picks.iter().map(|pick| pick.signal.clone()).collect()
            };
            let (parts, wholes) = (names(part), names(whole));
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            let wholes: Vec<&str> = wholes.iter().map(String::as_str).collect();
            let share = |hour| {
                let whole = sum(&wholes, hour).filter(|whole| *whole > 0.0)?;
                Some(sum(&parts, hour).unwrap_or(0.0) / whole)
            };
            let values = hours.map(share).collect();
            Some(drawn(
                parts.first().copied().unwrap_or_default(),
                values,
                true,
            ))
        }
        SignalLook::Batch { running, .. } => Some(drawn(
            running,
            hours.map(|hour| mean(running, hour)).collect(),
            false,
        )),
        SignalLook::Saturation { usage, .. } => Some(drawn(
            usage,
            hours.map(|hour| mean(usage, hour)).collect(),
            false,
        )),
        SignalLook::Spread { of, .. } | SignalLook::Mix { of, .. } => Some(drawn(
            of,
            hours.map(|hour| sum(&[of], hour)).collect(),
            false,
        )),
        _ => None,
    }
}
