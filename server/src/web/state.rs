//! What request handlers share.

use app::PageAssets;
use app::server::{FrameSource, ReferenceSource, RequestContext};
use axum::extract::FromRef;
use http::request::Parts;
use leptos::config::LeptosOptions;
use leptos::prelude::{provide_context, use_context};
use services::Services;

use crate::api::document::reference::reference;
use crate::web::{CookieNames, Identity, RequestId, embedded, headers};

/// What request handlers share; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// What the renderer wants to know; pages are not read from disk, so names suffice.
    pub leptos: LeptosOptions,
    /// Addresses of scripts and style.
    pub assets: PageAssets,
    /// The use cases.
    pub services: Services,
    /// What cookies are called.
    pub cookies: CookieNames,
    /// How many proxies of ours stand before the server.
    pub proxies: usize,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

impl FromRef<AppState> for Services {
    fn from_ref(state: &AppState) -> Self {
        state.services.clone()
    }
}

impl AppState {
    /// For use cases over a database.
    pub fn new(services: Services, cookies: CookieNames, proxies: usize) -> Self {
        Self {
            leptos: LeptosOptions::builder().output_name("hexastyle").build(),
            assets: embedded::page_assets(),
            services,
            cookies,
            proxies,
        }
    }

    /// Hands pages and server functions what they use; runs once per request, before rendering.
    ///
    /// While the routes are listed there is no request, and so nothing to hand over.
    pub fn provide(&self) {
        headers::allow_scripts_of_this_response();
        let Some(parts) = use_context::<Parts>() else {
            return;
        };
        let Some(identity) = parts.extensions.get::<Identity>() else {
            return;
        };
        let id = parts
            .extensions
            .get::<RequestId>()
            .map(|id| id.0.to_string())
            .unwrap_or_default();
        provide_context(ReferenceSource {
            reference: reference(),
            cookie: self.cookies.session(),
        });
        provide_context(RequestContext {
            services: self.services.clone(),
            viewer: identity
                .visitor
                .as_ref()
                .map(|visitor| visitor.viewer.clone()),
            session: identity.session,
            locale: identity.locale,
            id,
        });
        if let Some(frame) = parts.extensions.get::<FrameSource>() {
            provide_context(frame.clone());
        }
    }
}
