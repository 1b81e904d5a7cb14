//! The calculators, on what the workload's last days came to.

use std::collections::BTreeMap;

use domain::{
    Framework, WorkloadId,
    cost::{Assumptions, Facts, Known, Quantity, forecast},
    views::cost::{CostQuery, Estimates},
};
use store::{
    Tx,
    cost::{
        assumptions,
        days::{self, Total},
    },
};
use time::{Date, Duration};

use crate::{Error, Services, rules::Numbers};

/// Days of the workload's own figures.
const OWN: i64 = 30;
/// Days of history that are looked at.
const HISTORY: i64 = 90;
/// Hours of a day.
const HOURS: f64 = 24.0;

/// What the calculators find for a workload; in the month's currency where the last days have any of it.
pub(super) async fn of(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    currency: &str,
    query: &CostQuery,
) -> Result<Estimates, Error> {
    // Today is not over.
    let last = services.today() - Duration::days(1);
    let since = last - Duration::days(HISTORY - 1);
    let totals = days::totals(tx, id, (since, last)).await?;
    let first = last - Duration::days(OWN - 1);
    let recent: Vec<&Total> = totals.iter().filter(|one| one.day >= first).collect();
    let known = known(services.framework, &Numbers::read(tx).await?);
    let currency = currency_of(&recent, [&query.currency, currency]);
    let facts = facts(&recent, currency);
    let kept = assumptions::get(tx, id, currency).await?;
    // The address has the last word, also where it empties a field.
    let mut given = kept.given.clone();
    given.extend(query.assume.clone());
    let all = Assumptions::of(facts, &known, &given).with_kept(&kept.given);
    let mut dates: Vec<Date> = recent.iter().map(|one| one.day).collect();
    dates.dedup();
    let of = forecast_of(&given, &totals);
    let history = history(&totals, of, since);
    let target = target(&known);
    let own = own_capacity(&totals, of, target);
    let capacity = capacity(&given, of, own).or(own);
    let (tco, tco_missing) = match all.tco() {
        Ok(tco) => (Some(tco), Vec::new()),
        Err(missing) => (None, missing),
    };
    // What began in the middle of a day is no day.
    let points: Vec<(i32, f64)> = (0..)
        .zip(&history)
        .filter_map(|(day, total)| Some((day, (*total)?)))
        .skip(1)
        .collect();
    Ok(Estimates {
        currency: currency.to_owned(),
        first: first.to_string(),
        last: last.to_string(),
        days: u32::try_from(dates.len()).unwrap_or(0),
        quantisation: all.quantisation(),
        batching: all.batching(),
        routing: all.routing(),
        reuse: all.reuse(),
        assumptions: all.0,
        kept: kept.version,
        tco,
        tco_missing,
        forecast_of: of.to_owned(),
        own_capacity: own.is_some() && capacity == own,
        capacity_target: target,
        forecast: forecast(&points, capacity),
        capacity,
        history,
        history_first: since.to_string(),
    })
}

/// The whitepaper's ranges, and the bar that this installation sets for the prefix cache.
fn known(framework: &Framework, numbers: &Numbers) -> Known {
    let figures = framework.figures.iter();
    let rule = framework
        .rules
        .iter()
        .find(|rule| rule.id.as_str() == "C08.prefix");
    Known {
        figures: figures
            .map(|figure| (figure.id.clone(), (figure.low, figure.high)))
            .collect(),
        prefix_bar: rule
            .and_then(|rule| numbers.of(rule)?.supports)
            .unwrap_or_default(),
    }
}

