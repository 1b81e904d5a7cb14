//! Lengths of time as settings write them.

/// What is never deleted is kept for a hundred years.
pub const FOREVER: f64 = 36_500.0;

/// `4320h`, `180d`, `1w`, `1d12h`: in days. `None` where the text is none of these.
pub fn days(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    let mut total = None;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let (number, behind) = rest.split_at(digits);
        let letters = behind.find(|c: char| !c.is_ascii_alphabetic());
        let (unit, next) = behind.split_at(letters.unwrap_or(behind.len()));
        let number: f64 = number.parse().ok()?;
        total = Some(total.unwrap_or(0.0) + number * length(unit)?);
        rest = next;
    }
    total
}

fn length(unit: &str) -> Option<f64> {
    Some(match unit {
        "y" => 365.0,
        "M" => 30.0,
        "w" => 7.0,
        "d" => 1.0,
        "h" => 1.0 / 24.0,
        "m" => 1.0 / 1_440.0,
        "s" => 1.0 / 86_400.0,
        "ms" | "micros" | "nanos" => 0.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        for (text, expected) in [
            ("4320h", Some(180.0)),
            ("180d", Some(180.0)),
            ("26w", Some(182.0)),
            ("1d12h", Some(1.5)),
            ("0s", Some(0.0)),
            ("long", None),
            ("30", None),
            ("", None),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }
}
