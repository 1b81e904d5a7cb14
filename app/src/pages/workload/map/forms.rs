//! Forms beside the picture: add a part, connect two, more from templates.

use domain::map::{CallKind, PartKind, names};
use domain::{Layer, Locale};
use leptos::prelude::*;

use super::{Asked, empty};
use crate::components::{Hidden, PostForm, SelectField, TextField};
use crate::i18n::{common, map};

/// All of them.
pub(super) fn forms(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    view! {
        <section class="c-section" id="draw">
            <div class="c-section__head">
                <h2 class="c-section__title">{map::draw(locale)}</h2>
                <span class="c-section__note">{map::draw_keys(locale)}</span>
            </div>
            <div class="c-map__forms">
                {add(asked)}
                {connect(asked)}
                {empty::templates(asked)}
            </div>
        </section>
    }
    .into_any()
}

/// Kinds by layer, from the top.
pub(super) fn kinds(locale: Locale) -> Vec<(String, String)> {
    let mut kinds: Vec<_> = PartKind::ALL.to_vec();
    let from_top = |kind: &PartKind| Layer::ALL.iter().rev().position(|l| *l == kind.layer());
    kinds.sort_by_key(from_top);
    let option = |kind: PartKind| {
        let text = format!(
            "{} · {}",
            names::layer(kind.layer(), locale),
            kind.name(locale)
        );
        (kind.as_str().to_owned(), text)
    };
    kinds.into_iter().map(option).collect()
}

/// The layers, from the top.
pub(super) fn layers(locale: Locale) -> Vec<(String, String)> {
    let option = |layer: Layer| {
        (
            layer.as_str().to_owned(),
            names::layer(layer, locale).to_owned(),
        )
    };
    Layer::ALL.into_iter().rev().map(option).collect()
}

/// A new part.
pub(super) fn add(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    let mut kinds = kinds(locale);
    kinds.insert(0, (String::new(), common::choose(locale).to_owned()));
    let mut layers = layers(locale);
    layers.insert(0, (String::new(), map::part_layer_usual(locale).to_owned()));
    let back = asked.back();
    view! {
        <section class="c-section" id="add">
            <div class="c-section__head"><h2 class="c-section__title">{map::add(locale)}</h2></div>
            <div class="c-panel">
                <PostForm action=asked.action("/parts") id="add">
                    <Hidden name="back" value=back />
                    <TextField name="name" label=map::part_name(locale) required=true max_length=80_u32 />
                    <div class="c-form__line">
                        <SelectField name="kind" label=map::part_kind(locale) options=kinds required=true />
                        <SelectField name="layer" label=map::part_layer(locale) options=layers />
                    </div>
                    <TextField name="note" label=map::part_note(locale) max_length=500_u32 />
                    <div class="c-form__actions"><button class="c-btn">{map::add_do(locale)}</button></div>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

/// Parts to choose from, by name.
fn parts(asked: &Asked) -> Vec<(String, String)> {
    let option = |part: &domain::views::map::PartRow| {
        let text = format!("{} · {}", part.name, part.kind.name(asked.locale));
        (part.id.to_string(), text)
    };
    let mut all = vec![(String::new(), common::choose(asked.locale).to_owned())];
    all.extend(asked.page.parts.iter().map(option));
    all
}

/// What can pass between parts.
pub(super) fn calls(locale: Locale) -> Vec<(String, String)> {
    let option = |kind: &CallKind| (kind.as_str().to_owned(), kind.name(locale).to_owned());
    CallKind::ALL.iter().map(option).collect()
}

fn connect(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    let from = asked
        .page
        .detail
        .as_ref()
        .map(|detail| detail.id.to_string());
    let (from, to, chosen) = (parts(asked), parts(asked), from.unwrap_or_default());
    let back = asked.back();
    view! {
        <section class="c-section" id="connect">
            <div class="c-section__head"><h2 class="c-section__title">{map::connect(locale)}</h2></div>
            <div class="c-panel">
                <PostForm action=asked.action("/calls") id="connect">
                    <Hidden name="back" value=back />
                    <SelectField
                        name="from"
                        label=map::connect_from(locale)
                        options=from
                        value=chosen
                        required=true
                    />
                    <SelectField name="kind" label=map::connect_kind(locale) options=calls(locale) value="calls" />
                    <SelectField name="to" label=map::connect_to(locale) options=to required=true />
                    <div class="c-form__actions"><button class="c-btn">{map::connect_do(locale)}</button></div>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}
