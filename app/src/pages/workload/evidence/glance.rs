//! What a file says at a glance: its worst findings, first numbers and components.

use domain::Locale;
use domain::views::glance::{Glance, GlanceNumber};
use domain::views::words;
use leptos::prelude::*;

use super::reading::severity;
use crate::i18n::evidence;

/// The worst of its findings; nothing where there is none.
pub(super) fn findings(locale: Locale, glance: &Glance) -> Option<AnyView> {
    let lines = glance.findings.iter().map(|finding| {
        view! { <li>{severity(locale, finding.severity, None)}" "{finding.title.clone()}</li> }
            .into_any()
    });
    listed(evidence::glance_findings(locale), lines.collect())
}

/// Its first numbers; nothing where it gives none.
pub(super) fn numbers(locale: Locale, glance: &Glance) -> Option<AnyView> {
    let lines = glance
        .numbers
        .iter()
        .map(|number| view! { <li>{number_line(locale, number)}</li> }.into_any());
    listed(evidence::glance_numbers(locale), lines.collect())
}

/// Its first components; nothing where it lists none.
pub(super) fn components(locale: Locale, glance: &Glance) -> Option<AnyView> {
    let lines = glance
        .components
        .iter()
        .map(|name| view! { <li>{name.clone()}</li> }.into_any());
    listed(evidence::glance_components(locale), lines.collect())
}

fn number_line(locale: Locale, number: &GlanceNumber) -> String {
    let name = if number.of.is_empty() {
        number.name.clone()
    } else {
        format!("{} ({})", number.name, number.of)
    };
    let value = words::rough(locale, number.value.get(), number.unit);
    evidence::glance_number(locale, name, value)
}

fn listed(name: &'static str, lines: Vec<AnyView>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        view! { <dt>{name}</dt><dd><ul class="c-readings__list">{lines}</ul></dd> }.into_any()
    })
}
