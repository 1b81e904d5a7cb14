//! The sign of the product: what is proven, what is claimed, what is possible.

use domain::{Exact, Set, Triple};
use leptos::prelude::*;

use crate::components::number::{percent, whole};
use crate::i18n::{common, use_locale};

/// How large a proof bar is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BarSize {
    /// In tables.
    #[default]
    Normal,
    /// Where many stand close together.
    Thin,
    /// The page's own.
    Tall,
}

/// Three numbers in [0, 100] as a bar and as links to their explanations.
#[component]
pub fn ProofBar(
    /// The numbers; none where nothing applies.
    score: Triple<Option<Exact>>,
    /// The explanation's address without the set (`href::explain`); none draws plain numbers.
    #[prop(optional, into)]
    explain: Option<String>,
    /// What the numbers are of, for those who hear the links.
    #[prop(optional, into)]
    label: String,
    /// The level to be reached, 1…5; its mark stands where that level begins.
    #[prop(optional, into)]
    target: Option<u8>,
    /// How large.
    #[prop(optional)]
    size: BarSize,
    /// Numbers under the bar instead of beside it.
    #[prop(optional)]
    stacked: bool,
) -> impl IntoView {
    let locale = use_locale();
    let [assured, claimed, possible] = shown(&score);
    let mut heard = common::proof_bar(locale, assured, claimed, possible);
    if let Some(level) = target {
        heard = format!("{heard}; {}", common::proof_target(locale, level));
    }
    let class = if stacked {
        "c-proof c-proof--stacked"
    } else {
        "c-proof"
    };
    let bar = match size {
        BarSize::Normal => "c-proof__bar",
        BarSize::Thin => "c-proof__bar c-proof__bar--thin",
        BarSize::Tall => "c-proof__bar c-proof__bar--tall",
    };
    let mark = target.and_then(level_start).map(|at| {
        view! { <line class="c-proof__target" x1=at x2=at y1="0" y2="100%"></line> }
    });
    view! {
        <div class=class>
            <svg class=bar role="img" aria-label=heard>
                <rect class="c-proof__possible" width=percent(score.possible.as_ref()) height="100%"></rect>
                <rect width=percent(score.claimed.as_ref()) height="100%" fill="url(#hatch)"></rect>
                <rect class="c-proof__assured" width=percent(score.assured.as_ref()) height="100%"></rect>
                {mark}
            </svg>
            <ProofNumbers score=score explain=explain label=label />
        </div>
    }
}

/// The three numbers alone, in the same order and look.
#[component]
pub fn ProofNumbers(
    /// The numbers; none where nothing applies.
    score: Triple<Option<Exact>>,
    /// The explanation's address without the set; none draws plain numbers.
    #[prop(optional_no_strip)]
    explain: Option<String>,
    /// What the numbers are of.
    #[prop(optional, into)]
    label: String,
) -> impl IntoView {
    let locale = use_locale();
    let one = |set: Set| {
        let class = match set {
            Set::Assured => "c-proof__num c-proof__num--assured",
            Set::Claimed | Set::Possible => "c-proof__num",
        };
        let text = whole(score.get(set).as_ref());
        match explain.as_ref().filter(|_| score.get(set).is_some()) {
            Some(base) => {
                let heard = common::explain(
                    locale,
                    format_args!("{label} {} {text}", set_name(locale, set)),
                );
                view! { <a class=class href=set_link(base, set) aria-label=heard.trim_start().to_owned()>{text}</a> }.into_any()
            }
            None => view! { <span class=class>{text}</span> }.into_any(),
        }
    };
    view! { <span class="c-proof__nums">{one(Set::Assured)}{one(Set::Claimed)}{one(Set::Possible)}</span> }
}

/// What solid, hatched and pale mean.
#[component]
pub fn ProofKey() -> impl IntoView {
    let locale = use_locale();
    let item = |class: Option<&'static str>, fill: Option<&'static str>, text: &'static str| {
        view! {
            <span class="c-proofkey__item">
                <svg class="c-proofkey__swatch" aria-hidden="true">
                    <rect class=class fill=fill width="100%" height="100%"></rect>
                </svg>
                {text}
            </span>
        }
    };
    view! {
        <div class="c-proofkey">
            {item(Some("c-proof__assured"), None, common::assured(locale))}
            {item(None, Some("url(#hatch)"), common::claimed_unproven(locale))}
            {item(Some("c-proof__possible"), None, common::possible_unknown(locale))}
        </div>
    }
}

/// A set's name.
fn set_name(locale: domain::Locale, set: Set) -> &'static str {
    match set {
        Set::Assured => common::assured(locale),
        Set::Claimed => common::claimed(locale),
        Set::Possible => common::possible(locale),
    }
}

/// Where the explanation of one set's number is.
pub fn set_link(explain: &str, set: Set) -> String {
    let joint = if explain.contains('?') { '&' } else { '?' };
    format!("{explain}{joint}set={}", set.as_str())
}

fn shown(score: &Triple<Option<Exact>>) -> [String; 3] {
    [&score.assured, &score.claimed, &score.possible].map(|value| whole(value.as_ref()))
}

/// The score at which a level begins.
const fn level_start(level: u8) -> Option<&'static str> {
    match level {
        2 => Some("25%"),
        3 => Some("50%"),
        4 => Some("75%"),
        5 => Some("95%"),
        _ => None,
    }
}
