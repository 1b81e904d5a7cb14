//! The console's own pages and forms for telemetry, the inventory and the numbers of rules.

use std::sync::Arc;

use domain::views::frame::Outcome;
use domain::{Problem, TextError, WorkloadId};
use http::StatusCode;
use server::web::{AppState, CookieNames, router};
use services::signals::Fetch;
use services::workload::{self, WorkloadForm};
use sqlx::PgPool;

use super::access::cases::component;
use super::evidence_forms::said;
use super::signals::{console, gauge, machine, metrics, send, settle, token, week};
use super::support::{Client, Role, World, checksum, log_entries};

fn done(code: &str) -> Outcome {
    Outcome::Done {
        code: code.to_owned(),
    }
}

fn problem(outcome: Outcome, field: &str) -> Option<Problem> {
    match outcome {
        Outcome::Invalid { errors } => errors.of(field),
        other => panic!("{other:?}"),
    }
}

/// A workload that runs its models itself: rules over GPUs bear on it.
async fn self_hosted(world: &World) -> WorkloadId {
    let form = WorkloadForm {
        name: "自建推理".to_owned(),
        description: String::new(),
        tier: "1".to_owned(),
        profile: vec!["self_hosted".to_owned()],
    };
    let admin = world.viewer(Role::Administrator);
    workload::create(&world.services, admin, world.team, &form)
        .await
        .unwrap()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_page_shows_what_comes_in_and_what_a_rule_holds_it_against(pool: PgPool) {
    let (world, _) = console(pool).await;
    let id = self_hosted(&world).await;
    let mut client = world.client(Role::Architect).await;
    let page = format!("/workloads/{id}/signals");
    let before = client.get(&page).await.text();
    assert!(
        before.contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://"),
        "how to connect stands on the empty page"
    );
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    let evil = metrics(&[gauge("x</script><script>alert(1)", &[], [(1, 1.0)])]);
    send(&mut collector, evil).await;
    send(&mut collector, week(&world, 82.0)).await;
    settle(&world).await;
    let after = client.get(&page).await.text();
    assert!(after.contains("DCGM_FI_DEV_GPU_UTIL") && after.contains("c-spark__line"));
    assert!(!after.contains("<script>alert"), "names are text");
    assert!(!after.contains("c-course__bound"));
    let drawn = client
        .get(&format!("{page}?rule=C04.gpu_util"))
        .await
        .text();
    assert!(drawn.contains("c-course__bound--contradicts"));
    assert!(drawn.contains("70%") && drawn.contains("30%"));
    let unknown = client.get(&format!("{page}?rule=X99.nothing")).await;
    assert_eq!(unknown.status, StatusCode::OK);
    // The verdict leads to both.
    let evidence = client
        .get(&format!("/workloads/{id}/evidence"))
        .await
        .text();
    assert!(evidence.contains(&format!("{page}?rule=C04.gpu_util#rule")));
    assert!(evidence.contains("/admin/rules?rule=C04.gpu_util#C04.gpu_util"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_component_is_refused_with_a_reason_and_as_it_was_seen(pool: PgPool) {
    let world = World::new(pool).await;
    let id = world.fresh("推理服务").await;
    let part = component(&world, id).await;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/workloads/{id}/components/{part}");
    let refuse = [("standing", "refused"), ("version", "1")];
    client.post(&path, &refuse).await;
    let outcome = said(&world.pool).await.outcome;
    assert_eq!(
        problem(outcome, "remark"),
        Some(Problem::Text(TextError::Required))
    );
    client
        .post(&path, &[("standing", "yes"), ("version", "1")])
        .await;
    let outcome = said(&world.pool).await.outcome;
    assert_eq!(problem(outcome, "standing"), Some(Problem::Choice));
    let reason = [refuse[0], refuse[1], ("remark", "未登记的模型")];
    let sent = client.post(&path, &reason).await;
    assert_eq!(
        sent.location(),
        format!("/workloads/{id}/signals#inventory")
    );
    assert_eq!(said(&world.pool).await.outcome, done("component_reviewed"));
    client.post(&path, &reason).await;
    assert_eq!(said(&world.pool).await.outcome, Outcome::Stale);
    let page = client
        .get(&format!("/workloads/{id}/signals?component={part}"))
        .await
        .text();
    assert!(page.contains("未登记的模型") && page.contains("qwen3-32b"));
}

/// A console whose installation has a Prometheus.
async fn with_prometheus(pool: PgPool) -> (World, String) {
    let mut world = World::new(pool).await;
    let fetch = Fetch(Arc::new(|_: &str| Err("nobody is there".to_owned())));
    let services = world.services.clone();
    world.services = services.with_signals(services::signals::Limits::default(), Some(fetch));
    let cookies = CookieNames::new(true);
    world.router = router(AppState::new(world.services.clone(), cookies, 0));
    let path = format!("/workloads/{}/pull", world.workload);
    (world, path)
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_may_edit_says_what_is_fetched(pool: PgPool) {
    let (world, path) = with_prometheus(pool).await;
    let fields = [("selector", "namespace=\"chat\""), ("version", "0")];
    let mut client = world.client(Role::Architect).await;
    for (role, status) in [
        (Role::Anonymous, StatusCode::SEE_OTHER),
        (Role::Viewer, StatusCode::FORBIDDEN),
        (Role::Manager, StatusCode::FORBIDDEN),
        (Role::Stranger, StatusCode::NOT_FOUND),
    ] {
        let mut other = world.client(role).await;
        let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
        let answer = other.post(&path, &fields).await;
        assert_eq!(answer.status, status, "{role:?}");
        let after = (checksum(&world.pool).await, log_entries(&world.pool).await);
        assert_eq!(after, before, "{role:?}");
    }
    let entries = log_entries(&world.pool).await;
    client
        .post(&path, &[("selector", "up{}"), ("version", "0")])
        .await;
    let outcome = said(&world.pool).await.outcome;
    assert_eq!(
        problem(outcome, "selector"),
        Some(Problem::Text(TextError::Malformed))
    );
    let sent = client.post(&path, &fields).await;
    assert!(sent.location().ends_with("/signals#pull"));
    assert_eq!(said(&world.pool).await.outcome, done("pull_saved"));
    assert_eq!(log_entries(&world.pool).await, entries + 1);
    let page = format!("/workloads/{}/signals", world.workload);
    assert!(
        client
            .get(&page)
            .await
            .text()
            .contains("namespace=&quot;chat")
    );
    client.post(&path, &fields).await;
    assert_eq!(said(&world.pool).await.outcome, Outcome::Stale);
    client
        .post(&path, &[("selector", ""), ("version", "1")])
        .await;
    assert_eq!(said(&world.pool).await.outcome, done("pull_stopped"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn administrators_say_how_far_a_team_may_fetch(pool: PgPool) {
    let (world, _) = with_prometheus(pool).await;
    let settings = format!("/teams/{}/settings", world.team);
    let path = format!("/teams/{}/pulls", world.team);
    let mut owner = world.client(Role::Owner).await;
    let signals = format!("/workloads/{}/signals", world.workload);
    assert!(!owner.get(&signals).await.text().contains("chat-.*"));
    assert!(!owner.get(&settings).await.text().contains(&path));
    let mut admin = world.client(Role::Administrator).await;
    assert!(admin.get(&settings).await.text().contains(&path));
    for (text, error) in [
        ("", TextError::Required),
        ("up", TextError::Malformed),
        ("namespace!=\"pay\"", TextError::Malformed),
    ] {
        admin
            .post(&path, &[("matchers", text), ("version", "0")])
            .await;
        let outcome = said(&world.pool).await.outcome;
        let expected = Some(Problem::Text(error));
        assert_eq!(problem(outcome, "matchers"), expected, "{text}");
    }
    let fields = [("matchers", "namespace=~\"chat-.*\""), ("version", "0")];
    let sent = admin.post(&path, &fields).await;
    assert_eq!(sent.location(), settings);
    assert_eq!(said(&world.pool).await.outcome, done("bound_saved"));
    admin.post(&path, &fields).await;
    assert_eq!(said(&world.pool).await.outcome, Outcome::Stale);
    // The team sees what bounds it, and can't change it.
    assert!(owner.get(&signals).await.text().contains("chat-.*"));
    admin
        .post(&path, &[("matchers", ""), ("version", "1")])
        .await;
    assert_eq!(said(&world.pool).await.outcome, done("bound_removed"));
    assert!(!owner.get(&signals).await.text().contains("chat-.*"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn without_a_prometheus_nothing_can_be_fetched(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Architect).await;
    let page = format!("/workloads/{}", world.workload);
    client
        .post(
            &format!("{page}/pull"),
            &[("selector", "a=\"b\""), ("version", "0")],
        )
        .await;
    let code = "no_prometheus".to_owned();
    assert_eq!(said(&world.pool).await.outcome, Outcome::State { code });
    let html = client.get(&format!("{page}/signals")).await.text();
    assert!(html.contains("HEXASTYLE_PROMETHEUS_URL") && !html.contains("name=\"selector\""));
}

const RULE: &str = "/admin/rules/C04.gpu_util";

async fn rules(client: &mut Client) -> String {
    client.get("/admin/rules?rule=C04.gpu_util").await.text()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn administrators_change_numbers_and_everybody_reads_them(pool: PgPool) {
    let world = World::new(pool).await;
    let mut admin = world.client(Role::Administrator).await;
    let wrong = [("supports", "120"), ("remark", ""), ("version", "0")];
    admin.post(RULE, &wrong).await;
    let flash = said(&world.pool).await;
    assert_eq!(
        problem(flash.outcome.clone(), "supports"),
        Some(Problem::Number)
    );
    assert!(problem(flash.outcome, "remark").is_some());
    // What was typed is there again, in the rule's own form.
    assert!(rules(&mut admin).await.contains("value=\"120\""));
    let set = [
        ("supports", "62.5"),
        ("contradicts", "20"),
        ("min", "12"),
        ("days", "14"),
        ("remark", "推理集群按低负载运行"),
        ("version", "0"),
    ];
    let sent = admin.post(RULE, &set).await;
    assert_eq!(
        sent.location(),
        "/admin/rules?rule=C04.gpu_util#C04.gpu_util"
    );
    assert_eq!(said(&world.pool).await.outcome, done("rule_saved"));
    admin.post(RULE, &set).await;
    assert_eq!(said(&world.pool).await.outcome, Outcome::Stale);

    let mut viewer = world.client(Role::Viewer).await;
    let page = rules(&mut viewer).await;
    assert!(page.contains("支持线 62.5") && page.contains("推理集群按低负载运行"));
    assert!(!page.contains("name=\"supports\""), "no form for readers");
    let reset = [("version", "1")];
    admin.post(&format!("{RULE}/reset"), &reset).await;
    assert_eq!(said(&world.pool).await.outcome, done("rule_reset"));
    assert!(!rules(&mut viewer).await.contains("62.5"));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_token_for_telemetry_is_shown_with_what_uses_it(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Owner).await;
    let page = format!("/workloads/{}/evidence", world.workload);
    let fields = [("name", "采集器"), ("days", "7"), ("scope", "signals")];
    let path = format!("/workloads/{}/tokens", world.workload);
    client.post(&path, &fields).await;
    let first = client.get(&page).await.text();
    assert!(first.contains("Authorization=Bearer%20hxs_"), "{first}");
    assert!(!client.get(&page).await.text().contains("hxs_"));
}
