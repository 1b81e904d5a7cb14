//! List prices of models as models.dev publishes them (`api.json`): providers, their models, and what a million tokens
//! cost in US dollars.
//!
//! Measures by `provider`, `model` and `currency`: `price.input`, `price.output`, `price.cache_read`, the price of a
//! million tokens. Prices of long prompts, of sound and of what is written to a cache are left out, and so is a model
//! without a price of both input and output. A price of 0 is one: somebody offers it free. `price.models`: models with a
//! price, over all providers. No date: the file has none of its own.
//!
//! The whole list is longer than what is kept of a file: hand in the providers that are in question.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Unit};
use serde_json::Value;

use super::Reader;
use crate::{draft::Draft, fields::Fields, intake::Content};

pub static READER: Reader = Reader {
    kind: Kind::PriceList,
    tool: "models.dev",
    writes_nothing: false,
    matches: |content| {
        let providers = content.value().and_then(Value::as_object);
        let mut first = providers.into_iter().flatten().take(PEEKED);
        first.any(|(_, provider)| is_provider(provider))
    },
    read,
};

/// So many providers, and so many models of each, are looked at to recognise the list.
const PEEKED: usize = 8;

/// What all prices of the list are in.
const CURRENCY: &str = "USD";

fn is_provider(v: &Value) -> bool {
    let mut models = v.entries("models").take(PEEKED);
    let is_model = |m: &Value| m.has("id") && m.at("limit").is_object();
    v.has("id") && models.any(|(_, model)| is_model(model))
}

/// A model with its price.
struct Offer<'v> {
    labels: [(&'static str, &'v str); 3],
    input: f64,
    output: f64,
    cache_read: Option<f64>,
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let list = content.value().and_then(Value::as_object);
    let mut offers = Vec::new();
    for (key, provider) in list.into_iter().flatten() {
        let name = provider.text("id").unwrap_or(key);
        for (key, model) in provider.entries("models") {
            let labels = [
                ("provider", name),
                ("model", model.text("id").unwrap_or(key)),
                ("currency", CURRENCY),
            ];
            offers.extend(offer(labels, model.at("cost"), draft));
        }
    }
    draft.count("price.models", crate::fields::many(offers.len()));
    // What a cache saves comes last: a long list is cut at its end.
    for offer in &offers {
        draft.measure("price.input", &offer.labels, offer.input, Unit::Money, None);
        draft.measure(
            "price.output",
            &offer.labels,
            offer.output,
            Unit::Money,
            None,
        );
    }
    for offer in &offers {
        if let Some(price) = offer.cache_read {
            draft.measure("price.cache_read", &offer.labels, price, Unit::Money, None);
        }
    }
    if offers.is_empty() {
        draft.nothing_scanned();
    }
}

/// A model's price, where it has one.
fn offer<'v>(
    labels: [(&'static str, &'v str); 3],
    cost: &Value,
    draft: &mut Draft<'_>,
) -> Option<Offer<'v>> {
    let Some((input, output)) = cost.number("input").zip(cost.number("output")) else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return None;
    };
    if input < 0.0 || output < 0.0 {
        draft.ignore(IgnoredWhat::Number, IgnoredWhy::OutOfRange, None);
        return None;
    }
    Some(Offer {
        labels,
        input,
        output,
        cache_read: cost.number("cache_read").filter(|price| *price >= 0.0),
    })
}
