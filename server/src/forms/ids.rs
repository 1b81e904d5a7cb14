//! Ids in paths.

use axum::extract::{FromRequestParts, Path};
use axum::response::Response;
use http::StatusCode;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::web::{AppState, Identity, RequestId, error_page};

/// The ids in a path; what is none leads nowhere.
pub struct Ids<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for Ids<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        if let Ok(Path(ids)) = Path::<T>::from_request_parts(parts, state).await {
            return Ok(Self(ids));
        }
        let locale = parts
            .extensions
            .get::<Identity>()
            .map(|identity| identity.locale);
        let request = parts.extensions.get::<RequestId>().copied();
        Err(error_page::page(
            StatusCode::NOT_FOUND,
            locale.unwrap_or_default(),
            request,
        ))
    }
}
