//! How measured numbers and packed bytes stand in a file, so that they come back as they were.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A measured number. It travels as text: JSON has no infinities, and readers of it may lose the last bit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Real(pub f64);

impl Serialize for Real {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{:e}", self.0))
    }
}

impl<'de> Deserialize<'de> for Real {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

/// Bytes that only this product reads, in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(pub Vec<u8>);

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        STANDARD.decode(text).map(Self).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_to_the_last_bit() {
        let numbers = [
            0.1 + 0.2,
            -0.0,
            5e-324,
            f64::MAX,
            f64::INFINITY,
            f64::NEG_INFINITY,
            1_764_553_747.125,
        ];
        for number in numbers {
            let text = serde_json::to_string(&Real(number)).unwrap();
            let back: Real = serde_json::from_str(&text).unwrap();
            assert_eq!(back.0.to_bits(), number.to_bits(), "{text}");
        }
        // The database writes numbers as text in its own way.
        let stated: Real = serde_json::from_str("\"Infinity\"").unwrap();
        assert_eq!(stated, Real(f64::INFINITY));
    }

    #[test]
    fn what_is_no_number_or_not_packed_is_refused() {
        assert!(serde_json::from_str::<Real>("\"1,5\"").is_err());
        assert!(serde_json::from_str::<Packed>("\"*\"").is_err());
        let packed = Packed(vec![0, 255, 7]);
        let text = serde_json::to_string(&packed).unwrap();
        assert_eq!(serde_json::from_str::<Packed>(&text).unwrap(), packed);
    }
}
