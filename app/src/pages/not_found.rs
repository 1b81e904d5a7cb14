//! The page for an address that leads nowhere.

use leptos::prelude::*;

use crate::error::AppError;
use crate::pages::failure::Failure;

/// Says that there is no such page, to people and to HTTP.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <Failure error=AppError::NotFound /> }
}
