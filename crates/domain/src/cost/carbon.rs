//! Emissions by the Software Carbon Intensity specification (ISO/IEC 21031): operational ones follow from energy, the
//! embodied ones are a share of the machines' making.

use serde::{Deserialize, Serialize};

/// What energy comes to. Without an intensity there are no emissions: a world average would be a guess.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Factors {
    /// Power usage effectiveness of the data centre, 1–3.
    pub pue: f64,
    /// Grams of CO₂ equivalent for a kilowatt-hour of the region's power.
    pub intensity: f64,
    /// Embodied emissions of the machines, grams a month.
    pub embodied: f64,
}

/// Which factor is out of its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is out of bounds")]
pub struct NotAFactor(pub &'static str);

impl Factors {
    /// Factors within their bounds.
    ///
    /// # Errors
    /// The first that is not.
    pub fn new(pue: f64, intensity: f64, embodied: f64) -> Result<Self, NotAFactor> {
        if !(1.0..=3.0).contains(&pue) {
            return Err(NotAFactor("pue"));
        }
        if !(0.0..=2000.0).contains(&intensity) {
            return Err(NotAFactor("intensity"));
        }
        if !(0.0..=1e12).contains(&embodied) {
            return Err(NotAFactor("embodied"));
        }
        Ok(Self {
            pue,
            intensity,
            embodied,
        })
    }
}

/// Grams of a month of which so much has `elapsed`, 0–1: energy × PUE × intensity + embodied × elapsed. The energy and the
/// tokens of a running month are those of its days so far, so that the making of the machines is counted for these days too.
pub fn carbon(kilowatt_hours: f64, factors: Factors, elapsed: f64) -> f64 {
    kilowatt_hours * factors.pue * factors.intensity + factors.embodied * elapsed
}

/// Grams for a thousand tokens, those read and written.
pub fn sci(grams: f64, tokens: f64) -> Option<f64> {
    (tokens > 0.0).then(|| grams / tokens * 1000.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_worked_example() {
        let factors = Factors::new(1.25, 560.0, 10_000.0).unwrap();
        let grams = carbon(100.0, factors, 1.0);
        assert!((grams - 80_000.0).abs() < 1e-9);
        // After three of thirty days a tenth of the machines' making counts.
        assert!((carbon(10.0, factors, 0.1) - 8_000.0).abs() < 1e-9);
        assert!((sci(grams, 1e9).unwrap() - 0.08).abs() < 1e-12);
        assert_eq!(sci(grams, 0.0), None);
        assert_eq!(Factors::new(0.9, 1.0, 0.0), Err(NotAFactor("pue")));
        assert!(Factors::new(f64::NAN, 1.0, 0.0).is_err());
    }

    proptest! {
        /// Days of one kind have the same intensity, on whichever of them it is asked.
        #[test]
        fn a_running_month_has_the_intensity_of_a_whole_one(
            energy in 1.0..1e6_f64,
            tokens in 1e3..1e12_f64,
            embodied in 0.0..1e7_f64,
            elapsed in 0.03..1.0_f64,
        ) {
            let factors = Factors::new(1.2, 500.0, embodied).unwrap();
            let whole = sci(carbon(energy, factors, 1.0), tokens).unwrap();
            let so_far = sci(carbon(energy * elapsed, factors, elapsed), tokens * elapsed).unwrap();
            prop_assert!((whole - so_far).abs() <= whole * 1e-9, "{whole} {so_far}");
        }

        #[test]
        fn more_energy_is_never_less_carbon(a in 0.0..1e9_f64, b in 0.0..1e9_f64, pue in 1.0..3.0_f64, i in 0.0..2000.0_f64) {
            let factors = Factors::new(pue, i, 0.0).unwrap();
            prop_assert!(carbon(a.min(b), factors, 1.0) <= carbon(a.max(b), factors, 1.0));
        }
    }
}
