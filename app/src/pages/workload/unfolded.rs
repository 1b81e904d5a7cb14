//! Which row of a page is unfolded: the address says so, else the form that came back with errors.

use domain::views::frame::Outcome;
use leptos::prelude::*;

use crate::frame::use_flash;
use crate::query::Query;

/// The id of the unfolded row; empty where none is.
///
/// `key` is its name in the address, `forms` how the actions of the rows' forms begin: a form that
/// was refused is shown again, with what was typed.
pub(crate) fn unfolded(query: Memo<Query>, key: &'static str, forms: String) -> Memo<String> {
    let refused = use_flash()
        .get_untracked()
        .filter(|flash| !matches!(flash.outcome, Outcome::Done { .. }));
    let refused = refused.and_then(|flash| {
        Some(
            flash
                .form
                .strip_prefix(&forms)?
                .split('/')
                .next()?
                .to_owned(),
        )
    });
    Memo::new(move |_| {
        let asked = query.with(|query| query.get(key).to_owned());
        if asked.is_empty() {
            refused.clone().unwrap_or_default()
        } else {
            asked
        }
    })
}

/// The link that unfolds a row, or folds it again.
pub(crate) fn fold_link(query: &Query, key: &str, id: &str, path: &str, open: bool) -> String {
    let query = if open {
        query.without(key)
    } else {
        query.with(key, id)
    };
    format!("{}#{id}", query.link(path))
}
