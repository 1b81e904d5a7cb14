//! Traces arrive in pieces.

use opentelemetry_proto::tonic::trace::v1::Span;
use proptest::{collection::vec, prelude::*, sample::select};
use telemetry::spans::TraceFacts;

use crate::{
    common::{T0, attribute, nanos},
    spans::{intake, span},
};

/// One span of one trace that says something.
fn any_span() -> impl Strategy<Value = Span> {
    let pairs = [
        ("gen_ai.operation.name", "chat"),
        ("gen_ai.operation.name", "execute_tool"),
        ("gen_ai.operation.name", "invoke_agent"),
        ("gen_ai.operation.name", "retrieval"),
        ("gen_ai.operation.name", "run_guardrail"),
        ("gen_ai.tool.name", "pay"),
        ("gen_ai.tool.name", "search"),
        ("gen_ai.tool.risk", "high"),
        ("gen_ai.tool.call.id", "1"),
        ("gen_ai.request.model", "a"),
        ("gen_ai.response.model", "b"),
        ("guardrail.stage", "output"),
        ("guardrail.stage", "input"),
        ("guardrail.policy", "jailbreak"),
        ("approval.decision", "approved"),
        ("approval.decision", "denied"),
        ("error.type", "timeout"),
        ("user.id", "u"),
        ("session.id", "s"),
        ("gen_ai.data_source.id", "kb"),
    ];
    (
        vec(select(pairs.to_vec()), 0..6),
        0..500_i64,
        0..100_i64,
        any::<bool>(),
    )
        .prop_map(|(attributes, start, length, parent)| {
            let attributes = attributes.iter().map(|(k, v)| attribute(k, v)).collect();
            let mut span = span(7, 1, attributes);
            span.start_time_unix_nano = nanos(T0 + start);
            span.end_time_unix_nano = nanos(T0 + start + length);
            if parent {
                span.parent_span_id = vec![1; 8];
            }
            span
        })
}

/// What a batch says of the trace.
fn facts(scope: &str, spans: &[Span]) -> Option<TraceFacts> {
    intake(scope, spans.to_vec()).traces.pop()
}

fn merged(pieces: &[&Option<TraceFacts>]) -> Option<TraceFacts> {
    pieces
        .iter()
        .filter_map(|p| (*p).clone())
        .reduce(|mut all, piece| {
            all.merge(&piece);
            all
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_merge_in_any_order(spans in vec(any_span(), 0..200), first in 0..200_usize, second in 0..200_usize) {
        let (first, second) = (first.min(second).min(spans.len()), first.max(second).min(spans.len()));
        let a = facts("x", &spans[..first]);
        let b = facts("y", &spans[first..second]);
        let c = facts("x", &spans[second..]);
        let right = merged(&[&b, &c]);
        let all = merged(&[&a, &b, &c]);
        prop_assert_eq!(&all, &merged(&[&a, &right]));
        prop_assert_eq!(&all, &merged(&[&c, &a, &b]));
        prop_assert_eq!(&all, &merged(&[&b, &c, &a]));
        // And in one batch of one library they are what they are in several.
        let whole = facts("x", &spans);
        let pieces = merged(&[&a, &facts("x", &spans[first..second]), &c]);
        prop_assert_eq!(whole, pieces);
    }
}
