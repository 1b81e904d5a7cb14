//! Lists read one by one, and scalars in the forms that programs give them.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, SeqAccess, Visitor},
};

use super::{Json, fault::Fault};

/// Reads the elements of a list one after the other; `null` and a missing list have none.
pub(super) fn each<'a, T: Deserialize<'a>>(
    list: Json<'a>,
    mut one: impl FnMut(T) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let Some(raw) = list else { return Ok(()) };
    let mut outcome = Ok(());
    let each = Each {
        one: |item: T| {
            outcome = one(item);
            outcome.is_ok()
        },
        item: PhantomData,
    };
    let read = each.deserialize(&mut serde_json::Deserializer::from_str(raw.get()));
    outcome.and(read.map_err(|error| Fault::of(&error, raw.get())))
}

struct Each<F, T> {
    one: F,
    item: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>, F: FnMut(T) -> bool> DeserializeSeed<'de> for Each<F, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T) -> bool> Visitor<'de> for Each<F, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(item) = list.next_element()? {
            if !(self.one)(item) {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// A text that is only copied where it has escapes.
#[derive(Clone, Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// An enum value: a number, never a name.
#[derive(Clone, Copy, Deserialize)]
pub(super) struct Enum(pub(super) u64);

/// `uint64`, `fixed64`: a number or a text.
#[derive(Clone, Copy)]
pub(super) struct Whole(pub(super) u64);

/// `int64`: a number or a text.
#[derive(Clone, Copy)]
pub(super) struct Signed(pub(super) i64);

/// `int32`: a number or a text.
#[derive(Clone, Copy)]
pub(super) struct Small(pub(super) i32);

/// `double`: a number, or `NaN`, `Infinity`, `-Infinity`, or a number as a text.
#[derive(Clone, Copy)]
pub(super) struct Number(pub(super) f64);

macro_rules! tolerant {
    ($type:ident, $inner:ty, $what:literal, |$float:ident| $from_float:expr) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Tolerant;
                impl Visitor<'_> for Tolerant {
                    type Value = $type;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($what)
                    }
                    fn visit_u64<E: Error>(self, n: u64) -> Result<$type, E> {
                        num_traits::NumCast::from(n)
                            .map($type)
                            .ok_or_else(|| E::custom($what))
                    }
                    fn visit_i64<E: Error>(self, n: i64) -> Result<$type, E> {
                        num_traits::NumCast::from(n)
                            .map($type)
                            .ok_or_else(|| E::custom($what))
                    }
                    fn visit_f64<E: Error>(self, $float: f64) -> Result<$type, E> {
                        $from_float.map($type).ok_or_else(|| E::custom($what))
                    }
                    fn visit_str<E: Error>(self, text: &str) -> Result<$type, E> {
                        text.trim()
                            .parse::<$inner>()
                            .map($type)
                            .map_err(|_| E::custom($what))
                    }
                }
                deserializer.deserialize_any(Tolerant)
            }
        }
    };
}

tolerant!(Whole, u64, "a whole number, not negative", |x| {
    (x.fract().abs() < f64::EPSILON)
        .then(|| num_traits::NumCast::from(x))
        .flatten()
});
tolerant!(Signed, i64, "a whole number", |x| {
    (x.fract().abs() < f64::EPSILON)
        .then(|| num_traits::NumCast::from(x))
        .flatten()
});
tolerant!(Small, i32, "a whole number", |x| {
    (x.fract().abs() < f64::EPSILON)
        .then(|| num_traits::NumCast::from(x))
        .flatten()
});
tolerant!(Number, f64, "a number", |x| Some(x));

pub(super) fn whole(n: Option<Whole>) -> u64 {
    n.map_or(0, |n| n.0)
}

pub(super) fn wholes(list: Option<Vec<Whole>>) -> Vec<u64> {
    list.unwrap_or_default().iter().map(|n| n.0).collect()
}
