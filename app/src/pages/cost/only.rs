//! Rows of one model or one feature: how an address asks for them, and how a reader sees it and leaves it.

use domain::Locale;
use domain::cost::OTHERS;
use domain::views::cost::UNNAMED;
use leptos::prelude::*;

use crate::components::Hidden;
use crate::i18n::cost;
use crate::query::Query;

/// What rows can be narrowed to.
const KEYS: [&str; 2] = ["model", "feature"];

/// Whether rows are narrowed.
pub(super) fn narrowed(query: &Query) -> bool {
    KEYS.iter().any(|key| !query.get(key).is_empty())
}

/// The address with all rows again.
pub(super) fn widened(query: &Query) -> Query {
    KEYS.iter()
        .fold(query.without("page"), |query, key| query.without(key))
}

/// What stands in an address for a name.
pub(super) fn asked(name: &str) -> &str {
    if name.is_empty() { UNNAMED } else { name }
}

/// A name as people read it.
pub(super) fn shown(locale: Locale, name: &str) -> String {
    match name {
        "" | UNNAMED => cost::not_named(locale).to_owned(),
        OTHERS => cost::other_names(locale).to_owned(),
        name => name.to_owned(),
    }
}

/// What rows are narrowed to; each leads to the rows without it.
pub(super) fn chips(locale: Locale, query: &Query, path: &str) -> AnyView {
    let one = |key: &&'static str| {
        let value = query.get(key);
        if value.is_empty() {
            return None;
        }
        let name = shown(locale, value);
        let said = if *key == "model" {
            cost::only_model(locale, name)
        } else {
            cost::only_feature(locale, name)
        };
        let href = format!("{}#rows", query.without(key).without("page").link(path));
        let remove = cost::only_remove(locale);
        Some(view! { <a class="c-chip" href=href title=remove>{said}" ×"</a>" " })
    };
    if !narrowed(query) {
        return ().into_any();
    }
    view! { <p>{KEYS.iter().filter_map(one).collect_view()}</p> }.into_any()
}

/// Keeps what rows are narrowed to when a form is sent.
pub(super) fn kept(query: &Query) -> AnyView {
    let one = |key: &&'static str| {
        let value = query.get(key).to_owned();
        (!value.is_empty()).then(|| view! { <Hidden name=*key value=value.clone() /> })
    };
    KEYS.iter().filter_map(one).collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::{asked, narrowed, widened};
    use crate::query::Query;

    #[test]
    fn what_is_not_named_has_an_address_too() {
        let query = Query::default().with("feature", asked("")).with("page", 2);
        assert_eq!(query.link("/cost"), "/cost?feature=-&page=2");
        assert!(narrowed(&query) && !narrowed(&widened(&query)));
        assert!(widened(&query).is_empty());
        assert_eq!(asked("chat"), "chat");
    }
}
