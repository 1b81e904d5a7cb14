//! Days on the wire: `2026-11-22`, for `#[serde(with = "crate::day")]`.

time::serde::format_description!(iso, Date, "[year]-[month]-[day]");

pub(crate) use iso::{deserialize, option, serialize};

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use time::{Date, macros::date};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Days {
        #[serde(with = "crate::day")]
        day: Date,
        #[serde(with = "crate::day::option")]
        until: Option<Date>,
    }

    #[test]
    fn days_are_iso_8601() {
        let days = Days {
            day: date!(2026 - 01 - 02),
            until: None,
        };
        let json = serde_json::to_string(&days).unwrap();
        assert_eq!(json, r#"{"day":"2026-01-02","until":null}"#);
        assert_eq!(serde_json::from_str::<Days>(&json).unwrap(), days);
    }
}
