//! One call for each page: from the address to the data to what is drawn.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::pages::failure::Failure;
use crate::query::Query;

/// A part of the path; none where it is not of its type, and so leads nowhere.
pub fn use_part<T>(name: &'static str) -> Memo<Option<T>>
where
    T: FromStr + PartialEq + Send + Sync + 'static,
{
    let parts = use_params_map();
    Memo::new(move |_| parts.with(|parts| parts.get_str(name)?.parse().ok()))
}

/// What stands after the `?`.
pub fn use_query() -> Memo<Query> {
    let query = use_query_map();
    Memo::new(move |_| Query::from(query.get()))
}

/// Draws a page once its data is there, or why it is not.
///
/// Make the resource at the top of the page's component: `Resource::new(move || id.get(), |id| …)`.
pub fn loaded<T>(
    page: Resource<Result<T, AppError>>,
    draw: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    let content = move || {
        let draw = draw.clone();
        Suspend::new(async move {
            match page.await {
                Ok(data) => draw(data),
                Err(error) => view! { <Failure error=error /> }.into_any(),
            }
        })
    };
    view! { <Transition>{content}</Transition> }.into_any()
}
