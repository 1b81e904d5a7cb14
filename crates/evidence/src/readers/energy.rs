//! Energy and emissions as bills of materials and model cards state them.

use domain::evidence::{IgnoredWhat, IgnoredWhy, Unit};

use crate::draft::Draft;

/// Reports an amount in kWh or grams of CO₂; one in another unit, or below zero, is passed over.
pub fn report(
    name: &str,
    labels: &[(&str, &str)],
    value: Option<f64>,
    unit: &str,
    draft: &mut Draft<'_>,
) {
    let (factor, unit) = match unit {
        "kWh" | "kilowattHour" => (1.0, Unit::KilowattHours),
        "megajoule" => (1.0 / 3.6, Unit::KilowattHours),
        "tCO2eq" => (1e6, Unit::GramsCo2e),
        "gCO2eq" => (1.0, Unit::GramsCo2e),
        _ => return draft.ignore(IgnoredWhat::Number, IgnoredWhy::OtherKind, None),
    };
    match value {
        Some(value) if value >= 0.0 => draft.measure(name, labels, value * factor, unit, None),
        Some(_) => draft.ignore(IgnoredWhat::Number, IgnoredWhy::OutOfRange, None),
        None => draft.ignore(IgnoredWhat::Number, IgnoredWhy::Broken, None),
    }
}
