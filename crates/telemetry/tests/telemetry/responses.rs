//! What senders are told.

use opentelemetry_proto::tonic::collector::{
    logs::v1::ExportLogsServiceResponse, metrics::v1::ExportMetricsServiceResponse,
};
use prost::Message;
use telemetry::{
    dropped::{Dropped, Reason},
    otlp::{Encoding, Signal, Status, refusal, reply},
};

fn some() -> Dropped {
    let mut dropped = Dropped::default();
    dropped.add(Reason::NoTime, "x");
    dropped.add(Reason::NoTime, "y");
    dropped.add(Reason::StaleMarker, "z");
    dropped
}

#[test]
fn full_success_leaves_partial_success_unset() {
    let mut usual = Dropped::default();
    usual.add(Reason::StaleMarker, "z");
    for dropped in [Dropped::default(), usual] {
        assert_eq!(reply(Signal::Metrics, Encoding::Protobuf, &dropped), b"");
        assert_eq!(reply(Signal::Logs, Encoding::Json, &dropped), b"{}");
    }
}

#[test]
fn partial_success_says_how_many_and_why() {
    let body = reply(Signal::Metrics, Encoding::Protobuf, &some());
    let response = ExportMetricsServiceResponse::decode(&body[..]).unwrap();
    let partial = response.partial_success.unwrap();
    assert_eq!(partial.rejected_data_points, 2);
    assert_eq!(partial.error_message, "2 × time is missing (first: x)");
    let body = reply(Signal::Logs, Encoding::Protobuf, &some());
    let response = ExportLogsServiceResponse::decode(&body[..]).unwrap();
    assert_eq!(response.partial_success.unwrap().rejected_log_records, 2);
    let body = reply(Signal::Traces, Encoding::Json, &some());
    let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(json["partialSuccess"]["rejectedSpans"], "2");
}

#[test]
fn refusals_are_statuses() {
    let body = refusal(Status::InvalidArgument, Encoding::Protobuf, "no");
    assert_eq!(body, [8, 3, 18, 2, b'n', b'o']);
    let body = refusal(Status::Unavailable, Encoding::Json, "later");
    assert_eq!(body, br#"{"code":14,"message":"later"}"#);
}

#[test]
fn content_types_are_told_apart() {
    assert_eq!(
        Encoding::of("application/json; charset=utf-8"),
        Some(Encoding::Json)
    );
    assert_eq!(
        Encoding::of("application/x-protobuf"),
        Some(Encoding::Protobuf)
    );
    assert_eq!(Encoding::of("text/plain"), None);
}
