//! Dates as readers of each language write them.

use domain::Locale;
use time::{Date, OffsetDateTime};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2026-11-22`, for tables and files.
pub fn iso(date: Date) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

/// `2026-11-22T14:05:00+08:00`, for files.
pub fn instant(at: OffsetDateTime) -> String {
    let (hours, minutes, _) = at.offset().as_hms();
    let sign = if at.offset().is_negative() { '-' } else { '+' };
    format!(
        "{}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
        iso(at.date()),
        at.hour(),
        at.minute(),
        at.second(),
        hours.unsigned_abs(),
        minutes.unsigned_abs()
    )
}

/// `2026-11-22 14:05`, for tables; what stands around it names the zone.
pub fn minute(at: OffsetDateTime) -> String {
    format!("{} {:02}:{:02}", iso(at.date()), at.hour(), at.minute())
}

/// `2026年11月22日` or `22 November 2026`.
pub fn long(date: Date, locale: Locale) -> String {
    let month = u8::from(date.month());
    match locale {
        Locale::Zh => format!("{}年{month}月{}日", date.year(), date.day()),
        Locale::En => {
            let name = MONTHS
                .get(usize::from(month - 1))
                .copied()
                .unwrap_or_default();
            format!("{} {name} {}", date.day(), date.year())
        }
    }
}

/// The long date with the time of day and its zone.
pub fn long_instant(at: OffsetDateTime, locale: Locale) -> String {
    let (hours, minutes, _) = at.offset().as_hms();
    let sign = if at.offset().is_negative() { '-' } else { '+' };
    let zone = match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (h, 0) => format!("UTC{sign}{}", h.unsigned_abs()),
        (h, m) => format!("UTC{sign}{}:{:02}", h.unsigned_abs(), m.unsigned_abs()),
    };
    let comma = if locale == Locale::En { "," } else { "" };
    format!(
        "{}{comma} {:02}:{:02} {zone}",
        long(at.date(), locale),
        at.hour(),
        at.minute()
    )
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn dates_follow_the_language() {
        let at = datetime!(2026-11-02 04:05:06 +08:00);
        assert_eq!(long_instant(at, Locale::Zh), "2026年11月2日 04:05 UTC+8");
        assert_eq!(long_instant(at, Locale::En), "2 November 2026, 04:05 UTC+8");
        assert_eq!(instant(at), "2026-11-02T04:05:06+08:00");
        assert_eq!(
            instant(datetime!(2026-11-02 04:05:06 -03:30)),
            "2026-11-02T04:05:06-03:30"
        );
    }
}
