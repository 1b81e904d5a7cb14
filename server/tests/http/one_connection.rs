//! A request never holds two connections: with one in the whole pool, nothing waits for itself.

use std::time::Duration;

use axum::body::Body;
use http::{Method, StatusCode};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::access::{FORMS, cases};
use super::support::{Role, World};

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn one_connection_serves_everything(_: PgPoolOptions, connect: PgConnectOptions) {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(2));
    let world = World::new(pool.connect_with(connect).await.unwrap()).await;
    let mut client = world.client(Role::Administrator).await;
    for (number, (name, _)) in FORMS.into_iter().enumerate() {
        let case = cases::prepare(&world, name, Role::Administrator, number).await;
        let answer = client
            .send(Method::POST, &case.path, &case.kind, Body::from(case.body))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}");
    }
    let id = world.fresh("页面").await;
    for page in pages(&world, id) {
        let answer = client.get(&page).await;
        assert!(
            answer.status.is_success() || answer.status.is_redirection(),
            "{page}: {}",
            answer.status
        );
        assert!(!answer.text().contains("c-failure"), "{page}");
    }
    let (team, evidence) = (world.team, cases::evidence(&world, id).await);
    for path in [
        format!("/evidence/{evidence}"),
        format!("/api/v1/workloads/{id}/plan.csv"),
        format!("/api/v1/teams/{team}/plan.csv?for=github"),
        "/api/v1/organisation/plan.csv".to_owned(),
        format!("/api/v1/teams/{team}/report.json"),
        "/api/v1/organisation/workloads.csv".to_owned(),
    ] {
        assert_eq!(client.get(&path).await.status, StatusCode::OK, "{path}");
    }
}

/// Every page of a signed-in person.
pub fn pages(world: &World, id: domain::WorkloadId) -> Vec<String> {
    let team = world.team;
    let workload = |part: &str| format!("/workloads/{id}{part}");
    let mut all: Vec<_> = [
        "/",
        "/teams",
        "/workloads",
        "/risks",
        "/workloads/new",
        "/account",
        "/admin/people",
        "/admin/settings",
        "/admin/log",
        "/admin/webhooks",
        "/admin/deliveries?state=failed",
        "/admin/import",
        "/notices",
        "/alerts",
        "/plan",
        "/plan?view=board",
        "/plan?view=timeline",
        "/cost",
        "/reports/shared",
        "/reports/schedules",
        "/catalog",
        "/catalog/checks/S01",
        "/catalog/principles",
        "/catalog/risks",
        "/catalog/glossary",
        "/api",
        "/api/evidence",
        "/explain?number=index&set=assured",
    ]
    .map(str::to_owned)
    .into();
    all.push(format!("/alerts?team={team}"));
    all.extend(["", "/cost", "/settings"].map(|part| format!("/teams/{team}{part}")));
    all.push(format!("/teams/{team}/plan"));
    all.push(format!("/teams/{team}/explain?number=index&set=claimed"));
    all.extend(
        [
            "",
            "/edit",
            "/checks",
            "/checks/S01",
            "/evidence",
            "/findings",
            "/map",
            "/risks",
            "/risks/K-S3",
            "/risks/new",
            "/plan",
            "/platforms",
            "/offer",
            "/cost",
            "/review",
            "/history",
            "/trend?span=30",
            "/explain?number=index&set=possible",
        ]
        .map(workload),
    );
    all
}