/// The first of some currencies in which anything was spent, else that in which most was: a month that has just begun has
/// none of its own.
fn currency_of<'a>(totals: &[&'a Total], asked: [&'a str; 2]) -> &'a str {
    let mut spent: BTreeMap<&str, f64> = BTreeMap::new();
    for one in totals.iter().filter(|one| one.quantity == Quantity::Spend) {
        *spent.entry(&one.currency).or_default() += one.amount;
    }
    let most = spent.iter().max_by(|a, b| a.1.total_cmp(b.1));
    let most = most.map(|(currency, _)| *currency);
    let [_, of_month] = asked;
    let known = asked.into_iter().find(|asked| spent.contains_key(asked));
    known.or(most).unwrap_or(of_month)
}

fn facts(totals: &[&Total], currency: &str) -> Facts {
    let of = |quantity: Quantity| {
        let own = totals.iter().filter(|one| one.quantity == quantity);
        let own = own.filter(|one| one.currency.is_empty() || one.currency == currency);
        own.map(|one| one.amount).reduce(|a, b| a + b)
    };
    let share = |part: Quantity, whole: Quantity| {
        let whole = of(whole).filter(|whole| *whole > 0.0)?;
        Some(of(part).unwrap_or_default() / whole)
    };
    Facts {
        spend: of(Quantity::Spend),
        tokens_in: of(Quantity::TokensIn),
        tokens_out: of(Quantity::TokensOut),
        tokens_cached: of(Quantity::TokensCached),
        gpu_hours: of(Quantity::GpuHours),
        gpu_busy: of(Quantity::GpuBusy),
        prefix: share(Quantity::PrefixFound, Quantity::PrefixAsked),
        calls: of(Quantity::Calls),
        short: share(Quantity::CallsShort, Quantity::Calls),
    }
}

/// The capacity that somebody gave; none where the workload's own says the same. GPUs and tokens have a field each: the
/// hours of the one are no number of the other.
fn capacity(given: &BTreeMap<String, String>, of: &str, own: Option<f64>) -> Option<f64> {
    let text = given.get(&format!("f_capacity_{of}"))?;
    let number = text.trim().parse::<f64>().ok()?;
    let differs = own.is_none_or(|own| (own - number).abs() > 0.5);
    (number.is_finite() && number > 0.0 && differs).then_some(number)
}

/// What of a form's fields differs from what would be assumed without them.
pub(super) async fn given(
    services: &Services,
    tx: &mut Tx,
    (id, currency): (WorkloadId, &str),
    fields: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Error> {
    let last = services.today() - Duration::days(1);
    let since = last - Duration::days(HISTORY - 1);
    let totals = days::totals(tx, id, (since, last)).await?;
    let first = last - Duration::days(OWN - 1);
    let recent: Vec<&Total> = totals.iter().filter(|one| one.day >= first).collect();
    let known = known(services.framework, &Numbers::read(tx).await?);
    let target = target(&known);
    let mut given = Assumptions::of(facts(&recent, currency), &known, fields).given();
    let of = forecast_of(fields, &totals);
    if of != forecast_of(&BTreeMap::new(), &totals) {
        given.insert("forecast".to_owned(), of.to_owned());
    }
    for of in ["gpu", "tokens"] {
        if let Some(number) = capacity(fields, of, own_capacity(&totals, of, target)) {
            given.insert(format!("f_capacity_{of}"), number.to_string());
        }
    }
    Ok(given)
}

/// The utilisation of GPUs that capacity is counted with, in per cent.
fn target(known: &Known) -> f64 {
    let figure = known.figures.get("gpu-utilisation");
    figure.map_or(70.0, |(low, _)| *low)
}

/// What is foretold: what is asked for, else busy hours of GPUs where there are any.
fn forecast_of(given: &BTreeMap<String, String>, totals: &[Total]) -> &'static str {
    let busy = totals.iter().any(|one| one.quantity == Quantity::GpuBusy);
    match given.get("forecast").map(String::as_str) {
        Some("tokens") => "tokens",
        Some("gpu") => "gpu",
        _ if busy => "gpu",
        _ => "tokens",
    }
}

/// Totals day by day; days without data are none.
fn history(totals: &[Total], of: &str, since: Date) -> Vec<Option<f64>> {
    let counts = |quantity: Quantity| match of {
        "gpu" => quantity == Quantity::GpuBusy,
        _ => matches!(quantity, Quantity::TokensIn | Quantity::TokensOut),
    };
    let mut days: BTreeMap<Date, f64> = BTreeMap::new();
    for one in totals.iter().filter(|one| counts(one.quantity)) {
        *days.entry(one.day).or_default() += one.amount;
    }
    (0..HISTORY)
        .map(|day| days.get(&(since + Duration::days(day))).copied())
        .collect()
}

/// What the workload's own GPUs can do in a day at the whitepaper's utilisation: the most that reported on one of the last
/// seven days with any, around the clock. Of tokens as many as its busy hours have made each.
fn own_capacity(totals: &[Total], of: &str, utilisation: f64) -> Option<f64> {
    let mut hours: Vec<(Date, f64)> = Vec::new();
    for one in totals
        .iter()
        .filter(|one| one.quantity == Quantity::GpuHours)
    {
        hours.push((one.day, one.amount));
    }
    let recent = hours
        .iter()
        .rev()
        .take(7)
        .map(|(_, hours)| *hours)
        .fold(0.0, f64::max);
    let gpus = (recent / HOURS).ceil();
    let busy = gpus * HOURS * utilisation / 100.0;
    if busy <= 0.0 {
        return None;
    }
    if of == "gpu" {
        return Some(busy);
    }
    let sum = |wanted: &[Quantity]| -> f64 {
        totals
            .iter()
            .filter(|one| wanted.contains(&one.quantity))
            .map(|one| one.amount)
            .sum()
    };
    let busy_hours = sum(&[Quantity::GpuBusy]);
    let tokens = sum(&[Quantity::TokensIn, Quantity::TokensOut]);
    (busy_hours > 0.0 && tokens > 0.0).then(|| tokens / busy_hours * busy)
}
