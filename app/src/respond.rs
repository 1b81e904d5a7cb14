//! What a page says to HTTP besides its HTML: the only place that sets a status.

use crate::error::AppError;

/// Gives the answer the status of an error; nothing in the browser.
///
/// Call it while the page is built or the server function runs: the status is sent before the
/// first byte. A page that needs somebody signed in goes to the sign-in page and back.
pub fn failed(error: &AppError) {
    #[cfg(feature = "ssr")]
    on_server::failed(error);
    #[cfg(not(feature = "ssr"))]
    let _ = error;
}

#[cfg(feature = "ssr")]
mod on_server {
    use http::header::LOCATION;
    use http::request::Parts;
    use http::{HeaderValue, StatusCode};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    use crate::error::AppError;
    use crate::href;

    pub(super) fn failed(error: &AppError) {
        let Some(response) = use_context::<ResponseOptions>() else {
            return;
        };
        let page = use_context::<Parts>()
            .map(|parts| parts.uri)
            .filter(|uri| !href::is_for_programs(uri.path()));
        match (error, page) {
            (AppError::Unauthenticated, Some(uri)) => {
                let next = uri
                    .path_and_query()
                    .map_or("/", http::uri::PathAndQuery::as_str);
                // What `href` encodes is a valid header.
                if let Ok(to) = HeaderValue::from_str(&href::login(next)) {
                    response.insert_header(LOCATION, to);
                    response.set_status(StatusCode::SEE_OTHER);
                }
            }
            (error, _) => {
                if let Ok(status) = StatusCode::from_u16(error.status()) {
                    response.set_status(status);
                }
            }
        }
    }
}
