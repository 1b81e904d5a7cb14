//! A pillar's sign: its letter on its colour, and its name.

use domain::PillarId;
use leptos::prelude::*;

/// The letter of the built-in framework; of another the first of the id.
pub fn pillar_letter(pillar: &PillarId) -> String {
    match pillar.as_str() {
        // Security has the S.
        "sustainability" => "U".to_owned(),
        id => id.chars().take(1).collect::<String>().to_uppercase(),
    }
}

/// A pillar's letter and name.
#[component]
pub fn PillarMark(
    /// Which.
    id: PillarId,
    /// Its name; empty for the letter alone, where the name stands elsewhere.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let class = format!("c-pillar__mark c-pillar__mark--{id}");
    view! {
        <span class="c-pillar">
            <span class=class aria-hidden="true">{pillar_letter(&id)}</span>
            {name}
        </span>
    }
}
