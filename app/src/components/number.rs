//! Numbers as people read them; rounding happens here and nowhere before.

use domain::Exact;
use domain::cost::Amount;
/// A measurement in three digits, as reports have it.
pub use domain::views::words::short;

/// What stands for a number that does not exist.
pub const NONE: &str = "–";

/// One decimal, or a dash.
pub fn decimal(value: Option<&Exact>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| value.decimal(1))
}

/// A whole number, or a dash: beside bars, where a decimal says nothing more.
pub fn whole(value: Option<&Exact>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| value.decimal(0))
}

/// One decimal with its sign: a change.
pub fn signed(value: &Exact) -> String {
    let text = value.decimal(1);
    match text.strip_prefix('-') {
        Some("0.0") => "±0.0".to_owned(),
        // The minus sign is as wide as the plus.
        Some(digits) => format!("−{digits}"),
        None if text == "0.0" => "±0.0".to_owned(),
        None => format!("+{text}"),
    }
}

/// A share of a drawing, in percent; nothing where there is no number.
pub fn percent(value: Option<&Exact>) -> String {
    value.map_or_else(|| "0%".to_owned(), |value| format!("{}%", value.decimal(1)))
}

/// A size in bytes: `12 kB`, `3.4 MB`.
pub fn bytes(size: i64) -> String {
    match size {
        ..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{} kB", Exact::ratio(size, 1_000).decimal(0)),
        _ => format!("{} MB", Exact::ratio(size, 1_000_000).decimal(1)),
    }
}

/// A count in groups of three digits: `3,696`.
pub fn grouped(count: u64) -> String {
    domain::views::words::grouped(&count.to_string())
}

/// An amount of money in groups: `184,347.75`.
pub fn amount(of: Amount) -> String {
    let hundredths = of.hundredths().unsigned_abs();
    let whole = grouped(hundredths / 100);
    match hundredths % 100 {
        0 => whole,
        rest => format!("{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use domain::{Exact, Locale, cost::Amount};

    use super::{amount, bytes, decimal, grouped, short, signed, whole};

    #[test]
    fn measurements_have_three_digits() {
        for (value, text) in [
            (0.0, "0"),
            (0.001_23, "0.0012"),
            (0.65, "0.65"),
            (17.85, "17.9"),
            (1_936.0, "1,936"),
            (387_180.0, "387\u{a0}K"),
            (999_600.0, "1\u{a0}M"),
            (3_011_400.0, "3.01\u{a0}M"),
            (-17.5e9, "-17.5\u{a0}B"),
        ] {
            assert_eq!(short(Locale::En, value), text);
        }
        for (value, text) in [
            (1_936.0, "1,936"),
            (387_180.0, "38.7万"),
            (99_999_999.0, "1亿"),
            (17.5e9, "175亿"),
        ] {
            assert_eq!(short(Locale::Zh, value), text);
        }
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(
            [7, 696, 3_696, 1_234_567].map(grouped),
            ["7", "696", "3,696", "1,234,567"]
        );
    }

    #[test]
    fn amounts_are_grouped() {
        let text = |hundredths: i64| amount(Amount::try_from(hundredths).unwrap());
        assert_eq!(
            [12_000_000, 18_434_775, 5, 100_005].map(text),
            ["120,000", "184,347.75", "0.05", "1,000.05"]
        );
    }

    #[test]
    fn numbers_are_rounded_only_here() {
        let value = Exact::ratio(505, 8);
        assert_eq!(decimal(Some(&value)), "63.1");
        assert_eq!(whole(Some(&value)), "63");
        assert_eq!(decimal(None), "–");
    }

    #[test]
    fn changes_carry_their_sign() {
        assert_eq!(signed(&Exact::ratio(21, 5)), "+4.2");
        assert_eq!(signed(&Exact::ratio(-21, 5)), "−4.2");
        assert_eq!(signed(&Exact::ratio(-1, 100)), "±0.0");
        assert_eq!(signed(&Exact::zero()), "±0.0");
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(bytes(900), "900 B");
        assert_eq!(bytes(12_345), "12 kB");
        assert_eq!(bytes(3_400_000), "3.4 MB");
    }
}
