//! Security headers.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue};
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::web::CookieNames;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// For answers that are not pages: nothing may run, load or frame.
const CLOSED: &str = "default-src 'none'; frame-ancestors 'none'";

/// Lets the page that is being rendered run the scripts that carry its nonce, and no others.
///
/// The policy is a header because a `<meta>` can't forbid framing.
pub fn allow_scripts_of_this_response() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    if let Ok(policy) = HeaderValue::from_str(&page_policy(&nonce)) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// A browser that came by TLS once comes by TLS for a year: nobody between can make it speak plainly.
const BY_TLS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds the headers that every answer carries; a handler's own value wins.
pub async fn secure(State(cookies): State<CookieNames>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // On loopback there is no TLS, and other programs of this machine share the name.
    if cookies.secure() {
        headers
            .entry(STRICT_TRANSPORT_SECURITY)
            .or_insert(BY_TLS_ONLY);
    }
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, CLOSED),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not `no-referrer`: forms without JavaScript find their way back by it.
        (REFERRER_POLICY, "same-origin"),
        (
            PERMISSIONS_POLICY,
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
        (OPENER_POLICY, "same-origin"),
        (RESOURCE_POLICY, "same-origin"),
        // What a signed-in user sees stays out of shared caches and of the disk.
        (CACHE_CONTROL, "no-store"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
