//! A cell of the heat map, and its scale.

use domain::{Exact, Set, Triple};
use leptos::prelude::*;

use crate::components::number::whole;
use crate::components::proof_bar::set_link;
use crate::i18n::{common, use_locale};

/// One score of a heat map: its colour is the assured number, beside it what is claimed above that.
#[component]
pub fn HeatCell(
    /// The three numbers; none where nothing applies.
    score: Triple<Option<Exact>>,
    /// The explanation's address without the set.
    #[prop(into)]
    explain: String,
    /// What the number is of: row and column, for those who hear the link.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let locale = use_locale();
    let (Some(assured), Some(claimed)) = (score.assured, score.claimed) else {
        return view! { <td class="c-heat__cell c-heat__cell--none">"–"</td> }.into_any();
    };
    let gap = claimed - assured.clone();
    let gap = (!gap.is_zero()).then(|| {
        view! {
            <span class="c-heat__gap">
                {format!("+{}", gap.decimal(0))}<span class="u-vh">" "{common::claimed_gap(locale)}</span>
            </span>
        }
    });
    let step = (assured.to_f64() / 10.0).floor().clamp(0.0, 9.0);
    view! {
        <td class="c-heat__cell" data-step=format!("{step:.0}")>
            <a class="c-heat__link" href=set_link(&explain, Set::Assured)>
                <span class="u-vh">{label}" "</span>
                <span class="c-heat__value">{whole(Some(&assured))}</span>
                {gap}
            </a>
        </td>
    }
    .into_any()
}

/// What the colours of a heat map mean.
#[component]
pub fn HeatScale() -> impl IntoView {
    let step = |n: u8| view! { <i class="c-scale__step" data-step=n.to_string()></i> };
    view! {
        <div class="c-scale">
            <span>{common::assured(use_locale())}" 0"</span>
            <span class="c-scale__steps">{(0..=9).map(step).collect_view()}</span>
            <span>"100"</span>
        </div>
    }
}
