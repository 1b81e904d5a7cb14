//! Amounts as people read them.

use crate::components::number::{NONE, grouped, short};

/// Money: groups, and decimals below a thousand.
pub(super) fn money(amount: f64) -> String {
    let sign = if amount <= -0.005 { "−" } else { "" };
    let size = amount.abs();
    let digits = if size >= 1000.0 { 0 } else { 2 };
    let text = format!("{size:.digits$}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| short(size), grouped);
    match decimals {
        "" | "00" => format!("{sign}{whole}"),
        decimals => format!("{sign}{whole}.{decimals}"),
    }
}

/// Money with its currency; `XXX` is none.
pub(super) fn of(currency: &str, amount: f64) -> String {
    match currency {
        "" | "XXX" => money(amount),
        currency => format!("{currency} {}", money(amount)),
    }
}

/// Three digits, or a dash.
pub(super) fn or_dash(amount: Option<f64>) -> String {
    amount.map_or_else(|| NONE.to_owned(), short)
}

/// A share in percent with one decimal, or a dash.
pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| NONE.to_owned(), |share| format!("{:.1}%", share * 100.0))
}

/// Grams as kilograms.
pub(super) fn kilograms(grams: Option<f64>) -> String {
    or_dash(grams.map(|grams| grams / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::{money, of, percent};

    #[test]
    fn money_is_grouped() {
        let all = [0.0, 12.3, 999.999, 1234.6, 1_234_567.0, -20.0].map(money);
        assert_eq!(all, ["0", "12.30", "1,000", "1,235", "1,234,567", "−20"]);
        assert_eq!(
            (of("CNY", 5.0), of("XXX", 5.0)),
            ("CNY 5".to_owned(), "5".to_owned())
        );
        assert_eq!(
            (percent(Some(0.123)), percent(None)),
            ("12.3%".to_owned(), "–".to_owned())
        );
    }
}
