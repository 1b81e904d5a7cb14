//! A band of risk.

use domain::Band;
use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::i18n::{names, use_locale};

/// A band of risk: sign, colour and word.
#[component]
pub fn Severity(
    /// Which.
    band: Band,
) -> impl IntoView {
    let glyph = match band {
        Band::Low => Glyph::SevLow,
        Band::Medium => Glyph::SevMedium,
        Band::High => Glyph::SevHigh,
        Band::Critical => Glyph::SevCritical,
    };
    let class = format!("c-sev c-sev--{}", band.as_str());
    view! { <span class=class><Icon of=glyph small=true />{names::band(use_locale(), band)}</span> }
}
