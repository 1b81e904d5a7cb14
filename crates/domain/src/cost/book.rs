//! From a workload's series and files to amounts by day.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use time::Date;

use super::vantage::ROWS;
use super::{Entry, Filed, How, Origin, Quantity, Source, Vantage, files, places};

/// The currency of signals of money.
const SIGNAL_CURRENCY: &str = "USD";
/// Joules of a kilowatt-hour.
const JOULES: f64 = 3.6e6;

/// A day of a series under a signal's name and in its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesDay {
    /// The signal.
    pub signal: String,
    /// The name, as it was sent.
    pub name: String,
    /// Its labels.
    pub labels: Arc<BTreeMap<String, String>>,
    /// Which day, in UTC.
    pub day: Date,
    /// The sum of its hours' sums: of a counter its increase.
    pub total: f64,
    /// The sum of its hours' means.
    pub means: f64,
    /// Hours with data.
    pub hours: u32,
}

/// What distinguishes amounts of one day.
type Key = (Date, Quantity, Origin, String, String, String);

/// All amounts of the days from `first` to `last`, each once.
///
/// Of tokens, money and energy that are counted at several places the first place counts, day by day: see [`Vantage`].
/// Money of a bill stands for everything that was charged in its currency on its days.
pub fn book(series: &[SeriesDay], filed: &[Filed], (first, last): (Date, Date)) -> Vec<Entry> {
    let mut sums: BTreeMap<Key, f64> = BTreeMap::new();
    let mut add = |entry: Entry| {
        let Entry {
            day,
            quantity,
            origin,
            model,
            feature,
            currency,
            amount,
        } = entry;
        if (first..=last).contains(&day) && amount.is_finite() && amount >= 0.0 {
            *sums
                .entry((day, quantity, origin, model, feature, currency))
                .or_default() += amount;
        }
    };
    let billed = files::billed(filed);
    let mut seen: BTreeSet<(Date, Quantity)> = BTreeSet::new();
    for row in ROWS {
        for entry in of_row(row, series) {
            let covered = entry.quantity == Quantity::Spend
                && billed.contains(&(entry.day, entry.currency.clone()));
            if !covered {
                seen.insert((entry.day, files::together(entry.quantity)));
                add(entry);
            }
        }
    }
    for entry in files::entries(filed, &billed, &seen) {
        add(entry);
    }
    let entry = |((day, quantity, origin, model, feature, currency), amount)| Entry {
        day,
        quantity,
        origin,
        model,
        feature,
        currency,
        amount,
    };
    sums.into_iter().map(entry).collect()
}

/// The amounts of one row: for each day those of the first vantage that counted something. A counter that stands still is
/// no reason to leave out one that counts; where all stand still, the first says so.
fn of_row(row: &[Vantage], series: &[SeriesDay]) -> Vec<Entry> {
    let all: Vec<Vec<Entry>> = row
        .iter()
        .map(|vantage| {
            vantage
                .iter()
                .flat_map(|source| of_source(source, series))
                .collect()
        })
        .collect();
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for counted in [true, false] {
        for (place, entries) in all.iter().enumerate() {
            for entry in entries
                .iter()
                .filter(|entry| entry.amount > 0.0 || !counted)
            {
                counts.entry(entry.day).or_insert(place);
            }
        }
    }
    let here = |(place, entries): (usize, Vec<Entry>)| {
        let counts = &counts;
        entries
            .into_iter()
            .filter(move |entry| counts.get(&entry.day) == Some(&place))
    };
    all.into_iter().enumerate().flat_map(here).collect()
}

/// What a day of a series comes to.
pub fn amount(how: How, day: &SeriesDay) -> f64 {
    match how {
        How::Sum => day.total,
        How::Joules => day.total / JOULES,
        How::Watts => day.means / 1000.0,
        How::Mean => day.means,
        How::Hours => f64::from(day.hours),
    }
}

