//! Dates as tools write them.

use time::{
    Date, OffsetDateTime, PrimitiveDateTime, Time,
    format_description::{
        StaticFormatDescription,
        well_known::{Rfc2822, Rfc3339},
    },
    macros::format_description,
};

/// A date, and whether it named a time zone.
pub struct Dated {
    pub at: OffsetDateTime,
    pub zoned: bool,
}

const ZONED: [StaticFormatDescription; 2] = [
    format_description!(
        "[year]-[month]-[day][first [T][ ]][hour]:[minute]:[second][optional [.[subsecond]]][optional [ ]][offset_hour sign:mandatory]:[offset_minute]"
    ),
    format_description!(
        "[year]-[month]-[day][first [T][ ]][hour]:[minute]:[second][optional [.[subsecond]]][optional [ ]][offset_hour sign:mandatory][offset_minute]"
    ),
];
const NAIVE: [StaticFormatDescription; 3] = [
    format_description!(
        "[year]-[month]-[day][first [T][ ]][hour]:[minute]:[second][optional [.[subsecond]]]"
    ),
    format_description!("[year]-[month]-[day][first [T][ ]][hour]:[minute]:[second],[subsecond]"),
    format_description!("[year]-[month]-[day][first [T][ ]][hour]:[minute]"),
];

/// Reads RFC 3339, RFC 2822, ISO 8601 without zone (as UTC), a date alone, or a number of seconds since 1970.
pub fn parse(text: &str) -> Option<Dated> {
    let text = text.trim();
    let zoned = |at| Dated { at, zoned: true };
    let naive = |at: PrimitiveDateTime| Dated {
        at: at.assume_utc(),
        zoned: false,
    };
    let utc = text
        .strip_suffix(" UTC")
        .map(|t| format!("{}Z", t.replacen(' ', "T", 1)));
    let rfc = utc.as_deref().unwrap_or(text);
    let day = format_description!("[year]-[month]-[day]");
    let dated = OffsetDateTime::parse(rfc, &Rfc3339)
        .ok()
        .or_else(|| OffsetDateTime::parse(text, &Rfc2822).ok())
        .or_else(|| {
            ZONED
                .iter()
                .find_map(|f| OffsetDateTime::parse(text, f).ok())
        })
        .map(zoned)
        .or_else(|| {
            NAIVE
                .iter()
                .find_map(|f| PrimitiveDateTime::parse(text, f).ok())
                .map(naive)
        })
        .or_else(|| {
            Date::parse(text, day)
                .ok()
                .map(|d| naive(d.with_time(Time::MIDNIGHT)))
        })
        .or_else(|| text.parse().ok().and_then(epoch).map(zoned))?;
    plausible(dated.at).then_some(dated)
}

/// The instant that a tool wrote, to compare it with others.
pub fn instant(text: &str) -> Option<OffsetDateTime> {
    parse(text).map(|dated| dated.at)
}

/// Seconds, milliseconds, micro- or nanoseconds since 1970, told apart by their size.
fn epoch(number: f64) -> Option<OffsetDateTime> {
    let seconds = match number {
        n if !(0.0..1e20).contains(&n) => return None,
        n if n < 1e11 => n,
        n if n < 1e14 => n / 1e3,
        n if n < 1e17 => n / 1e6,
        n => n / 1e9,
    };
    let at =
        OffsetDateTime::UNIX_EPOCH.checked_add(time::Duration::checked_seconds_f64(seconds)?)?;
    plausible(at).then_some(at)
}

/// Tools write year 1 where they know no date; none of these formats is older than 1990, and a year of
/// five digits can't be written in RFC 3339.
fn plausible(at: OffsetDateTime) -> bool {
    (1990..=9998).contains(&at.year())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn many_ways_to_write_a_date() {
        let expected = datetime!(2026-02-24 07:07:53 UTC);
        for text in [
            "2026-02-24T07:07:53Z",
            "2026-02-24 07:07:53 UTC",
            "2026-02-24T08:07:53+01:00",
            "2026-02-24 08:07:53+0100",
            "2026-02-24T07:07:53",
            "2026-02-24 07:07:53,000",
            "1771916873",
            "Tue, 24 Feb 2026 07:07:53 GMT",
        ] {
            assert_eq!(parse(text).map(|d| d.at), Some(expected), "{text}");
        }
        assert_eq!(epoch(1_771_916_873_000.0), Some(expected));
        assert!(parse("2026-02-24T07:07:53.487381Z").is_some_and(|d| d.zoned));
        assert!(parse("2026-02-24").is_some_and(|d| !d.zoned));
        for bad in [
            "",
            "0001-01-01T00:00:00Z",
            "yesterday",
            "2026-13-01",
            "NaN",
            "-1",
        ] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
