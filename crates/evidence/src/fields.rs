//! Looking into JSON values of any shape: what is missing or of another type is simply not there.

use serde_json::Value;

static NULL: Value = Value::Null;

/// Lenient access to the fields of a JSON object.
pub trait Fields {
    /// The field, or null.
    fn at(&self, key: &str) -> &Value;

    /// The field at the end of a path, or null.
    fn path(&self, keys: &[&str]) -> &Value;

    /// A text that is not blank, trimmed.
    fn text(&self, key: &str) -> Option<&str>;

    /// The first of several keys that holds a text.
    fn any_text(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.text(key))
    }

    /// The entries of a list; none where it is no list.
    fn list(&self, key: &str) -> &[Value] {
        items(self.at(key))
    }

    /// The texts of a field that is a text or a list of texts.
    fn texts(&self, key: &str) -> Vec<&str> {
        let value = self.at(key);
        value
            .as_str()
            .into_iter()
            .chain(items(value).iter().filter_map(Value::as_str))
            .collect()
    }

    /// The fields of an object; none where it is no object.
    fn entries(&self, key: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.at(key).as_object().into_iter().flatten()
    }

    /// A finite number, also one written as a text.
    fn number(&self, key: &str) -> Option<f64> {
        number(self.at(key))
    }

    /// A whole number, also one written as a text or as `3.0`.
    fn count(&self, key: &str) -> Option<u64> {
        count(self.at(key))
    }

    /// True or false.
    fn flag(&self, key: &str) -> Option<bool> {
        self.at(key).as_bool()
    }

    /// Whether the field is there and not null.
    fn has(&self, key: &str) -> bool {
        !self.at(key).is_null()
    }
}

impl Fields for Value {
    fn at(&self, key: &str) -> &Value {
        self.get(key).unwrap_or(&NULL)
    }

    fn path(&self, keys: &[&str]) -> &Value {
        keys.iter().fold(self, |value, key| value.at(key))
    }

    fn text(&self, key: &str) -> Option<&str> {
        let text = self.at(key).as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }
}

/// The entries of a list; none where it is no list.
pub fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A finite number, also one written as a text.
pub fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::String(text) => text.trim().parse().ok()?,
        other => other.as_f64()?,
    };
    number.is_finite().then_some(number)
}

/// A whole number, also one written as a text or as `3.0`.
pub fn count(value: &Value) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if let Some(count) = value.as_u64() {
        return Some(count);
    }
    let number = number(value)?;
    // Below 2^53 every whole f64 is exact, so that its digits are the count.
    ((0.0..EXACT).contains(&number) && number.fract() == 0.0)
        .then(|| format!("{number:.0}").parse().ok())?
}

/// A count as a number. Counts of what a file of bounded size holds are far below 2^53, where f64 is exact.
pub fn exact(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// The number of entries, for counts.
pub fn many(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// A count as a number, exact below 2^53.
pub fn figure(count: u64) -> f64 {
    let half = |part: u64| u32::try_from(part).map_or(0.0, f64::from);
    half(count >> 32) * 4_294_967_296.0 + half(count & 0xffff_ffff)
}

/// A computed share or mean without the noise behind its ninth place, so that 0.4 − 0.3 is no more than 0.1.
pub fn tidy(value: f64) -> f64 {
    if value.abs() < 1e6 {
        (value * 1e9).round() / 1e9
    } else {
        value
    }
}

/// The nearest whole number of a number that is not below zero; `None` beyond 2^53.
pub fn whole(number: f64) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (-0.5..EXACT)
        .contains(&number)
        .then(|| format!("{:.0}", number.max(0.0)).parse().ok())?
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn access_never_fails() {
        let v = json!({"a": {"b": [1, "x"]}, "n": "3", "f": 3.0, "t": " ", "nan": "NaN"});
        assert_eq!(v.path(&["a", "b"]), &json!([1, "x"]));
        assert_eq!(v.path(&["a", "x", "y"]), &Value::Null);
        assert_eq!(v.at("a").texts("b"), ["x"]);
        assert_eq!(
            (v.count("n"), v.count("f"), v.count("t")),
            (Some(3), Some(3), None)
        );
        assert_eq!((v.text("t"), v.number("nan")), (None, None));
        assert!(json!(3).list("x").is_empty());
        assert_eq!(json!({"x": -1}).count("x"), None);
    }

    #[test]
    fn counts_and_numbers() {
        assert!((figure(5_000_000_001) - 5e9 - 1.0).abs() < f64::EPSILON);
        assert_eq!(
            (whole(2.6), whole(-0.2), whole(-1.0)),
            (Some(3), Some(0), None)
        );
        assert!(tidy(0.4 - 0.3) <= 0.1 && tidy(0.3 / 0.4) >= 0.75);
        assert_eq!((whole(f64::NAN), whole(1e300)), (None, None));
    }
}
