//! Amounts as people read them.

use domain::Locale;
use domain::cost::NO_CURRENCY;
use domain::views::words;

use crate::components::number::{NONE, short};

/// Currencies that have no smaller coin, and those whose coin is a thousandth, by ISO 4217.
const WHOLE: [&str; 16] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
    "XAF", "XOF", "XPF",
];
const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Money in groups, to the currency's smallest coin: amounts below each other have their points below each other.
pub(super) fn money(currency: &str, amount: f64) -> String {
    let decimals = match currency {
        _ if WHOLE.contains(&currency) => 0,
        _ if THOUSANDTHS.contains(&currency) => 3,
        _ => 2,
    };
    in_groups(amount, decimals)
}

fn in_groups(amount: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", amount.abs());
    // What rounds to nothing has no sign.
    let nothing = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if amount < 0.0 && !nothing { "−" } else { "" };
    format!("{sign}{}", words::grouped(&text))
}

/// Money with its currency, where it has one.
pub(super) fn of(currency: &str, amount: f64) -> String {
    named(currency, money(currency, amount))
}

/// Money that is an estimate: from a thousand on, coins would say more than is known.
pub(super) fn about(currency: &str, amount: f64) -> String {
    let text = if amount.abs() >= 1000.0 {
        in_groups(amount, 0)
    } else {
        money(currency, amount)
    };
    named(currency, text)
}

fn named(currency: &str, text: String) -> String {
    match currency {
        "" | NO_CURRENCY => text,
        currency => format!("{currency} {text}"),
    }
}

/// Three digits, or a dash.
pub(super) fn or_dash(locale: Locale, amount: Option<f64>) -> String {
    amount.map_or_else(|| NONE.to_owned(), |amount| short(locale, amount))
}

/// A share in percent with one decimal, or a dash.
pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| NONE.to_owned(), |share| format!("{:.1}%", share * 100.0))
}

/// Grams as kilograms.
pub(super) fn kilograms(locale: Locale, grams: Option<f64>) -> String {
    or_dash(locale, grams.map(|grams| grams / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::{about, money, of, percent};

    #[test]
    fn money_has_the_decimals_of_its_currency() {
        let all = [0.0, 24.0, 25.13, 1_234_567.0, -20.0, -0.001].map(|one| money("CNY", one));
        assert_eq!(
            all,
            ["0.00", "24.00", "25.13", "1,234,567.00", "−20.00", "0.00"]
        );
        let all = ["JPY", "KWD", "XXX"].map(|currency| of(currency, 1234.5));
        assert_eq!(all, ["JPY 1,234", "KWD 1,234.500", "1,234.50"]);
    }

    #[test]
    fn estimates_have_no_coins_from_a_thousand_on() {
        let all = [999.5, 1234.6].map(|one| about("CNY", one));
        assert_eq!(all, ["CNY 999.50", "CNY 1,235"]);
    }

    #[test]
    fn shares_are_in_percent() {
        assert_eq!(
            (percent(Some(0.123)), percent(None)),
            ("12.3%".to_owned(), "–".to_owned())
        );
    }
}
