use std::collections::BTreeMap;

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
    let usd =
        |model: &str, feature: &str| json!({"currency": "USD", "model": model, "feature": feature});
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
    let named = |model: &str, feature: &str, amount| (model.to_owned(), feature.to_owned(), amount);
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
