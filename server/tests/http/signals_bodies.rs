//! Bodies as senders pack them: gzip, protobuf, Snappy; pages that are sent again; what is said where too much waits.

use std::io::Write as _;
use std::time::Duration;

use domain::WorkloadId;
use flate2::{Compression, write::GzEncoder};
use http::{Method, StatusCode};
use opentelemetry_proto::tonic::{
    collector::metrics::v1::ExportMetricsServiceRequest,
    metrics::v1::{
        Gauge, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, metric::Data,
        number_data_point,
    },
    resource::v1::Resource,
};
use prost::Message;
use serde_json::{Value, json};
use server::web::{AppState, CookieNames, router};
use services::signals::fold_waiting;
use sqlx::PgPool;

use super::signals::{console, machine, send, token, week};
use super::support::{Client, Role, World};

const PROTOBUF: &str = "application/x-protobuf";
const WRITE: &str = "/api/v1/prometheus/write";
const PAGE: &str = "/api/v1/prometheus/metrics";

#[derive(Clone, PartialEq, Message)]
struct WriteRequest {
    #[prost(message, repeated, tag = "1")]
    timeseries: Vec<TimeSeries>,
}

#[derive(Clone, PartialEq, Message)]
struct TimeSeries {
    #[prost(message, repeated, tag = "1")]
    labels: Vec<Label>,
    #[prost(message, repeated, tag = "2")]
    samples: Vec<Sample>,
}

#[derive(Clone, PartialEq, Message)]
struct Label {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "2")]
    value: String,
}

#[derive(Clone, PartialEq, Message)]
struct Sample {
    #[prost(double, tag = "1")]
    value: f64,
    #[prost(int64, tag = "2")]
    timestamp: i64,
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(body).unwrap();
    packed.finish().unwrap()
}

/// A level now, as the official messages write it.
fn protobuf(world: &World, level: f64) -> Vec<u8> {
    let at = world.services.now().unix_timestamp_nanos();
    let point = NumberDataPoint {
        time_unix_nano: u64::try_from(at).unwrap(),
        value: Some(number_data_point::Value::AsDouble(level)),
        ..NumberDataPoint::default()
    };
    let metric = Metric {
        name: "vllm:num_requests_running".to_owned(),
        data: Some(Data::Gauge(Gauge {
            data_points: vec![point],
        })),
        ..Metric::default()
    };
    let scope = ScopeMetrics {
        metrics: vec![metric],
        ..ScopeMetrics::default()
    };
    let resource = ResourceMetrics {
        resource: Some(Resource::default()),
        scope_metrics: vec![scope],
        ..ResourceMetrics::default()
    };
    ExportMetricsServiceRequest {
        resource_metrics: vec![resource],
    }
    .encode_to_vec()
}

