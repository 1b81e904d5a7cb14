//! Budgets: an amount for each month.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::InvalidId;

/// A currency as ISO 4217 writes it: `CNY`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct Currency(String);

impl Currency {
    /// Its letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Currency {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let text = text.trim().to_ascii_uppercase();
        let fits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
        if fits { Ok(Self(text)) } else { Err(InvalidId) }
    }
}

impl TryFrom<String> for Currency {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.0
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Money in hundredths, more than nothing and at most a trillion; on the wire a decimal: `"12000.50"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct Amount(i64);

const MOST: i64 = 100_000_000_000_000;

impl Amount {
    /// The hundredths.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The nearest amount to a measurement; none where it is nothing.
    pub fn near(value: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "bounded just before")]
        let hundredths = (value * 100.0).round().clamp(0.0, 1e14) as i64;
        Self::try_from(hundredths)
            .ok()
            .filter(|_| value.is_finite())
    }

    /// As a measurement, to be held against others.
    pub fn value(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "at most 10¹⁴, far below 2⁵³")]
        let hundredths = self.0 as f64;
        hundredths / 100.0
    }
}

impl TryFrom<i64> for Amount {
    type Error = InvalidId;
    fn try_from(hundredths: i64) -> Result<Self, InvalidId> {
        if (1..=MOST).contains(&hundredths) {
            Ok(Self(hundredths))
        } else {
            Err(InvalidId)
        }
    }
}

impl TryFrom<String> for Amount {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> Self {
        amount.to_string()
    }
}

impl FromStr for Amount {
    type Err = InvalidId;
    /// `12000`, `12,000.5`: groups may be parted by commas, at most two decimals.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let text: String = text.trim().chars().filter(|c| *c != ',').collect();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 13
            || decimals.len() > 2
            || !digits(whole)
            || !digits(decimals)
        {
            return Err(InvalidId);
        }
        let whole: i64 = whole.parse().map_err(|_| InvalidId)?;
        let decimals: i64 = format!("{decimals:0<2}").parse().map_err(|_| InvalidId)?;
        Self::try_from(whole * 100 + decimals)
    }
}

impl fmt::Display for Amount {
    /// As a field takes it: without groups, decimals only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 100 {
            0 => write!(f, "{}", self.0 / 100),
            rest => write!(f, "{}.{rest:02}", self.0 / 100),
        }
    }
}

crate::answer::wire_enum! {
    /// How much of a month's budget is spent, as far as people are told.
    BudgetStep {
        /// Four fifths.
        Most = "80",
        /// All of it.
        All = "100",
    }
}

impl BudgetStep {
    /// As a share.
    pub const fn share(self) -> f64 {
        match self {
            Self::Most => 0.8,
            Self::All => 1.0,
        }
    }
}

/// The highest step that spending has passed.
pub fn step(spent: f64, budget: Amount) -> Option<BudgetStep> {
    // Amounts are rounded as they are shown: 80.00 of 100.00 is passed.
    let spent = (spent * 100.0).round() / 100.0;
    let passed = |step: &&BudgetStep| spent >= budget.value() * step.share();
    BudgetStep::ALL.iter().rev().find(passed).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let read = |text: &str| text.parse::<Amount>().map(super::Amount::hundredths).ok();
        assert_eq!(read("12,000.5"), Some(1_200_050));
        assert_eq!(read(" 80 "), Some(8_000));
        for bad in [
            "",
            "0",
            "-1",
            "1.234",
            "1e5",
            "abc",
            ".5",
            "12345678901234",
            "1.-2",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(
            "cny".parse::<Currency>().map(|c| c.to_string()),
            Ok("CNY".to_owned())
        );
        assert!("¥".parse::<Currency>().is_err());
    }

    #[test]
    fn steps_are_passed_in_order() {
        let budget = "100".parse().unwrap();
        assert_eq!(step(79.99, budget), None);
        assert_eq!(step(80.0, budget), Some(BudgetStep::Most));
        assert_eq!(step(99.994, budget), Some(BudgetStep::Most));
        assert_eq!(step(100.0, budget), Some(BudgetStep::All));
    }

    proptest! {
        #[test]
        fn more_spending_never_passes_less(a in 0.0..1e9_f64, b in 0.0..1e9_f64, hundredths in 1_i64..=MOST) {
            let budget = Amount::try_from(hundredths).unwrap();
            prop_assert!(step(a.min(b), budget) <= step(a.max(b), budget));
        }

        #[test]
        fn an_amount_is_read_as_it_was_written(hundredths in 1_i64..=MOST) {
            let amount = Amount::try_from(hundredths).unwrap();
            prop_assert_eq!(amount.to_string().parse::<Amount>(), Ok(amount));
        }
    }
}
