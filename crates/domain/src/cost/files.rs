//! Amounts that files state, laid on days.

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, Duration};

use super::{Entry, Origin, Quantity};
use crate::{
    ReadingId,
    evidence::{Completeness, Kind, Measure, Reading},
};

/// Kinds of files that state amounts.
pub const FILE_KINDS: [Kind; 5] = [
    Kind::Focus,
    Kind::Opencost,
    Kind::LitellmSpend,
    Kind::Codecarbon,
    Kind::CarbonExport,
];

/// Days over which one file is laid at most.
const LONGEST: i64 = 400;
const SECONDS: f64 = 86_400.0;

/// A file that was handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Filed {
    /// Which.
    pub id: ReadingId,
    /// Files of the same kind and tool about the same things have the same.
    pub series: String,
    /// The day from which it counts.
    pub day: Date,
    /// What it says.
    pub content: Reading,
}

/// The first and the last day that a file's amounts are laid on.
pub fn days_of(day: Date, content: &Reading) -> (Date, Date) {
    let stated = measures(content, "cost.period")
        .next()
        .map(|m| m.value.get());
    let seconds = stated.filter(|seconds| *seconds > 0.0);
    let Some((seconds, end)) = seconds.zip(content.taken_at) else {
        return (day, day);
    };
    // A period ends before the instant that ends it.
    let last = (end - Duration::seconds(1))
        .to_offset(time::UtcOffset::UTC)
        .date();
    #[expect(clippy::cast_possible_truncation, reason = "bounded just below")]
    let length = (seconds / SECONDS).ceil().min(400.0) as i64;
    let first = last.saturating_sub(Duration::days(length.clamp(1, LONGEST) - 1));
    (first, last)
}

fn measures<'a>(content: &'a Reading, name: &'a str) -> impl Iterator<Item = &'a Measure> {
    content
        .measures
        .iter()
        .filter(move |m| m.name.as_str() == name)
}

fn label(measure: &Measure, name: &str) -> String {
    let found = measure.labels.iter().find(|(key, _)| key.as_str() == name);
    found
        .map(|(_, value)| value.to_string())
        .unwrap_or_default()
}

/// Which day of which file counts. Bills are exported again and again while a month runs, often under other names: a file
/// that begins on the same day as another and reaches further replaces it. Of several files of a series that cover a day
/// the newest counts, which came last in `filed` where their days are equal.
fn laid(filed: &[Filed], kind: Kind) -> Vec<(&Filed, Vec<Date>, f64)> {
    let mut usable: Vec<&Filed> = filed
        .iter()
        .filter(|one| {
            one.content.kind == kind && !matches!(one.content.completeness, Completeness::Failed(_))
        })
        .collect();
    let mut reach: BTreeMap<Date, Date> = BTreeMap::new();
    for (first, last) in usable.iter().map(|one| days_of(one.day, &one.content)) {
        let known = reach.entry(first).or_insert(last);
        *known = last.max(*known);
    }
    usable.retain(|one| {
        let (first, last) = days_of(one.day, &one.content);
        reach.get(&first) == Some(&last)
    });
    let mut newest: BTreeMap<(&str, Date), usize> = BTreeMap::new();
    let spans: Vec<_> = usable
        .iter()
        .map(|one| days_of(one.day, &one.content))
        .collect();
    let mut order: Vec<usize> = (0..usable.len()).collect();
    order.sort_by_key(|at| usable.get(*at).map(|one| one.day));
    for at in order {
        if let (Some(one), Some((first, last))) = (usable.get(at), spans.get(at)) {
            for day in days(*first, *last) {
                newest.insert((one.series.as_str(), day), at);
            }
        }
    }
    let mut found = Vec::new();
    for (at, (one, (first, last))) in usable.iter().zip(&spans).enumerate() {
        let all: Vec<Date> = days(*first, *last).collect();
        let own = all
            .iter()
            .copied()
            .filter(|day| newest.get(&(one.series.as_str(), *day)) == Some(&at));
        let share = 1.0 / f64::from(u32::try_from(all.len()).unwrap_or(1).max(1));
        found.push((*one, own.collect(), share));
    }
    found
}

fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let length = (last - first).whole_days().clamp(0, LONGEST);
    (0..=length).map(move |back| first.saturating_add(Duration::days(back)))
}

/// Days and currencies for which a bill says everything.
pub(super) fn billed(filed: &[Filed]) -> BTreeSet<(Date, String)> {
    let mut found = BTreeSet::new();
    for (one, own, _) in laid(filed, Kind::Focus) {
        for total in measures(&one.content, "cost.total") {
            let currency = label(total, "currency");
            found.extend(own.iter().map(|day| (*day, currency.clone())));
        }
    }
    found
}

