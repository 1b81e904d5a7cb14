//! Days on the wire: `2026-11-22`, for `#[serde(with = "crate::day")]`.

time::serde::format_description!(iso, Date, "[year]-[month]-[day]");

pub(crate) use iso::{deserialize, serialize};

/// Days that may be missing. An enum with a tag reads its fields from a buffer, in which `null` has a form that `time`'s
/// own module refuses.
pub(crate) mod option {
    use serde::{Deserialize, Deserializer};
    use time::Date;

    pub(crate) use super::iso::option::serialize;

    #[derive(Deserialize)]
    struct Day(#[serde(with = "super::iso")] Date);

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Date>, D::Error> {
        Ok(Option::<Day>::deserialize(from)?.map(|Day(day)| day))
    }
}

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

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        Until {
            #[serde(with = "crate::day::option")]
            until: Option<Date>,
        },
    }

    #[test]
    fn a_missing_day_is_read_back_from_a_tagged_enum_too() {
        for until in [None, Some(date!(2026 - 01 - 02))] {
            // The tag last: the fields before it are buffered.
            let json = serde_json::to_value(Tagged::Until { until }).unwrap();
            assert_eq!(
                serde_json::from_value::<Tagged>(json).unwrap(),
                Tagged::Until { until }
            );
        }
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
