//! Telemetry: in by machines, folded, judged, and out again as verdicts, pages and charts.

use axum::body::Body;
use domain::WorkloadId;
use domain::rule::signal::TraceCount;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use services::Clock;
use services::signals::{fold_waiting, judge_due, upkeep};
use services::workload::{self, WorkloadForm};
use sqlx::PgPool;
use std::sync::Arc;
use store::signals::traces;

use super::support::{Answer, Client, Role, World, log_entries};

const JSON: &str = "application/json";
const HOUR: i128 = 3_600_000_000_000;

/// A console whose rules look at once.
pub(super) async fn console(pool: PgPool) -> (World, WorkloadId) {
    let mut world = World::new(pool).await;
    let limits = services::signals::Limits {
        settle: std::time::Duration::ZERO,
        ..Default::default()
    };
    world.services = world.services.clone().with_signals(limits, None);
    let form = WorkloadForm {
        name: "推理服务".to_owned(),
        description: String::new(),
        tier: "1".to_owned(),
        profile: vec!["self_hosted".to_owned(), "public_facing".to_owned()],
    };
    let admin = world.viewer(Role::Administrator);
    let id = workload::create(&world.services, admin, world.team, &form)
        .await
        .unwrap();
    (world, id)
}

pub(super) async fn token(world: &World, id: WorkloadId, scope: &str) -> String {
    let mut client = world.client(Role::Architect).await;
    let body = json!({"name": "collector", "days": 30, "scope": scope}).to_string();
    let sent = client
        .send(
            Method::POST,
            &format!("/api/v1/workloads/{id}/tokens"),
            JSON,
            body.into(),
        )
        .await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let answer = sent.json();
    let token = answer.get("token").and_then(Value::as_str);
    token.unwrap_or_default().to_owned()
}

pub(super) fn machine(world: &World, token: &str) -> Client {
    world
        .anonymous()
        .with("authorization", &format!("Bearer {token}"))
}

/// A gauge with a point for each minute asked for, as OTLP has it.
pub(super) fn gauge(
    name: &str,
    labels: &[(&str, &str)],
    points: impl IntoIterator<Item = (i128, f64)>,
) -> Value {
    let attributes: Vec<_> = labels
        .iter()
        .map(|(key, value)| json!({"key": key, "value": {"stringValue": value}}))
        .collect();
    let point = |(at, value): (i128, f64)| json!({"timeUnixNano": at.to_string(), "asDouble": value, "attributes": attributes});
    let points: Vec<_> = points.into_iter().map(point).collect();
    json!({"name": name, "gauge": {"dataPoints": points}})
}

pub(super) fn metrics(metrics: &[Value]) -> String {
    let resource =
        json!({"attributes": [{"key": "service.name", "value": {"stringValue": "serving"}}]});
    json!({"resourceMetrics": [{"resource": resource, "scopeMetrics": [{"metrics": metrics}]}]})
        .to_string()
}

/// A week of a GPU under load, a point each hour, and the requests that ran.
pub(super) fn week(world: &World, utilisation: f64) -> String {
    let now = world.services.now().unix_timestamp_nanos();
    let hours = |value: f64| (1..=150).rev().map(move |back| (now - back * HOUR, value));
    metrics(&[
        gauge(
            "DCGM_FI_DEV_GPU_UTIL",
            &[("gpu", "0"), ("pod", "serving-0")],
            hours(utilisation),
        ),
        gauge(
            "vllm:num_requests_running",
            &[("pod", "serving-0")],
            hours(6.0),
        ),
    ])
}

pub(super) async fn send(client: &mut Client, body: impl Into<Body>) -> Answer {
    client
        .send(Method::POST, "/v1/metrics", JSON, body.into())
        .await
}

pub(super) async fn settle(world: &World) {
    fold_waiting(&world.services).await.unwrap();
    judge_due(&world.services).await.unwrap();
}