/// Tokens are counted at one place, those in, out and cached together.
pub(super) const fn together(quantity: Quantity) -> Quantity {
    match quantity {
        Quantity::TokensOut | Quantity::TokensCached => Quantity::TokensIn,
        other => other,
    }
}

/// What files state. Money of a bill counts alone; without one, allocations of a cluster and a gateway's rows add up,
/// as the one is for machines and the other for what was bought by the token. What telemetry counted on a day (`seen`)
/// a gateway's rows don't count again.
pub(super) fn entries(
    filed: &[Filed],
    billed: &BTreeSet<(Date, String)>,
    seen: &BTreeSet<(Date, Quantity)>,
) -> Vec<Entry> {
    let mut found = Vec::new();
    for kind in [Kind::Focus, Kind::Opencost, Kind::LitellmSpend] {
        for (one, own, share) in laid(filed, kind) {
            for entry in charged(one).chain(tokens(one)) {
                for day in &own {
                    let covered = kind != Kind::Focus
                        && entry.quantity == Quantity::Spend
                        && billed.contains(&(*day, entry.currency.clone()));
                    let counted = kind == Kind::LitellmSpend
                        && seen.contains(&(*day, together(entry.quantity)));
                    let other = kind != Kind::LitellmSpend && entry.quantity != Quantity::Spend;
                    if !covered && !counted && !other {
                        found.push(Entry {
                            day: *day,
                            amount: entry.amount * share,
                            ..entry.clone()
                        });
                    }
                }
            }
        }
    }
    found.extend(stated(filed));
    found
}

/// A file's money by model, and of each model by feature; the rest without one.
fn charged(one: &Filed) -> impl Iterator<Item = Entry> + '_ {
    measures(&one.content, "cost.total").flat_map(move |total| {
        let currency = label(total, "currency");
        let own = |name: &'static str| {
            let currency = currency.clone();
            measures(&one.content, name).filter(move |m| label(m, "currency") == currency)
        };
        let mut models: BTreeMap<String, f64> = BTreeMap::new();
        for measure in own("cost.model") {
            *models.entry(label(measure, "model")).or_default() += measure.value.get();
        }
        let mut features: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
        for measure in own("cost.feature") {
            let of = features.entry(label(measure, "model")).or_default();
            *of.entry(label(measure, "feature")).or_default() += measure.value.get();
        }
        let mut found = Vec::new();
        for (model, amount) in parts(models, total.value.get()) {
            let mut of = parts(features.remove(&model).unwrap_or_default(), amount);
            // A model that cost nothing is known to.
            if of.is_empty() {
                of.insert(String::new(), amount);
            }
            for (feature, amount) in of {
                found.push(Entry {
                    feature,
                    ..entry(
                        one,
                        Quantity::Spend,
                        model.clone(),
                        currency.clone(),
                        amount,
                    )
                });
            }
        }
        found
    })
}

/// The parts of a whole with the rest, which has no name. Where credits make named parts more than the whole, they share it.
fn parts(mut named: BTreeMap<String, f64>, whole: f64) -> BTreeMap<String, f64> {
    named.retain(|_, amount| *amount >= 0.0);
    let sum: f64 = named.values().sum();
    let rest = whole - sum;
    if rest > whole.abs() * 1e-9 {
        *named.entry(String::new()).or_default() += rest;
    } else if sum > 0.0 {
        let scale = whole.max(0.0) / sum;
        for amount in named.values_mut() {
            *amount *= scale;
        }
    }
    named
}

fn tokens(one: &Filed) -> impl Iterator<Item = Entry> + '_ {
    let names = [
        ("tokens.input", Quantity::TokensIn),
        ("tokens.output", Quantity::TokensOut),
        ("tokens.input.cached", Quantity::TokensCached),
    ];
    names.into_iter().flat_map(move |(name, quantity)| {
        measures(&one.content, name).map(move |m| {
            entry(
                one,
                quantity,
                label(m, "model"),
                String::new(),
                m.value.get(),
            )
        })
    })
}

fn entry(one: &Filed, quantity: Quantity, model: String, currency: String, amount: f64) -> Entry {
    Entry {
        day: one.day,
        quantity,
        origin: Origin::File { reading: one.id },
        model,
        feature: String::new(),
        currency,
        amount,
    }
}

