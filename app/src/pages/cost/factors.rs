//! What a kilowatt-hour comes to: the numbers, and the form of those who may set them.

use domain::Locale;
use domain::cost::Factors;
use domain::views::cost::FactorsView;
use leptos::prelude::*;

use crate::components::number::short;
use crate::components::{ConfirmForm, Glyph, Hidden, Icon, PostForm, TextField};
use crate::i18n::cost;

/// The section; `base` is the page's path.
pub(super) fn factors(locale: Locale, page: &FactorsView, base: &str, may_set: bool) -> AnyView {
    let said = |factors: Factors| {
        cost::factors_shown(
            locale,
            factors.pue,
            factors.intensity,
            short(locale, factors.embodied / 1000.0),
        )
    };
    let shown = match (page.own, page.inherited) {
        (Some(own), _) => view! {
            <p>{said(own)}</p>
            <p class="u-muted u-small">{cost::factors_source(locale, &page.source)}</p>
        }
        .into_any(),
        (None, Some(team)) => {
            view! { <p>{cost::factors_inherited(locale)}" "{said(team)}</p> }.into_any()
        }
        (None, None) => view! { <p class="u-muted">{cost::factors_none(locale)}</p> }.into_any(),
    };
    let forms = may_set.then(|| forms(locale, page, base));
    view! {
        <section class="c-section" id="factors">
            <div class="c-section__head">
                <h2 class="c-section__title">{cost::factors(locale)}</h2>
                <span class="c-section__note">{cost::factors_note(locale)}</span>
            </div>
            <div class="l-stack l-stack--tight">{shown}{forms}</div>
        </section>
    }
    .into_any()
}

fn forms(locale: Locale, page: &FactorsView, base: &str) -> AnyView {
    let set = page.own.or(page.inherited);
    let text = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let (pue, intensity) = (
        text(set.map(|one| one.pue)),
        text(set.map(|one| one.intensity)),
    );
    let embodied = text(
        set.map(|one| one.embodied / 1000.0)
            .filter(|kilograms| *kilograms > 0.0),
    );
    let (source, version) = (page.source.clone(), page.version.to_string());
    let remove = page.own.is_some().then(|| {
        let version = version.clone();
        view! {
            <ConfirmForm
                action=format!("{base}/factors/remove")
                label=cost::remove(locale)
                question=cost::remove_factors_question(locale)
                danger=true
            >
                <Hidden name="version" value=version.clone() />
            </ConfirmForm>
        }
    });
    view! {
        <div class="l-row">
            <details class="c-fold">
                <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{cost::set_factors(locale)}</summary>
                <PostForm action=format!("{base}/factors") id="factors-form">
                    <Hidden name="version" value=version.clone() />
                    <div class="c-form__line">
                        <TextField name="pue" label=cost::pue(locale) value=pue.clone() hint=cost::pue_hint(locale) kind="number" min="1" max="3" step=Some("any") required=true />
                        <TextField name="intensity" label=cost::intensity(locale) value=intensity.clone() hint=cost::intensity_hint(locale) kind="number" min="0" max="2000" step=Some("any") required=true />
                        <TextField name="embodied" label=cost::embodied(locale) value=embodied.clone() hint=cost::embodied_hint(locale) kind="number" min="0" step=Some("any") />
                    </div>
                    <TextField name="source" label=cost::source(locale) value=source.clone() hint=cost::source_hint(locale) required=true max_length=300u32 />
                    <div class="c-form__actions"><button class="c-btn">{cost::save(locale)}</button></div>
                </PostForm>
            </details>
            {remove}
        </div>
    }
    .into_any()
}
