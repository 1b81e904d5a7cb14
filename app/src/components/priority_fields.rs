//! How much each pillar weighs.

use std::collections::BTreeMap;

use domain::PillarId;
use leptos::prelude::*;

use crate::components::form::use_form;
use crate::components::{Glyph, Icon, TextField};
use crate::i18n::{accounts, use_locale};

/// A number for each pillar, in a `PostForm`.
#[component]
pub fn PriorityFields(
    /// The pillars with their names.
    pillars: Vec<(PillarId, String)>,
    /// Their priorities; without one the field is empty.
    priorities: BTreeMap<PillarId, u32>,
) -> impl IntoView {
    let field = |(id, name): (PillarId, String)| {
        let value = priorities
            .get(&id)
            .map(ToString::to_string)
            .unwrap_or_default();
        view! {
            <TextField name=format!("priority.{id}") label=name kind="number" min="0" max="10" value=value />
        }
    };
    // One must be above 0; that is nobody's own fault.
    let together = use_form().problem("priority.priorities").map(|_| {
        view! {
            <p class="c-field__error"><Icon of=Glyph::Warn small=true />{accounts::priorities_all_zero(use_locale())}</p>
        }
    });
    view! {
        <div class="c-form__line">{pillars.into_iter().map(field).collect_view()}</div>
        {together}
    }
}
