//! JSON and YAML into one value tree, within bounds on depth and number.

use std::fmt;

use domain::evidence::Unusable;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use crate::Limits;

/// Which bound a document broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Depth,
    Values,
}

/// What may still be taken in.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    values: u64,
    stop: Option<Stop>,
    /// Numbers that were not finite and became null.
    pub non_finite: u64,
}

impl Budget {
    /// A fresh one.
    pub const fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            values: limits.values,
            stop: None,
            non_finite: 0,
        }
    }

    /// The bound that was broken, as the error for this line.
    pub fn broken(&self, line: u64) -> Option<Unusable> {
        self.stop.map(|stop| match stop {
            Stop::Depth => Unusable::TooDeep {
                line,
                limit: self.limits.depth,
            },
            Stop::Values => Unusable::TooManyValues {
                line,
                limit: self.limits.values,
            },
        })
    }

    /// How many values were taken in.
    pub const fn taken(&self) -> u64 {
        self.limits.values.saturating_sub(self.values)
    }

    /// The seed that builds a value of any shape.
    pub const fn seed(&mut self) -> ValueSeed<'_> {
        ValueSeed {
            budget: self,
            depth: 0,
        }
    }
}

/// Builds a value of any shape.
#[derive(Debug)]
pub struct ValueSeed<'b> {
    budget: &'b mut Budget,
    depth: u32,
}

impl ValueSeed<'_> {
    /// The seed for a part, where the depth allows one.
    fn part<E: Error>(&mut self) -> Result<ValueSeed<'_>, E> {
        let depth = self.depth + 1;
        if depth > self.budget.limits.depth {
            self.budget.stop = Some(Stop::Depth);
            return Err(E::custom("too deep"));
        }
        Ok(ValueSeed {
            budget: self.budget,
            depth,
        })
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let Some(left) = self.budget.values.checked_sub(1) else {
            self.budget.stop = Some(Stop::Values);
            return Err(D::Error::custom("too many values"));
        };
        self.budget.values = left;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Ok(Value::String(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Ok(Value::String(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        self.budget.non_finite += u64::from(number.is_none());
        Ok(number.map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(self.part()?)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key_seed(self.part()?)? {
            let value = map.next_value_seed(self.part()?)?;
            // A key was taken from the budget as well; only values count.
            self.budget.values += 1;
            object.insert(key_text(key), value);
        }
        Ok(Value::Object(object))
    }

    /// A tag of YAML (`!Name value`): only the value counts.
    fn visit_enum<A: EnumAccess<'de>>(mut self, tagged: A) -> Result<Value, A::Error> {
        let (_, variant) = tagged.variant_seed(self.part()?)?;
        variant.newtype_variant_seed(self.part()?)
    }
}

/// YAML allows any value as a key.
fn key_text(key: Value) -> String {
    match key {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
