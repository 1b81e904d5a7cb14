//! Something to know before going on.

use leptos::prelude::*;

use crate::components::{Glyph, Icon};

/// How serious a callout is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// To know.
    #[default]
    Info,
    /// Well.
    Ok,
    /// To heed.
    Warn,
    /// To act on.
    Danger,
}

/// Something to know before going on.
#[component]
pub fn Callout(
    /// How serious.
    #[prop(optional)]
    tone: Tone,
    /// In a few words.
    #[prop(optional, into)]
    title: Option<String>,
    /// Links or buttons.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// Paragraphs.
    children: Children,
) -> impl IntoView {
    let (class, glyph) = match tone {
        Tone::Info => ("c-callout", Glyph::Info),
        Tone::Ok => ("c-callout c-callout--ok", Glyph::Ok),
        Tone::Warn => ("c-callout c-callout--warn", Glyph::Warn),
        Tone::Danger => ("c-callout c-callout--danger", Glyph::Warn),
    };
    view! {
        <div class=class>
            <Icon of=glyph />
            <div>
                {title.map(|title| view! { <p class="c-callout__title">{title}</p> })}
                {children()}
            </div>
            {actions.map(|actions| view! { <div class="c-callout__actions">{actions}</div> })}
        </div>
    }
}
