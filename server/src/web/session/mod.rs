//! Sessions: a cookie that names a row of the database.

mod cookie;
mod store;

pub use cookie::{CookieNames, received};
pub use store::Sessions;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use services::Services;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::web::AppState;

/// How long a browser keeps the cookie; when a session ends is for the database to say.
const KEPT: Duration = Duration::days(7);

/// The layer that opens a request's session and sends its cookie.
pub fn layer(services: &Services, names: CookieNames) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions::new(services.clone()))
        .with_name(names.session())
        .with_secure(names.secure())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(KEPT))
}

/// Outside of the session layer: makes browsers listen where it asks them to forget the cookie.
pub async fn complete_removal(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    state.cookies.complete_removal(response.headers_mut());
    response
}