async fn verdict(client: &mut Client, id: WorkloadId, rule: &str) -> Value {
    let page = client
        .get(&format!("/api/v1/workloads/{id}/evidence"))
        .await
        .json();
    let rows = page
        .pointer("/verdicts")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    rows.into_iter()
        .find(|row| row["rule"] == rule)
        .unwrap_or(Value::Null)
}

async fn points(client: &mut Client, id: WorkloadId) -> i64 {
    let page = client
        .get(&format!("/api/v1/workloads/{id}/signals"))
        .await
        .json();
    page.get("points").and_then(Value::as_i64).unwrap_or(-1)
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn gpu_utilisation_is_judged_from_what_a_collector_sends(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    let sent = send(&mut collector, week(&world, 82.0)).await;
    assert_eq!((sent.status, sent.text().as_str()), (StatusCode::OK, "{}"));
    settle(&world).await;
    let mut client = world.client(Role::Architect).await;
    let row = verdict(&mut client, id, "C04.gpu_util").await;
    assert_eq!(row["verdict"]["outcome"]["verdict"], "supports", "{row}");
    assert_eq!(row["verdict"]["quotes"][0]["what"], "busy_mean", "{row}");
    assert!(
        (row["verdict"]["quotes"][0]["value"].as_f64().unwrap() - 0.82).abs() < 1e-9,
        "{row}"
    );
    assert_eq!(row["standing"], "proposal");

    let chart = client
        .get(&format!("/api/v1/workloads/{id}/signals/C04.gpu_util"))
        .await
        .json();
    assert_eq!(chart["supports"], 0.7, "{chart}");
    let drawn = chart["values"]
        .as_array()
        .map_or(0, |values| values.iter().filter(|v| !v.is_null()).count());
    assert_eq!(drawn, 150);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn an_idle_gpu_contradicts_until_the_threshold_is_another(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    send(&mut collector, week(&world, 22.0)).await;
    settle(&world).await;
    let mut admin = world.client(Role::Administrator).await;
    let outcome = |row: &Value| {
        row["verdict"]["outcome"]["verdict"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(
        outcome(&verdict(&mut admin, id, "C04.gpu_util").await),
        "contradicts"
    );

    let lower =
        json!({"numbers": {"supports": 20, "contradicts": 10}, "remark": "推理集群按低负载运行"})
            .to_string();
    let mut architect = world.client(Role::Architect).await;
    let entries = log_entries(&world.pool).await;
    let path = "/api/v1/rules/C04.gpu_util";
    let refused = architect
        .send(Method::POST, path, JSON, lower.clone().into())
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let wrong = json!({"numbers": {"supports": 120}, "remark": ""}).to_string();
    let wrong = admin.send(Method::POST, path, JSON, wrong.into()).await;
    assert_eq!(
        wrong.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        wrong.text()
    );
    assert_eq!(log_entries(&world.pool).await, entries);

    let set = admin
        .send(Method::POST, path, JSON, lower.clone().into())
        .await;
    assert_eq!(set.status, StatusCode::NO_CONTENT, "{}", set.text());
    assert_eq!(log_entries(&world.pool).await, entries + 1);
    let again = admin.send(Method::POST, path, JSON, lower.into()).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
    settle(&world).await;
    assert_eq!(
        outcome(&verdict(&mut admin, id, "C04.gpu_util").await),
        "supports"
    );

    let rules = admin.get("/api/v1/rules").await.json();
    let rules = rules["rules"].as_array().cloned().unwrap_or_default();
    let rule = rules
        .iter()
        .find(|rule| rule["id"] == "C04.gpu_util")
        .unwrap();
    assert_eq!(
        (
            &rule["built_in"]["supports"],
            &rule["own"]["thresholds"]["supports"]
        ),
        (&json!(70.0), &json!(20.0))
    );
    let reset = admin
        .send(
            Method::DELETE,
            "/api/v1/rules/C04.gpu_util?version=1",
            JSON,
            Body::empty(),
        )
        .await;
    assert_eq!(reset.status, StatusCode::NO_CONTENT, "{}", reset.text());
    settle(&world).await;
    assert_eq!(
        outcome(&verdict(&mut admin, id, "C04.gpu_util").await),
        "contradicts"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_batch_counts_once_however_often_it_is_sent(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    let mut client = world.client(Role::Architect).await;
    let body = week(&world, 50.0);
    for _ in 0..3 {
        assert_eq!(
            send(&mut collector, body.clone()).await.status,
            StatusCode::OK
        );
    }
    settle(&world).await;
    assert_eq!(points(&mut client, id).await, 300);
    // Neither after it was folded, nor cut otherwise.
    send(&mut collector, body.clone()).await;
    send(&mut collector, format!("{body} ")).await;
    settle(&world).await;
    assert_eq!(points(&mut client, id).await, 300);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn only_a_token_for_telemetry_opens_the_door(pool: PgPool) {
    let (world, id) = console(pool).await;
    let body = week(&world, 50.0);
    let evidence = token(&world, id, "evidence").await;
    for mut client in [
        world.anonymous(),
        world.client(Role::Administrator).await,
        machine(&world, "hxs_unknown"),
        machine(&world, &evidence),
    ] {
        let refused = send(&mut client, body.clone()).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert_eq!(refused.json()["code"], 16);
    }
    let signals = token(&world, id, "signals").await;
    let mut client = machine(&world, &signals);
    let path = format!("/api/v1/workloads/{id}/evidence?file=a.json");
    let refused = client.send(Method::POST, &path, JSON, "[]".into()).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    fold_waiting(&world.services).await.unwrap();
    let mut reader = world.client(Role::Architect).await;
    assert_eq!(points(&mut reader, id).await, 0);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_no_telemetry_is_refused_with_a_reason_and_not_to_be_sent_again(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    let broken = send(&mut collector, "{\"resourceMetrics\": [").await;
    assert_eq!(
        (broken.status, broken.json()["code"].clone()),
        (StatusCode::BAD_REQUEST, json!(3))
    );
    let tempo = send(&mut collector, "{\"batches\": []}").await;
    assert_eq!(tempo.status, StatusCode::BAD_REQUEST);
    assert!(tempo.text().contains("Tempo"), "{}", tempo.text());
    let kind = collector
        .send(Method::POST, "/v1/metrics", "text/csv", "a".into())
        .await;
    assert_eq!(kind.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let mut huge = collector.with("content-length", "99999999");
    assert_eq!(
        send(&mut huge, "{}").await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    // Who may not send is told so before anything is read.
    let mut stranger = world.anonymous().with("content-length", "99999999");
    assert_eq!(
        send(&mut stranger, "{}").await.status,
        StatusCode::UNAUTHORIZED
    );
    let empty = send(&mut collector, "{}").await;
    assert_eq!(
        (empty.status, empty.text().as_str()),
        (StatusCode::OK, "{}")
    );
    let second = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
    let newer = collector
        .send(Method::POST, "/api/v1/prometheus/write", second, "a".into())
        .await;
    assert_eq!(newer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let noise = collector
        .send(
            Method::POST,
            "/api/v1/prometheus/write",
            "application/x-protobuf",
            "abc".into(),
        )
        .await;
    assert_eq!(noise.status, StatusCode::BAD_REQUEST);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_page_of_metrics_is_measured_when_it_comes(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    let page = "# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{model_name=\"a\"} 3\nDCGM_FI_DEV_GPU_UTIL{gpu=\"0\"} 9223372036854775794\n";
    let sent = collector
        .send(
            Method::POST,
            "/api/v1/prometheus/metrics",
            "text/plain",
            page.into(),
        )
        .await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text());
    settle(&world).await;
    let mut client = world.client(Role::Architect).await;
    let page = client
        .get(&format!("/api/v1/workloads/{id}/signals"))
        .await
        .json();
    assert_eq!(page["points"], 1, "{page}");
    assert_eq!(page["dropped"], json!([["sentinel", 1]]));
    assert_eq!(page["signals"][0]["signal"], "serving.running");
    assert_eq!(page["signals"][0]["series"], 1);
    let hours = page["signals"][0]["hours"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert_eq!(hours.last(), Some(&json!(3.0)));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_may_not_read_a_workload_learns_nothing_of_its_telemetry(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut client = world.client(Role::Stranger).await;
    for path in ["signals", "signals/C04.gpu_util"] {
        let answer = client.get(&format!("/api/v1/workloads/{id}/{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// A conversation with guardrails on both sides or none, a span in each of two batches.
pub(super) fn conversation(world: &World, number: u64, guarded: bool) -> [Value; 2] {
    let at = world.services.now().unix_timestamp_nanos() - HOUR;
    let span = |id: u64, attributes: Value| {
        json!({"traceId": format!("{number:032x}"), "spanId": format!("{id:016x}"), "name": "span", "kind": 1,
               "startTimeUnixNano": at.to_string(), "endTimeUnixNano": (at + 1_000_000).to_string(),
               "attributes": attributes})
    };
    let text = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    let chat = json!([
        text("gen_ai.operation.name", "chat"),
        text("gen_ai.request.model", "qwen3-32b"),
        text("gen_ai.provider.name", "vllm"),
        text("gen_ai.input.messages", "call 13812345678")
    ]);
    let checked = |side: &str| {
        json!([
            text("gen_ai.operation.name", "run_guardrail"),
            text("guardrail.stage", side)
        ])
    };
    let guards = if guarded {
        vec![
            span(number * 10 + 2, checked("input")),
            span(number * 10 + 3, checked("output")),
        ]
    } else {
        Vec::new()
    };
    [json!([span(number * 10 + 1, chat)]), json!(guards)]
}

pub(super) fn spans(lists: impl IntoIterator<Item = Value>) -> String {
    let spans: Vec<Value> = lists
        .into_iter()
        .flat_map(|list| list.as_array().cloned().unwrap_or_default())
        .collect();
    json!({"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"scope": {"name": "sdk"}, "spans": spans}]}]})
        .to_string()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_trace_may_come_in_several_batches_and_its_content_is_not_kept(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    let all: Vec<[Value; 2]> = (1..=600)
        .map(|number| conversation(&world, number, number > 20))
        .collect();
    // The guardrails' spans come first, the calls' after they were folded.
    for part in [1, 0] {
        let body = spans(all.iter().map(|parts| parts[part].clone()));
        let sent = collector
            .send(Method::POST, "/v1/traces", JSON, body.into())
            .await;
        assert_eq!((sent.status, sent.text().as_str()), (StatusCode::OK, "{}"));
        fold_waiting(&world.services).await.unwrap();
    }
    settle(&world).await;
    let mut client = world.client(Role::Architect).await;
    let row = verdict(&mut client, id, "S02.coverage").await;
    assert_eq!(row["verdict"]["outcome"]["verdict"], "supports", "{row}");
    assert_eq!(row["verdict"]["quotes"][1]["value"], 600.0, "{row}");
    let path = format!("/api/v1/workloads/{id}/signals/S02.coverage");
    let chart = client.get(&path).await.json();
    assert_eq!(
        (&chart["what"], &chart["step"], &chart["supports"]),
        (&json!("share"), &json!(24), &json!(0.95)),
        "{chart}"
    );
    let days = chart["values"].as_array().cloned().unwrap_or_default();
    let days: Vec<f64> = days.iter().filter_map(Value::as_f64).collect();
    assert_eq!(days, [580.0 / 600.0], "{chart}");
    let picture = client.get(&format!("{path}/chart.svg?lang=en")).await;
    assert_eq!(picture.status, StatusCode::OK);
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert!(
        picture.text().contains("supports 95%"),
        "{}",
        picture.text()
    );
    let page = client.get(&format!("/api/v1/workloads/{id}/signals")).await;
    let shown = page.json();
    assert_eq!(shown["spans"], 600 + 580 * 2, "{}", page.text());
    let models: Vec<_> = shown["components"].as_array().cloned().unwrap_or_default();
    assert!(
        models
            .iter()
            .any(|c| c["content"]["name"] == "qwen3-32b" && c["standing"] == "unreviewed"),
        "{models:?}"
    );
    let personal = shown["signals"].as_array().cloned().unwrap_or_default();
    assert!(
        personal
            .iter()
            .any(|s| s["name"] == "hexastyle.genai.calls.with_personal_data"),
        "{personal:?}"
    );
    // Nowhere in the database does the number stand.
    let tables = [
        "signal_series",
        "signal_hours",
        "signal_minutes",
        "signal_traces",
        "signal_journal",
        "components",
    ];
    for table in tables {
        let sql = format!("SELECT count(*) FROM {table} t WHERE t::text LIKE '%13812345678%'");
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(&world.pool)
            .await
            .unwrap();
        assert_eq!(found, 0, "{table}");
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn labels_of_metrics_name_models_and_services(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    let at = world.services.now().unix_timestamp_nanos() - HOUR;
    let body = metrics(&[
        gauge(
            "vllm:num_requests_running",
            &[("model_name", "Qwen/Qwen3-32B")],
            [(at, 3.0)],
        ),
        gauge("smartctl_device", &[("model", "Disk 9000")], [(at, 1.0)]),
        gauge(
            "vllm:num_requests_waiting",
            &[("model_name", "None")],
            [(at, 1.0)],
        ),
    ]);
    assert_eq!(send(&mut collector, body).await.status, StatusCode::OK);
    settle(&world).await;
    let mut client = world.client(Role::Viewer).await;
    let page = client
        .get(&format!("/api/v1/workloads/{id}/signals"))
        .await
        .json();
    let rows = page["components"].as_array().cloned().unwrap_or_default();
    let named: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                &row["content"]["kind"],
                &row["content"]["name"],
                &row["origin"],
            )
        })
        .collect();
    let from = json!("telemetry");
    let expected = [
        (&json!("model"), &json!("Qwen/Qwen3-32B"), &from),
        (&json!("service"), &json!("serving"), &from),
    ];
    assert_eq!(named, expected, "{page}");
    let table = client
        .get(&format!("/api/v1/workloads/{id}/inventory.csv?lang=en"))
        .await;
    assert!(
        table
            .text()
            .contains("\r\nModel,Qwen/Qwen3-32B,,Unreviewed,Telemetry,"),
        "{}",
        table.text()
    );
    // What the page was filtered by, the table is as well.
    for (filter, models, services) in [
        ("kind=model", true, false),
        ("standing=unreviewed&page=2", true, true),
        ("standing=refused", false, false),
    ] {
        let path = format!("/api/v1/workloads/{id}/inventory.csv?lang=en&{filter}");
        let table = client.get(&path).await.text();
        let has = |kind: &str| table.contains(&format!("\n{kind},"));
        assert_eq!(
            (has("Model"), has("Service")),
            (models, services),
            "{table}"
        );
    }
}

/// Check R03 asks for ninety days, and traces are kept for one month.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_rules_ask_of_traces_outlives_them(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    let all = (1..=7).map(|number| conversation(&world, number, number > 3));
    let body = spans(all.flatten());
    collector
        .send(Method::POST, "/v1/traces", JSON, body.into())
        .await;
    settle(&world).await;
    let mut db = world.pool.acquire().await.unwrap();
    let since = world.services.today() - time::Duration::days(90);
    let before = traces::counts(&mut db, id, since).await.unwrap();
    assert_eq!(before.0.iter().map(|count| count.traces).sum::<u64>(), 7);
    let then = world.services.now() + time::Duration::days(40);
    let later = world.services.with_clock(Clock(Arc::new(move || then)));
    for _ in 0..2 {
        upkeep(&later).await.unwrap();
    }
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM signal_traces")
        .fetch_one(&mut *db)
        .await
        .unwrap();
    assert_eq!(kept, 0);
    let sorted = |mut counts: Vec<TraceCount>| {
        counts.sort_by_key(|count| count.marks);
        counts
            .into_iter()
            .map(|count| (count.marks, count.traces))
            .collect::<Vec<_>>()
    };
    let after = traces::counts(&mut db, id, since).await.unwrap();
    assert_eq!((sorted(after.0), after.1), (sorted(before.0), before.1));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_person_says_what_a_component_is(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut collector = machine(&world, &token(&world, id, "signals").await);
    let body = spans([conversation(&world, 1, true)[0].clone()]);
    collector
        .send(Method::POST, "/v1/traces", JSON, body.into())
        .await;
    settle(&world).await;
    let mut client = world.client(Role::Architect).await;
    let page = client
        .get(&format!("/api/v1/workloads/{id}/signals"))
        .await
        .json();
    let component = page["components"][0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let path = format!("/api/v1/workloads/{id}/components/{component}");
    let refuse = |remark: &str, version: i32| {
        json!({"standing": "refused", "remark": remark, "version": version}).to_string()
    };
    let mut viewer = world.client(Role::Viewer).await;
    let forbidden = viewer
        .send(Method::POST, &path, JSON, refuse("不用", 1).into())
        .await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    let reasonless = client
        .send(Method::POST, &path, JSON, refuse("", 1).into())
        .await;
    assert_eq!(reasonless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = client
        .send(Method::POST, &path, JSON, refuse("未登记的模型", 1).into())
        .await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text());
    let stale = client
        .send(Method::POST, &path, JSON, refuse("再来", 1).into())
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let page = client
        .get(&format!("/api/v1/workloads/{id}/signals"))
        .await
        .json();
    let row = page["components"].as_array().cloned().unwrap_or_default();
    assert!(
        row.iter()
            .any(|c| c["standing"] == "refused" && c["reviewed"][0] == "未登记的模型"),
        "{row:?}"
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_prometheus_is_asked_for_what_belongs_to_the_workload(pool: PgPool) {
    let (mut world, id) = console(pool).await;
    let now = world.services.now().unix_timestamp();
    let answer = move |path: &str| -> Result<Vec<u8>, String> {
        if !path.contains("namespace%3D%22chat%22") {
            return Err("somebody else's".to_owned());
        }
        let asked_for = path.contains("DCGM_FI_DEV_GPU_UTIL");
        let start: i64 = path
            .split("start=")
            .nth(1)
            .and_then(|t| t.split('&').next())
            .and_then(|t| t.parse().ok())
            .unwrap_or(0);
        let points: Vec<_> = (0..6)
            .map(|n| json!([start + n * 3600 + 60, "41"]))
            .filter(|p| p[0].as_i64() < Some(now))
            .collect();
        let series =
            json!({"metric": {"__name__": "DCGM_FI_DEV_GPU_UTIL", "gpu": "0"}, "values": points});
        let result = if asked_for { vec![series] } else { Vec::new() };
        Ok(
            json!({"status": "success", "data": {"resultType": "matrix", "result": result}})
                .to_string()
                .into_bytes(),
        )
    };
    let fetch = services::signals::Fetch(std::sync::Arc::new(answer));
    world.services = world
        .services
        .clone()
        .with_signals(services::signals::Limits::default(), Some(fetch));
    let architect = world.viewer(Role::Architect);
    for bad in ["namespace=chat", "namespace=\"chat\"} or vector(1)"] {
        let set = services::signals::set_pull(&world.services, architect, id, bad, 0).await;
        assert!(matches!(set, Err(services::Error::Invalid(_))), "{bad}");
    }
    services::signals::set_pull(&world.services, architect, id, "namespace=\"chat\"", 0)
        .await
        .unwrap();
    assert_eq!(
        services::signals::pull_due(&world.services).await.unwrap(),
        1
    );
    fold_waiting(&world.services).await.unwrap();
    let mut client = world.client(Role::Architect).await;
    let page = client
        .get(&format!("/api/v1/workloads/{id}/signals"))
        .await
        .json();
    // A week, an hour apart.
    assert!(
        (160..=168).contains(&page["points"].as_i64().unwrap_or(0)),
        "{}",
        page["points"]
    );
    assert_eq!(page["signals"][0]["signal"], "gpu.utilisation");
    // Not due again within the minute.
    assert_eq!(
        services::signals::pull_due(&world.services).await.unwrap(),
        0
    );
}