/// How many points came in.
async fn points(world: &World, id: WorkloadId) -> Value {
    fold_waiting(&world.services).await.unwrap();
    let mut client = world.client(Role::Architect).await;
    let page = client.get(&format!("/api/v1/workloads/{id}/signals")).await;
    page.json().get("points").cloned().unwrap_or_default()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_packed_body_is_the_same_as_a_plain_one(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut plain = machine(&world, &token(&world, id, "signals").await);
    let mut packed = plain.with("content-encoding", "gzip");
    let body = week(&world, 50.0);
    let sent = send(&mut packed, gzip(body.as_bytes())).await;
    assert_eq!((sent.status, sent.text().as_str()), (StatusCode::OK, "{}"));
    assert_eq!(send(&mut plain, body.clone()).await.status, StatusCode::OK);
    assert_eq!(points(&world, id).await, 300);
    // What only says that it is packed.
    let broken = send(&mut packed, body).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST, "{}", broken.text());
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn protobuf_is_answered_in_protobuf(pool: PgPool) {
    let (world, id) = console(pool).await;
    let plain = machine(&world, &token(&world, id, "signals").await);
    let mut packed = plain.with("content-encoding", "gzip");
    let post = async |client: &mut Client, body: Vec<u8>| {
        client
            .send(Method::POST, "/v1/metrics", PROTOBUF, body.into())
            .await
    };
    let sent = post(&mut plain.clone(), protobuf(&world, 4.0)).await;
    assert_eq!(
        (sent.status, sent.header("content-type"), sent.bytes.len()),
        (StatusCode::OK, PROTOBUF, 0)
    );
    tokio::time::sleep(Duration::from_millis(5)).await;
    let sent = post(&mut packed, gzip(&protobuf(&world, 5.0))).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    assert_eq!(points(&world, id).await, 2);
    let broken = post(&mut plain.clone(), vec![0xff; 8]).await;
    assert_eq!(
        (broken.status, broken.header("content-type")),
        (StatusCode::BAD_REQUEST, PROTOBUF)
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn prometheus_writes_and_a_retry_counts_once(pool: PgPool) {
    let (world, id) = console(pool).await;
    let token = token(&world, id, "signals").await;
    let mut prometheus = machine(&world, &token).with("content-encoding", "snappy");
    let label = |name: &str, value: &str| Label {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let now = world.services.now().unix_timestamp() * 1000;
    let sample = |back: i64| Sample {
        value: 3.0,
        timestamp: now - back * 15_000,
    };
    let request = WriteRequest {
        timeseries: vec![TimeSeries {
            labels: vec![
                label("__name__", "vllm:num_requests_running"),
                label("pod", "serving-0"),
            ],
            samples: (0..4).rev().map(sample).collect(),
        }],
    };
    let body = snap::raw::Encoder::new()
        .compress_vec(&request.encode_to_vec())
        .unwrap();
    for _ in 0..2 {
        let sent = prometheus
            .send(Method::POST, WRITE, PROTOBUF, body.clone().into())
            .await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text());
    }
    assert_eq!(points(&world, id).await, 4);
    // What is packed in another way is to be sent again in this one.
    let mut agent = machine(&world, &token).with("content-encoding", "zstd");
    let refused = agent.send(Method::POST, WRITE, PROTOBUF, body.into()).await;
    assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_page_counts_once_under_one_key(pool: PgPool) {
    let (world, id) = console(pool).await;
    let sender = machine(&world, &token(&world, id, "signals").await);
    let page = "# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{pod=\"a\"} 3\n";
    let post = async |key: &str| {
        // Pages that come within a millisecond are the same measurement.
        tokio::time::sleep(Duration::from_millis(5)).await;
        let mut sender = sender.with("idempotency-key", key);
        let sent = sender
            .send(Method::POST, PAGE, "text/plain", page.into())
            .await;
        sent.status
    };
    for (key, all) in [("a", 1), ("a", 1), ("b", 2), ("", 3), ("", 4), ("a", 4)] {
        assert_eq!(post(key).await, StatusCode::NO_CONTENT);
        assert_eq!(points(&world, id).await, all, "{key:?}");
    }
    assert_eq!(post("a b").await, StatusCode::BAD_REQUEST);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn where_too_much_waits_senders_are_told_when_to_come_again(pool: PgPool) {
    let (mut world, id) = console(pool).await;
    let limits = services::signals::Limits {
        backlog: 0,
        ..Default::default()
    };
    world.services = world.services.clone().with_signals(limits, None);
    world.router = router(AppState::new(
        world.services.clone(),
        CookieNames::new(true),
        0,
    ));
    let mut sender = machine(&world, &token(&world, id, "signals").await);
    let refused = send(&mut sender, week(&world, 50.0)).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.header("retry-after"), "5");
    // `google.rpc.Code`: UNAVAILABLE.
    assert_eq!(refused.json().get("code"), Some(&json!(14)));
    for (path, kind) in [(WRITE, PROTOBUF), (PAGE, "text/plain")] {
        let refused = sender.send(Method::POST, path, kind, "a 1\n".into()).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(refused.header("retry-after"), "5", "{path}");
    }
    assert_eq!(points(&world, id).await, 0);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_file_of_telemetry_is_logged_once_and_what_only_looks_like_it_is_told_why(pool: PgPool) {
    let (world, id) = console(pool).await;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/api/v1/workloads/{id}/evidence?file=collector.json");
    let body = week(&world, 50.0);
    for expected in [StatusCode::CREATED, StatusCode::OK] {
        let sent = client
            .send(Method::POST, &path, "application/json", body.clone().into())
            .await;
        assert_eq!(sent.status, expected, "{}", sent.text());
    }
    let tempo = r#"{"batches":[{"scopeSpans":[{"spans":[]}]}]}"#;
    let refused = client
        .send(Method::POST, &path, "application/json", tempo.into())
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Tempo"), "{}", refused.text());
    let logged: Vec<(String, bool)> = sqlx::query_as(
        "SELECT details ->> 'file', actor IS NOT NULL FROM change_log WHERE action = 'telemetry.add'",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap();
    assert_eq!(logged, [("collector.json".to_owned(), true)]);
}
