//! The route table.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::SsrMode;
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::frame::{ForgetFlash, provide_frame};
use crate::layout::{Layout, PageLayout};
use crate::pages::home::HomePage;
use crate::pages::not_found::NotFoundPage;

/// The application: contexts, router, pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_frame();
    view! {
        <Router>
            <ForgetFlash />
            <Routes fallback=unknown>
                // Pages are complete before the first byte: status and redirects still count, and
                // a browser without JavaScript sees the data.
                <ParentRoute path=path!("") view=PageLayout ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage />
                </ParentRoute>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/x") view=HomePage />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

fn unknown() -> AnyView {
    view! {
        <Layout>
            <NotFoundPage />
        </Layout>
    }
    .into_any()
}