fn of_source<'a>(source: &'a Source, series: &'a [SeriesDay]) -> impl Iterator<Item = Entry> + 'a {
    let here = series.iter().filter(|one| one.signal == source.signal);
    here.map(|one| {
        let amount = amount(source.how, one);
        let money = source.gives == Quantity::Spend;
        Entry {
            day: one.day,
            quantity: source.gives,
            origin: Origin::Series {
                name: one.name.clone(),
            },
            model: places::model(&one.labels),
            feature: places::feature(&one.labels),
            currency: if money {
                SIGNAL_CURRENCY.to_owned()
            } else {
                String::new()
            },
            amount,
        }
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const DAY: Date = date!(2026 - 11 - 10);

    fn series(signal: &str, labels: &[(&str, &str)], total: f64) -> SeriesDay {
        let labels = labels
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        SeriesDay {
            signal: signal.to_owned(),
            name: format!("{signal}_total"),
            labels: Arc::new(labels.collect()),
            day: DAY,
            total,
            means: 12.0,
            hours: 24,
        }
    }

    fn sum(entries: &[Entry], quantity: Quantity) -> f64 {
        entries
            .iter()
            .filter(|e| e.quantity == quantity)
            .map(|e| e.amount)
            .sum()
    }

    #[test]
    fn tokens_of_one_place_count() {
        let all = [
            series("serving.prompt_tokens", &[("model_name", "a")], 900.0),
            series("serving.generation_tokens", &[("model_name", "a")], 90.0),
            series(
                "client.input_tokens",
                &[("gen_ai.response.model", "a"), ("feature", "chat")],
                1000.0,
            ),
            series(
                "client.output_tokens",
                &[("gen_ai.response.model", "a"), ("feature", "none")],
                100.0,
            ),
        ];
        let entries = book(&all, &[], (DAY, DAY));
        assert!(
            (sum(&entries, Quantity::TokensIn) - 1000.0).abs() < 1e-9,
            "{entries:?}"
        );
        assert!((sum(&entries, Quantity::TokensOut) - 100.0).abs() < 1e-9);
        let input = entries
            .iter()
            .find(|e| e.quantity == Quantity::TokensIn)
            .unwrap();
        assert_eq!(
            (input.model.as_str(), input.feature.as_str()),
            ("a", "chat")
        );
        let output = entries
            .iter()
            .find(|e| e.quantity == Quantity::TokensOut)
            .unwrap();
        assert_eq!(output.feature, "", "none says nothing");
    }

    #[test]
    fn a_counter_that_stands_still_hides_none_that_counts() {
        let all = [
            series("gateway.input_tokens", &[], 0.0),
            series("client.input_tokens", &[], 5.0),
        ];
        assert!((sum(&book(&all, &[], (DAY, DAY)), Quantity::TokensIn) - 5.0).abs() < 1e-9);
        let still = book(&all[..1], &[], (DAY, DAY));
        assert_eq!(
            still.len(),
            1,
            "nothing was counted, and that is known: {still:?}"
        );
    }

    #[test]
    fn machines_and_energy() {
        let all = [
            series("gpu.utilisation", &[("gpu", "0")], 0.0),
            series("gpu.utilisation", &[("gpu", "1")], 0.0),
            series("gpu.power", &[("gpu", "0")], 0.0),
            series("energy.pod_cpu", &[], 7.2e6),
        ];
        let entries = book(&all, &[], (DAY, DAY));
        assert!((sum(&entries, Quantity::GpuHours) - 48.0).abs() < 1e-9);
        assert!((sum(&entries, Quantity::GpuBusy) - 24.0).abs() < 1e-9);
        // Twelve watt-hours of the GPU and two kilowatt-hours of processors.
        assert!((sum(&entries, Quantity::Energy) - 2.012).abs() < 1e-9);
        assert!(book(&all, &[], (date!(2026 - 11 - 11), DAY)).is_empty());
    }
}
