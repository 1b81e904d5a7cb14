//! Attributes and their values.

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{
    Json,
    fault::Fault,
    tolerant::{Number, Signed, Text, each},
};
use crate::otlp::{
    Unreadable,
    message::{Any, Attributes, Budget},
};

/// The attributes in a JSON list.
pub fn attributes(raw: &RawValue) -> Result<Attributes<'_>, Unreadable> {
    pairs(Some(raw), &mut Budget::default()).map_err(|fault| fault.within(raw.get()))
}

pub(super) fn pairs<'a>(list: Json<'a>, budget: &mut Budget) -> Result<Attributes<'a>, Fault> {
    let mut pairs = Vec::new();
    each(list, |pair: PairJson<'a>| {
        if budget.take() {
            let value = pair.value.map_or(Ok(Any::Empty), |v| v.read(budget))?;
            pairs.push((pair.key.map(|t| t.0).unwrap_or_default(), value));
        }
        Ok(())
    })?;
    Ok(pairs)
}

#[derive(Deserialize)]
struct PairJson<'a> {
    #[serde(borrow, default)]
    key: Option<Text<'a>>,
    #[serde(borrow, default)]
    value: Option<AnyJson<'a>>,
}

#[derive(Deserialize)]
pub(super) struct AnyJson<'a> {
    #[serde(borrow, default, rename = "stringValue")]
    text: Option<Text<'a>>,
    #[serde(default, rename = "boolValue")]
    flag: Option<bool>,
    #[serde(default, rename = "intValue")]
    whole: Option<Signed>,
    #[serde(default, rename = "doubleValue")]
    number: Option<Number>,
    #[serde(borrow, default, rename = "arrayValue")]
    list: Option<ValuesJson<'a>>,
    #[serde(borrow, default, rename = "kvlistValue")]
    map: Option<ValuesJson<'a>>,
    #[serde(default, rename = "bytesValue")]
    bytes: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct ValuesJson<'a> {
    #[serde(borrow, default)]
    values: Json<'a>,
}

impl<'a> AnyJson<'a> {
    pub(super) fn read(self, budget: &mut Budget) -> Result<Any<'a>, Fault> {
        if let Some(list) = self.list {
            return list.list(budget).map(Any::List);
        }
        if let Some(map) = self.map {
            return map.map(budget).map(Any::Map);
        }
        let text = self.text.map(|t| Any::Text(t.0));
        Ok(text
            .or(self.flag.map(Any::Bool))
            .or(self.whole.map(|n| Any::Int(n.0)))
            .or(self.number.map(|n| Any::Double(n.0)))
            .or(self.bytes.map(|_| Any::Bytes))
            .unwrap_or(Any::Empty))
    }
}

impl<'a> ValuesJson<'a> {
    fn list(self, budget: &mut Budget) -> Result<Vec<Any<'a>>, Fault> {
        let mut values = Vec::new();
        if budget.enter() {
            each(self.values, |value: AnyJson<'a>| {
                if budget.take() {
                    values.push(value.read(budget)?);
                }
                Ok(())
            })?;
            budget.leave();
        }
        Ok(values)
    }

    fn map(self, budget: &mut Budget) -> Result<Attributes<'a>, Fault> {
        let mut values = Vec::new();
        if budget.enter() {
            values = pairs(self.values, budget)?;
            budget.leave();
        }
        Ok(values)
    }
}
