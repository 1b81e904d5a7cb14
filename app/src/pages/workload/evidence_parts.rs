//! Evidence, findings, telemetry: three pages of one thing.

use domain::{Locale, WorkloadId};
use leptos::prelude::*;

use crate::href;
use crate::i18n::signals;

/// A name in either language.
type Name = fn(Locale) -> &'static str;

/// The pages, each below the workload's address.
const PARTS: [(&str, Name); 3] = [
    ("/evidence", signals::part_evidence),
    ("/findings", signals::part_findings),
    ("/signals", signals::part_signals),
];

/// Links to the three pages; `current` is the one that is open.
pub(super) fn evidence_parts(locale: Locale, workload: WorkloadId, current: &str) -> AnyView {
    let link = |(part, name): (&'static str, Name)| {
        let here = (part == current).then_some("page");
        let href = href::workload(workload, part);
        view! { <a class="c-switch__item" href=href aria-current=here>{name(locale)}</a> }
    };
    view! {
        <nav class="c-switch c-switch--parts" aria-label=signals::parts(locale)>
            {PARTS.map(link).collect_view()}
        </nav>
    }
    .into_any()
}