/// Energy and emissions of files that grow: each says how much it is by now, so that what it adds to the one before it in
/// its series counts, on its day. A file that says less than the one before it has begun anew. Emissions of a provider's
/// export count only where no run was measured.
fn stated(filed: &[Filed]) -> Vec<Entry> {
    let of = |kind: Kind| filed.iter().filter(move |one| one.content.kind == kind);
    let kind = if of(Kind::Codecarbon).next().is_some() {
        Kind::Codecarbon
    } else {
        Kind::CarbonExport
    };
    let names: &[(&str, Quantity)] = &[
        ("carbon.energy", Quantity::EnergyStated),
        ("carbon.emissions", Quantity::Carbon),
        ("carbon.cloud", Quantity::Carbon),
    ];
    let mut before: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let mut in_order: Vec<&Filed> = of(kind).collect();
    in_order.sort_by_key(|one| one.day);
    let mut found = Vec::new();
    for one in in_order {
        for (name, quantity) in names {
            let values: Vec<f64> = measures(&one.content, name)
                .map(|m| m.value.get())
                .collect();
            if values.is_empty() {
                continue;
            }
            let total: f64 = values.iter().sum();
            let known = before.insert((one.series.as_str(), *name), total);
            let added = match known {
                Some(known) if known <= total => total - known,
                _ => total,
            };
            found.push(entry(one, *quantity, String::new(), String::new(), added));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::cost::{SeriesDay, book};

    fn filed(id: u128, kind: &str, day: Date, end: &str, measures: serde_json::Value) -> Filed {
        let content = json!({
            "kind": kind, "tool": {"name": "", "version": null}, "taken_at": end,
            "completeness": {"state": "complete"}, "scopes": [], "findings": [],
            "tally": crate::evidence::Tally::default(), "measures": measures, "components": [], "ignored": [], "warnings": [],
        });
        Filed {
            id: ReadingId(Uuid::from_u128(id)),
            series: kind.to_owned(),
            day,
            content: serde_json::from_value(content).unwrap(),
        }
    }

    fn money(name: &str, labels: serde_json::Value, value: f64) -> serde_json::Value {
        json!({"name": name, "labels": labels, "value": value, "unit": "money", "n": null})
    }

    fn bill(id: u128, day: Date, end: &str, days: f64, total: f64) -> Filed {
        filed(
            id,
            "focus",
            day,
            end,
            json!([
                money("cost.total", json!({"currency": "CNY"}), total),
                money("cost.model", json!({"currency": "CNY", "model": "a", "direction": "input"}), total / 4.0),
                {"name": "cost.period", "labels": {}, "value": days * 86_400.0, "unit": "seconds", "n": null},
            ]),
        )
    }

    fn spend(entries: &[Entry], currency: &str) -> f64 {
        entries
            .iter()
            .filter(|e| e.quantity == Quantity::Spend && e.currency == currency)
            .map(|e| e.amount)
            .sum()
    }

    const FIRST: Date = date!(2026 - 11 - 01);
    const LAST: Date = date!(2026 - 11 - 30);

    #[test]
    fn a_bill_is_laid_on_its_days() {
        let file = bill(
            1,
            date!(2026 - 11 - 11),
            "2026-11-11T00:00:00Z",
            10.0,
            1000.0,
        );
        assert_eq!(
            days_of(file.day, &file.content),
            (FIRST, date!(2026 - 11 - 10))
        );
        let entries = book(&[], std::slice::from_ref(&file), (FIRST, LAST));
        assert!((spend(&entries, "CNY") - 1000.0).abs() < 1e-6);
        let half = book(&[], &[file], (date!(2026 - 11 - 06), LAST));
        assert!((spend(&half, "CNY") - 500.0).abs() < 1e-6);
        let named: f64 = half
            .iter()
            .filter(|e| e.model == "a")
            .map(|e| e.amount)
            .sum();
        assert!((named - 125.0).abs() < 1e-6);
    }

    #[test]
    fn the_newest_export_of_a_day_counts() {
        let files = [
            bill(
                1,
                date!(2026 - 11 - 11),
                "2026-11-11T00:00:00Z",
                10.0,
                1000.0,
            ),
            bill(
                2,
                date!(2026 - 11 - 21),
                "2026-11-21T00:00:00Z",
                20.0,
                2400.0,
            ),
        ];
        assert!((spend(&book(&[], &files, (FIRST, LAST)), "CNY") - 2400.0).abs() < 1e-6);
    }

    #[test]
    fn an_export_that_reaches_further_replaces_the_one_before_it() {
        let mut later = bill(
            2,
            date!(2026 - 11 - 21),
            "2026-11-21T00:00:00Z",
            20.0,
            2400.0,
        );
        later.series = "bill-2026-11-21.csv".to_owned();
        let mut other = bill(
            3,
            date!(2026 - 11 - 21),
            "2026-11-21T00:00:00Z",
            20.0,
            600.0,
        );
        other.series = "another account".to_owned();
        let files = [
            bill(
                1,
                date!(2026 - 11 - 11),
                "2026-11-11T00:00:00Z",
                10.0,
                1000.0,
            ),
            later,
            other,
        ];
        assert!((spend(&book(&[], &files, (FIRST, LAST)), "CNY") - 3000.0).abs() < 1e-6);
    }

    #[test]
    fn money_of_other_currencies_counts_beside_a_bill() {
        let series = [SeriesDay {
            signal: "gateway.spend".to_owned(),
            name: "litellm_spend_metric_total".to_owned(),
            labels: std::sync::Arc::new(BTreeMap::new()),
            day: date!(2026 - 11 - 03),
            total: 30.0,
            means: 0.0,
            hours: 24,
        }];
        let file = bill(
            1,
            date!(2026 - 11 - 11),
            "2026-11-11T00:00:00Z",
            10.0,
            1000.0,
        );
        let entries = book(&series, &[file], (FIRST, LAST));
        assert!((spend(&entries, "USD") - 30.0).abs() < 1e-9);
        assert!((spend(&entries, "CNY") - 1000.0).abs() < 1e-6);
    }

    #[test]
    fn money_is_booked_by_feature_and_never_more_than_all_of_it() {
        let day = date!(2026 - 11 - 10);
        let usd = |model: &str, feature: &str| json!({"currency": "USD", "model": model, "feature": feature});
        let file = |total: f64| {
            let measures = json!([
                money("cost.total", json!({"currency": "USD"}), total),
                money(
                    "cost.model",
                    json!({"currency": "USD", "model": "a", "direction": "any"}),
                    6.0
                ),
                money(
                    "cost.model",
                    json!({"currency": "USD", "model": "b", "direction": "any"}),
                    3.0
                ),
                money("cost.feature", usd("a", "chat"), 4.0),
                money("cost.feature", usd("b", "chat"), 1.0),
                money("cost.feature", usd("b", "search"), 2.0),
                money(
                    "cost.feature",
                    json!({"currency": "USD", "feature": "batch"}),
                    0.5
                ),
            ]);
            filed(1, "litellm_spend", day, "2026-11-10T12:00:00Z", measures)
        };
        let booked = |total: f64| -> Vec<(String, String, f64)> {
            let entries = book(&[], &[file(total)], (FIRST, LAST)).into_iter();
            entries
                .map(|e| (e.model, e.feature, (e.amount * 1e6).round() / 1e6))
                .collect()
        };
        let named =
            |model: &str, feature: &str, amount| (model.to_owned(), feature.to_owned(), amount);
        let expected = [
            named("", "", 0.5),
            named("", "batch", 0.5),
            named("a", "", 2.0),
            named("a", "chat", 4.0),
            named("b", "chat", 1.0),
            named("b", "search", 2.0),
        ];
        assert_eq!(booked(10.0), expected);
        // A credit that names nothing lowers what is named, and nothing is booked beside it.
        let sum: f64 = booked(4.5).iter().map(|(_, _, amount)| amount).sum();
        assert!((sum - 4.5).abs() < 1e-5, "{:?}", booked(4.5));
        let free = json!([
            money("cost.total", json!({"currency": "USD"}), 0.0),
            money("cost.model", usd("own", "x"), 0.0),
        ]);
        let free = filed(1, "litellm_spend", day, "2026-11-10T12:00:00Z", free);
        let entries = book(&[], &[free], (FIRST, LAST));
        assert_eq!(
            entries.len(),
            1,
            "that it cost nothing is known: {entries:?}"
        );
    }

    #[test]
    fn files_that_grow_add_what_is_new() {
        let run = |id, day, kilowatt_hours: f64| {
            filed(
                id,
                "codecarbon",
                day,
                "2026-11-01T00:00:00Z",
                json!([
                    {"name": "carbon.energy", "labels": {"project": "p"}, "value": kilowatt_hours, "unit": "kilowatt_hours", "n": 1},
                ]),
            )
        };
        let files = [
            run(1, date!(2026 - 11 - 02), 10.0),
            run(2, date!(2026 - 11 - 09), 14.0),
            run(3, date!(2026 - 11 - 16), 3.0),
        ];
        let amounts: Vec<f64> = book(&[], &files, (FIRST, LAST))
            .iter()
            .map(|e| e.amount)
            .collect();
        assert_eq!(amounts, [10.0, 4.0, 3.0]);
    }
}
