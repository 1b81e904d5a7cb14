//! FOCUS 1.0–1.4 in CSV. What a charge costs is its effective cost: purchases of commitments cost nothing
//! there, since the usage that they cover does. Tags and principals are read for being there only, but for the tag that names
//! a feature.
//!
//! Measures: those of `cost`. Business keys are `Tags`, `AllocatedTags`, `SubAccountId`, `SubAccountName` and
//! `PrincipalId`.

use domain::cost::NO_CURRENCY;
use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason};
use serde_json::Value;

use super::{
    Reader,
    cost::{Charge, Direction, Keys, Ledger, Period, amount},
};
use crate::{
    draft::Draft,
    fields::Fields,
    intake::{Content, Row, Table},
};

pub static READER: Reader = Reader {
    kind: Kind::Focus,
    tool: "FOCUS",
    writes_nothing: false,
    matches: |content| {
        matches!(content, Content::Csv(table)
            if table.has(&["ChargePeriodStart", "EffectiveCost"])
                || table.has(&["ChargePeriodStart", "ChargeCategory", "BilledCost"]))
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let Content::Csv(table) = content else {
        return draft.incomplete("EffectiveCost");
    };
    let mut bill = Bill::of(table);
    for row in table.rows() {
        match row {
            Ok(row) if row.is_ragged() => {
                bill.broken(IgnoredWhat::Line, IgnoredWhy::Broken, &row, draft);
            }
            Ok(row) => bill.row(&row, draft),
            Err(error) => return draft.refuse(error),
        }
    }
    bill.period.report(draft);
    bill.ledger.report(draft);
    bill.ledger.report_features(draft);
    if bill.ledger.is_empty() && bill.unreadable == 0 {
        draft.nothing_scanned();
    }
    if bill.unreadable > 0 {
        let count = bill.unreadable;
        draft.partial(Reason::PartsUnreadable { count });
    }
}

/// A bill in the making.
struct Bill {
    ledger: Ledger,
    period: Period,
    unreadable: u64,
    cost: &'static str,
    /// Whether the rows say what kind of service they are about.
    categories: bool,
}

impl Bill {
    fn of(table: &Table<'_>) -> Self {
        let effective = table.has(&["EffectiveCost"]);
        Self {
            ledger: Ledger::default(),
            period: Period::default(),
            unreadable: 0,
            cost: if effective {
                "EffectiveCost"
            } else {
                "BilledCost"
            },
            categories: table.has(&["ServiceCategory"]),
        }
    }

    fn broken(&mut self, what: IgnoredWhat, why: IgnoredWhy, row: &Row<'_>, draft: &mut Draft<'_>) {
        self.unreadable += 1;
        draft.ignore(what, why, Some(row.line));
    }

    fn row(&mut self, row: &Row<'_>, draft: &mut Draft<'_>) {
        let purchase = row
            .get("ChargeCategory")
            .is_some_and(|c| c.eq_ignore_ascii_case("Purchase"));
        if purchase && self.cost == "BilledCost" {
            // Billed once as the purchase and again as the usage that it covers.
            return draft.ignore(IgnoredWhat::Line, IgnoredWhy::OutOfScope, Some(row.line));
        }
        let cost = match row
            .get(self.cost)
            .ok_or(IgnoredWhy::Incomplete)
            .and_then(amount)
        {
            Ok(cost) => cost,
            Err(why) => return self.broken(IgnoredWhat::Number, why, row, draft),
        };
        self.dates(row, purchase);
        let currency = row.get("BillingCurrency").map(str::to_uppercase);
        let currency = currency.as_deref().unwrap_or(NO_CURRENCY);
        let category = row.get("ServiceCategory").unwrap_or_default();
        let ai = self.categories && category.eq_ignore_ascii_case("AI and Machine Learning");
        let keys = keys(row, draft);
        self.ledger.charge(Charge {
            currency,
            cost,
            ai,
            keys: &keys,
        });
        if ai {
            let model = self.model(row, currency, cost, draft);
            self.ledger.feature(currency, model.as_deref(), &keys, cost);
        }
    }

    /// What was bought for a long time ends in the future.
    fn dates(&mut self, row: &Row<'_>, purchase: bool) {
        if let Some(start) = row.get("ChargePeriodStart") {
            self.period.start(start);
        }
        let end = row.get("ChargePeriodEnd").filter(|_| !purchase);
        if let Some(end) = end {
            self.period.end(end);
        }
    }

    /// The model, where the row names one.
    fn model(
        &mut self,
        row: &Row<'_>,
        currency: &str,
        cost: f64,
        draft: &mut Draft<'_>,
    ) -> Option<String> {
        let details = object(row, "SkuPriceDetails", draft);
        let direction = direction(&details, row.get("SkuMeter"));
        let model = details.any_text(&["ModelId", "x_ModelId", "ModelFamily"])?;
        self.ledger.model(currency, model, direction, cost);
        if let Some(scale) = row.get("ConsumedUnit").and_then(tokens) {
            match row.get("ConsumedQuantity").map(amount) {
                Some(Ok(quantity)) => self.ledger.tokens(model, direction, quantity * scale),
                Some(Err(why)) => draft.ignore(IgnoredWhat::Number, why, Some(row.line)),
                None => {}
            }
        }
        Some(model.to_owned())
    }
}

fn keys(row: &Row<'_>, draft: &mut Draft<'_>) -> Keys {
    let mut keys = Keys::default();
    for column in ["SubAccountId", "SubAccountName"] {
        keys.note("sub_account", row.get(column));
    }
    keys.note("principal", row.get("PrincipalId"));
    for column in ["Tags", "AllocatedTags"] {
        for (name, value) in object(row, column, draft).as_object().into_iter().flatten() {
            match value {
                Value::String(text) => keys.note(name, Some(text)),
                Value::Number(number) => keys.note(name, Some(&number.to_string())),
                Value::Null => {}
                // A tag without a value is there, and names nothing.
                _ => {
                    keys.mark(name);
                }
            }
        }
    }
    keys
}

/// The JSON object in a cell, or null.
fn object(row: &Row<'_>, column: &str, draft: &mut Draft<'_>) -> Value {
    let parsed = row.get(column).map(serde_json::from_str::<Value>);
    match parsed {
        Some(Ok(value)) if value.is_object() => value,
        Some(Ok(Value::Null)) | None => Value::Null,
        Some(_) => {
            draft.ignore(IgnoredWhat::Result, IgnoredWhy::Broken, Some(row.line));
            Value::Null
        }
    }
}

/// What the tokens are, by the details of the price, or by the meter's name.
fn direction(details: &Value, meter: Option<&str>) -> Direction {
    let lower = |text: Option<&str>| text.unwrap_or_default().to_lowercase();
    let cache = lower(details.text("TokenCacheAction"));
    let side = lower(details.text("TokenDirection"));
    let meter = lower(meter);
    let either =
        |word: &str, text: &str| text.contains(word) || (text.is_empty() && meter.contains(word));
    let cached = meter.contains("cache") && cache.is_empty();
    match () {
        () if cache == "read" || (cached && meter.contains("read")) => Direction::CacheRead,
        () if cache == "write" || (cached && meter.contains("write")) => Direction::CacheWrite,
        () if either("output", &side) => Direction::Output,
        () if either("input", &side) => Direction::Input,
        () => Direction::Any,
    }
}

/// How many tokens one unit is; `None` where it is not of tokens.
fn tokens(unit: &str) -> Option<f64> {
    let unit = unit.trim().to_lowercase();
    let scale = unit
        .strip_suffix("tokens")
        .or_else(|| unit.strip_suffix("token"))?;
    match scale.trim() {
        "" => Some(1.0),
        "k" | "1k" | "thousand" => Some(1e3),
        "m" | "1m" | "million" => Some(1e6),
        number => number
            .replace(',', "")
            .parse()
            .ok()
            .filter(|n| *n > 0.0 && f64::is_finite(*n)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn units_and_directions_of_tokens() {
        assert_eq!(tokens("Tokens"), Some(1.0));
        assert_eq!(tokens("1000000 Tokens"), Some(1e6));
        assert_eq!((tokens("Hour"), tokens("x tokens")), (None, None));
        let read = json!({"TokenCacheAction": "Read", "TokenDirection": "Input"});
        assert_eq!(direction(&read, None), Direction::CacheRead);
        let uncached = json!({"TokenCacheAction": "Uncached", "TokenDirection": "Input"});
        assert_eq!(direction(&uncached, None), Direction::Input);
        assert_eq!(
            direction(&json!({}), Some("Output Tokens")),
            Direction::Output
        );
        let meter = Some("Cache Write Input Tokens");
        assert_eq!(direction(&json!({}), meter), Direction::CacheWrite);
        assert_eq!(direction(&json!({}), None), Direction::Any);
    }
}
