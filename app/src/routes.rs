//! The route table.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::SsrMode;
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::frame::{ForgetFlash, provide_frame};
use crate::layout::{Layout, PageLayout};
use crate::pages::account::AccountPage;
use crate::pages::admin::{
    DeliveriesPage, ImportPage, ImportsPage, LogPage, PeoplePage, RulesPage, SettingsPage,
    WebhooksPage,
};
use crate::pages::catalog::{
    CatalogCheckPage, CatalogFrontPage, CatalogRisksPage, GlossaryPage, PrinciplesPage,
};
use crate::pages::cost::{OrganisationCostPage, TeamCostPage, WorkloadCostPage};
use crate::pages::entry::{InvitePage, LoginPage, ResetPage, SetupPage};
use crate::pages::explain::{OrganisationExplained, TeamExplained, WorkloadExplained};
use crate::pages::history::{DifferencePage, HistoryPage};
use crate::pages::not_found::NotFoundPage;
use crate::pages::notices::NoticesPage;
use crate::pages::outward::{SchedulesPage, SharesPage};
use crate::pages::overview::{AlertsPage, OrganisationPage, TeamPage};
use crate::pages::plans::{OrganisationPlanPage, TeamPlanPage};
use crate::pages::reference::{ReferenceGroupPage, ReferencePage};
use crate::pages::register::{RegisterPage, TeamRegisterPage};
use crate::pages::reports::ReportsPage;
use crate::pages::teams::{TeamSettingsPage, TeamsPage};
use crate::pages::workload::{
    CheckPage, EvidencePage, FindingsPage, FirstOpenCheck, MapPage, NewRiskPage, OfferPage,
    PlanPage, PlatformsPage, ResultsPage, ReviewPage, RiskPage, RisksPage, SignalsPage, TrendPage,
};
use crate::pages::workloads::{EditWorkloadPage, NewWorkloadPage, WorkloadsPage};

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
                    <Route path=path!("/") view=OrganisationPage />
                    <Route path=path!("/explain") view=OrganisationExplained />
                    <Route path=path!("/alerts") view=AlertsPage />
                    <Route path=path!("/account") view=AccountPage />
                    <Route path=path!("/notices") view=NoticesPage />
                    <Route path=path!("/risks") view=RegisterPage />
                    <Route path=path!("/plan") view=OrganisationPlanPage />
                    <Route path=path!("/cost") view=OrganisationCostPage />
                    <ParentRoute path=path!("/teams") view=Outlet>
                        <Route path=path!("") view=TeamsPage />
                        <Route path=path!("/:id") view=TeamPage />
                        <Route path=path!("/:id/plan") view=TeamPlanPage />
                        <Route path=path!("/:id/cost") view=TeamCostPage />
                        <Route path=path!("/:id/settings") view=TeamSettingsPage />
                        <Route path=path!("/:id/risks") view=TeamRegisterPage />
                        <Route path=path!("/:id/explain") view=TeamExplained />
                    </ParentRoute>
                    <ParentRoute path=path!("/workloads") view=Outlet>
                        <Route path=path!("") view=WorkloadsPage />
                        <Route path=path!("/new") view=NewWorkloadPage />
                        <Route path=path!("/:id") view=ResultsPage />
                        <Route path=path!("/:id/edit") view=EditWorkloadPage />
                        <Route path=path!("/:id/evidence") view=EvidencePage />
                        <Route path=path!("/:id/findings") view=FindingsPage />
                        <Route path=path!("/:id/signals") view=SignalsPage />
                        <Route path=path!("/:id/map") view=MapPage />
                        <Route path=path!("/:id/risks") view=RisksPage />
                        <Route path=path!("/:id/risks/new") view=NewRiskPage />
                        <Route path=path!("/:id/risks/:risk") view=RiskPage />
                        <Route path=path!("/:id/plan") view=PlanPage />
                        <Route path=path!("/:id/platforms") view=PlatformsPage />
                        <Route path=path!("/:id/offer") view=OfferPage />
                        <Route path=path!("/:id/cost") view=WorkloadCostPage />
                        <Route path=path!("/:id/checks") view=FirstOpenCheck />
                        <Route path=path!("/:id/checks/:check") view=CheckPage />
                        <Route path=path!("/:id/review") view=ReviewPage />
                        <Route path=path!("/:id/explain") view=WorkloadExplained />
                        <Route path=path!("/:id/history") view=HistoryPage />
                        <Route path=path!("/:id/difference") view=DifferencePage />
                        <Route path=path!("/:id/trend") view=TrendPage />
                    </ParentRoute>
                    <Route path=path!("/reports") view=ReportsPage />
                    <Route path=path!("/api") view=ReferencePage />
                    <Route path=path!("/api/:tag") view=ReferenceGroupPage />
                    <Route path=path!("/reports/shared") view=SharesPage />
                    <Route path=path!("/reports/schedules") view=SchedulesPage />
                    <ParentRoute path=path!("/catalog") view=Outlet>
                        <Route path=path!("") view=CatalogFrontPage />
                        <Route path=path!("/checks/:id") view=CatalogCheckPage />
                        <Route path=path!("/principles") view=PrinciplesPage />
                        <Route path=path!("/risks") view=CatalogRisksPage />
                        <Route path=path!("/glossary") view=GlossaryPage />
                    </ParentRoute>
                    <ParentRoute path=path!("/admin") view=Outlet>
                        <Route path=path!("/people") view=PeoplePage />
                        <Route path=path!("/settings") view=SettingsPage />
                        <Route path=path!("/log") view=LogPage />
                        <Route path=path!("/rules") view=RulesPage />
                        <Route path=path!("/webhooks") view=WebhooksPage />
                        <Route path=path!("/deliveries") view=DeliveriesPage />
                        <Route path=path!("/import") view=ImportsPage />
                        <Route path=path!("/import/:id") view=ImportPage />
                    </ParentRoute>
                </ParentRoute>
                // Before signing in: without the bars.
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/setup") view=SetupPage />
                    <Route path=path!("/login") view=LoginPage />
                    <Route path=path!("/invite/:token") view=InvitePage />
                    <Route path=path!("/reset/:token") view=ResetPage />
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
