//! The head of a column that can be sorted by.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::{Glyph, Icon};
use crate::query::Query;

/// The head of a column: a link that sorts by it and keeps the rest of the address.
#[component]
pub fn SortHeader(
    /// The column's name in `sort`.
    #[prop(into)]
    column: String,
    /// What the column holds.
    #[prop(into)]
    label: String,
    /// What stands after the `?` now.
    query: Query,
    /// Whether the list is sorted by this column when nothing is said.
    #[prop(optional)]
    default: bool,
    /// Numbers: right-aligned, and the greatest first.
    #[prop(optional)]
    numeric: bool,
) -> impl IntoView {
    let (order, next) = turn(query.get("sort"), &column, default, numeric);
    let glyph = match order {
        Some("ascending") => Glyph::SortAsc,
        Some(_) => Glyph::SortDesc,
        None => Glyph::Sort,
    };
    let path = use_location().pathname.get_untracked();
    let href = query.with("sort", next).without("page").link(&path);
    view! {
        <th scope="col" class=numeric.then_some("c-table__num") aria-sort=order>
            <a class="c-table__sort" href=href>{label}" "<Icon of=glyph small=true /></a>
        </th>
    }
}

/// How the column is sorted now, and what its link asks for.
fn turn(sort: &str, column: &str, default: bool, numeric: bool) -> (Option<&'static str>, String) {
    let down = format!("-{column}");
    let up = column.to_owned();
    if sort == down {
        (Some("descending"), up)
    } else if sort == column || (sort.is_empty() && default) {
        (Some("ascending"), down)
    } else if numeric {
        (None, down)
    } else {
        (None, up)
    }
}

#[cfg(test)]
mod tests {
    use super::turn;

    #[test]
    fn a_second_click_turns_the_order() {
        assert_eq!(
            turn("name", "name", true, false),
            (Some("ascending"), "-name".to_owned())
        );
        assert_eq!(
            turn("-name", "name", true, false),
            (Some("descending"), "name".to_owned())
        );
        assert_eq!(
            turn("", "name", true, false),
            (Some("ascending"), "-name".to_owned())
        );
        assert_eq!(
            turn("name", "claimed", false, true),
            (None, "-claimed".to_owned())
        );
    }
}
