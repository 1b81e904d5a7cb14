//! What changed, row by row.

use leptos::prelude::*;

use crate::i18n::{common, use_locale};

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is different.
    Changed,
}

/// A row that changed.
pub struct DiffRow {
    /// What happened.
    pub change: Change,
    /// Which: an id or a name.
    pub id: AnyView,
    /// Before; empty where it was not there.
    pub old: String,
    /// After; empty where it is gone.
    pub new: String,
    /// What follows from it: a delta, proof won or lost.
    pub effect: Option<AnyView>,
}

/// Rows that changed, with a sign and a word for each kind of change.
#[component]
pub fn Difference(
    /// The rows.
    rows: Vec<DiffRow>,
) -> impl IntoView {
    view! { <div class="c-diff">{rows.into_iter().map(row).collect_view()}</div> }
}

fn row(row: DiffRow) -> AnyView {
    let locale = use_locale();
    let (class, sign, word) = match row.change {
        Change::Added => ("c-diff__row c-diff__row--added", "+", common::added(locale)),
        Change::Removed => (
            "c-diff__row c-diff__row--removed",
            "−",
            common::removed(locale),
        ),
        Change::Changed => (
            "c-diff__row c-diff__row--changed",
            "~",
            common::changed(locale),
        ),
    };
    let old =
        (!row.old.is_empty()).then(|| view! { <span class="c-diff__old">{row.old}</span>" " });
    view! {
        <div class=class>
            <span class="c-diff__sign"><span aria-hidden="true">{sign}</span><span class="u-vh">{word}</span></span>
            <span>{row.id}</span>
            <span>{old}{row.new}</span>
            <span>{row.effect}</span>
        </div>
    }
    .into_any()
}
