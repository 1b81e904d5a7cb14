//! How the figures are counted.

use domain::Locale;
use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::i18n::cost;

/// The rules of counting, folded.
pub(super) fn how(locale: Locale) -> AnyView {
    let terms = [
        (cost::tokens(locale), cost::how_tokens(locale)),
        (cost::spend(locale), cost::how_spend(locale)),
        (cost::gpu(locale), cost::how_gpu(locale)),
        (cost::energy(locale), cost::how_energy(locale)),
        (cost::carbon(locale), cost::how_carbon(locale)),
        (cost::days(locale), cost::how_days(locale)),
    ];
    let term = |(term, text): (&'static str, &'static str)| {
        view! { <p class="u-measure"><strong>{term}</strong>" "{text}</p> }
    };
    view! {
        <details class="c-fold" id="how">
            <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{cost::how(locale)}</summary>
            <div class="l-stack l-stack--tight">{terms.map(term).collect_view()}</div>
        </details>
    }
    .into_any()
}
