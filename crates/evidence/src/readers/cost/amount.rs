//! Amounts as tables write them.

use domain::evidence::IgnoredWhy;

/// The number, with a sign of currency, separators of thousands, a comma for the point, or brackets for "less than nothing".
///
/// # Errors
/// Why it is none: `1,234` alone can be either.
pub fn amount(text: &str) -> Result<f64, IgnoredWhy> {
    let text = text.trim();
    let bracketed = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    let (sign, digits) = match bracketed {
        Some(inner) => (-1.0, inner),
        None => (1.0, text),
    };
    let digits: String = digits
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '$' | '€' | '£' | '¥' | '￥' | '₹'))
        .collect();
    let plain = match (digits.rfind(','), digits.rfind('.')) {
        (None, _) => digits,
        (Some(comma), Some(point)) if comma < point => digits.replace(',', ""),
        (Some(_), Some(_)) => digits.replace('.', "").replace(',', "."),
        (Some(comma), None) => comma_only(&digits, comma)?,
    };
    let number: f64 = plain.parse().map_err(|_| IgnoredWhy::Broken)?;
    if number.is_finite() {
        Ok(sign * number)
    } else {
        Err(IgnoredWhy::OutOfRange)
    }
}

fn comma_only(digits: &str, last: usize) -> Result<String, IgnoredWhy> {
    let several = digits.find(',') != Some(last);
    let behind = digits.len() - last - 1;
    let before = digits.trim_start_matches('-').find(',').unwrap_or_default();
    let zero = digits.trim_start_matches('-').starts_with("0,");
    if several {
        Ok(digits.replace(',', ""))
    } else if behind == 3 && (1..=3).contains(&before) && !zero {
        Err(IgnoredWhy::Ambiguous)
    } else {
        Ok(digits.replace(',', "."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators() {
        for (text, number) in [
            ("0.10", 0.1),
            ("1.2E-05", 1.2e-5),
            ("1,234.50", 1234.5),
            ("1.234,50", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("0,125", 0.125),
            ("12,5", 12.5),
            ("(3.00)", -3.0),
            ("-1 000", -1000.0),
            ("$50,000.00 ", 50_000.0),
            ("-€1.50", -1.5),
        ] {
            assert_eq!(amount(text), Ok(number), "{text}");
        }
        assert_eq!(amount("1,234"), Err(IgnoredWhy::Ambiguous));
        assert_eq!(amount("-1,234"), Err(IgnoredWhy::Ambiguous));
        assert_eq!(amount("n/a"), Err(IgnoredWhy::Broken));
        assert_eq!(amount("NaN"), Err(IgnoredWhy::OutOfRange));
        assert_eq!(amount(""), Err(IgnoredWhy::Broken));
    }
}
