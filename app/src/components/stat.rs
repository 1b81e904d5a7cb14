//! A number that stands for itself.

use leptos::prelude::*;

/// One figure of a `c-stats` row: what it is, the number, what bears on it.
#[component]
pub fn Stat(
    /// What it is.
    #[prop(into)]
    label: String,
    /// The number, formatted.
    #[prop(into)]
    value: String,
    /// Its unit.
    #[prop(optional, into)]
    unit: Option<String>,
    /// Where it is explained or listed.
    #[prop(optional, into)]
    href: Option<String>,
    /// Two columns wide.
    #[prop(optional)]
    wide: bool,
    /// What stands below it.
    #[prop(optional)]
    note: Option<AnyView>,
) -> impl IntoView {
    let unit = unit.map(|unit| view! { <span class="c-stat__unit">{unit}</span> });
    let value = match href {
        Some(href) => view! { <a class="c-stat__value" href=href>{value}{unit}</a> }.into_any(),
        None => view! { <span class="c-stat__value">{value}{unit}</span> }.into_any(),
    };
    view! {
        <div class=if wide { "c-stat c-stat--wide" } else { "c-stat" }>
            <span class="c-stat__label">{label}</span>
            {value}
            {note.map(|note| view! { <span class="c-stat__note">{note}</span> })}
        </div>
    }
}
