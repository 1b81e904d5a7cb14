//! One call for each page: from the address to the data to what is drawn.

mod carried;

use std::marker::PhantomData;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::pages::failure::Failure;
use crate::query::Query;

pub use carried::Embedded;
use carried::{Carried, Unread};

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

/// A page's data, or why there is none; see [`resource`].
pub struct PageData<T> {
    held: Resource<Carried, Unread>,
    of: PhantomData<fn() -> T>,
}

/// A page's data: what `fetcher` answers for what stands in the address, again whenever that changes.
pub fn resource<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetcher: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> PageData<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + Send + Sync + 'static,
    Fut: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let fetch = move |asked: S| -> Pin<Box<dyn Future<Output = Carried> + Send>> {
        let answer = fetcher(asked);
        Box::pin(async move { Carried::new(answer.await) })
    };
    PageData {
        held: Resource::new_with_options(source, fetch, false),
        of: PhantomData,
    }
}

/// Draws a page once its data is there, or why it is not.
///
/// Make the resource at the top of the page's component: `resource(move || id.get(), |id| …)`.
pub fn loaded<T>(
    page: PageData<T>,
    draw: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
{
    let held = page.held;
    waiting(Arc::new(move || {
        let draw = draw.clone();
        Suspend::new(async move {
            match held.await.open() {
                Ok(data) => draw(data),
                Err(error) => failed(error),
            }
        })
    }))
}

/// Of one type for all pages; inside `loaded` the browser's part would hold this once for each.
fn waiting(content: Arc<dyn Fn() -> Suspend<AnyView> + Send + Sync>) -> AnyView {
    view! { <Transition>{move || content()}</Transition> }.into_any()
}

fn failed(error: AppError) -> AnyView {
    view! { <Failure error=error /> }.into_any()
}
