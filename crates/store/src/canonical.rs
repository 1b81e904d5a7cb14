//! The bytes that the change log hashes: JSON with the keys of every object in the order of their bytes and nothing
//! between the tokens, written here and not by `serde_json`, whose order of keys follows from a feature that any
//! dependency can turn on (`preserve_order`).

use serde_json::Value;

/// The canonical text of a value.
pub(crate) fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
            out.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                // A scalar has no order: its text is `serde_json`'s.
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::canonical;

    #[test]
    fn keys_stand_in_the_order_of_their_bytes_whatever_order_they_came_in() {
        let mut backwards = Map::new();
        for (key, value) in [
            ("é", json!(1)),
            ("b", json!([{ "z": null, "y": true }, "\u{1}\"名"])),
            ("a", json!({ "10": 1.5, "9": -3 })),
            ("B", json!(18_446_744_073_709_551_615_u64)),
        ] {
            backwards.insert(key.to_owned(), value);
        }
        let text = canonical(&Value::Object(backwards));
        assert_eq!(
            text,
            "{\"B\":18446744073709551615,\"a\":{\"10\":1.5,\"9\":-3},\"b\":[{\"y\":true,\"z\":null},\"\\u0001\\\"名\"],\"é\":1}"
        );
    }

    #[test]
    fn with_sorted_maps_it_is_what_serde_json_writes() {
        // Entries of before are hashed as `to_string` wrote them, without the feature.
        let value =
            json!({ "a": [1, { "b": "x", "c": {} }], "d": [], "e": 0.1, "f": 1e20, "g": -0.0 });
        let again: Value = serde_json::from_str(&canonical(&value)).unwrap();
        assert_eq!(again, value);
        assert_eq!(
            canonical(&value),
            "{\"a\":[1,{\"b\":\"x\",\"c\":{}}],\"d\":[],\"e\":0.1,\"f\":1e+20,\"g\":-0.0}"
        );
    }
}
