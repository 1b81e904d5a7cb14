//! Rows of a table that unfold: the address says which one does, else the form that came back with errors.

use domain::views::frame::Outcome;
use leptos::prelude::*;

use crate::frame::use_flash;
use crate::query::Query;

/// The rows of a page, of which one at a time is unfolded.
#[derive(Clone, Copy, Debug)]
pub struct Folds {
    key: &'static str,
    /// What stands after the `?`.
    pub query: Memo<Query>,
    /// The id of the unfolded row; empty where none is.
    pub open: Memo<String>,
}

impl Folds {
    /// `key` is the row's name in the address, `forms` how the actions of the rows' forms begin: a form that was
    /// refused is shown again, with what was typed.
    pub fn new(query: Memo<Query>, key: &'static str, forms: &str) -> Self {
        let refused = use_flash()
            .get_untracked()
            .filter(|flash| !matches!(flash.outcome, Outcome::Done { .. }));
        let refused = refused.and_then(|flash| {
            let row = flash.form.strip_prefix(forms)?.split('/').next()?;
            Some(row.to_owned())
        });
        let open = Memo::new(move |_| {
            let asked = query.with(|query| query.get(key).to_owned());
            if asked.is_empty() {
                refused.clone().unwrap_or_default()
            } else {
                asked
            }
        });
        Self { key, query, open }
    }

    /// One row; `path` is the page's.
    pub fn row(self, id: String, path: String) -> Fold {
        let Self { key, query, open } = self;
        let is_open = {
            let id = id.clone();
            Memo::new(move |_| open.with(|open| *open == id))
        };
        let link = Memo::new(move |_| {
            let query = query.with(|query| {
                if is_open.get() {
                    query.without(key)
                } else {
                    query.with(key, &id)
                }
            });
            format!("{}#{id}", query.link(&path))
        });
        Fold { is_open, link }
    }
}

/// A row that unfolds.
#[derive(Clone, Copy, Debug)]
pub struct Fold {
    is_open: Memo<bool>,
    link: Memo<String>,
}

impl Fold {
    /// The link that unfolds the row, or folds it again.
    pub fn link(self, class: &'static str, text: impl Into<String>) -> AnyView {
        let Self { is_open, link } = self;
        let text = text.into();
        view! {
            <a
                class=class
                href=move || link.get()
                aria-expanded=move || is_open.get().to_string()
                data-noscroll="true"
            >
                {text}
            </a>
        }
        .into_any()
    }

    /// The row below it, across all columns, while it is unfolded.
    pub fn details(
        self,
        columns: &'static str,
        draw: impl Fn() -> AnyView + Send + 'static,
    ) -> AnyView {
        let Self { is_open, .. } = self;
        let details = move || {
            is_open.get().then(|| {
                view! {
                    <tr><td colspan=columns class="c-table__grow c-table__details">{draw()}</td></tr>
                }
            })
        };
        details.into_any()
    }
}
