//! Files of OTLP in JSON.

use telemetry::{
    Intake, Limits,
    dropped::Reason,
    otlp::{Unreadable, read_file},
};

use crate::{
    common::{dropped, lines},
    otlp_metrics::JSON,
    samples::sample,
};

fn file(text: &str) -> Result<Intake, Unreadable> {
    read_file(text.as_bytes(), &Limits::default())
}

const LINE: &str = r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","gauge":{"dataPoints":[{"timeUnixNano":"1700000000000000000","asDouble":1}]}}]}]}]}"#;
const SPAN: &str = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","endTimeUnixNano":"1700000000000000000"}]}]}]}"#;

#[test]
fn one_request_or_one_a_line() {
    assert_eq!(file(JSON).unwrap().points.len(), 4);
    let intake = file(&format!("{LINE}\n\n{SPAN}\n{{\"cut\n{{}}\n{LINE}")).unwrap();
    assert_eq!(
        lines(&intake),
        [
            "a{} 0 gauge 1",
            "hexastyle.spans{} -20000 delta 1",
            "a{} 0 gauge 1"
        ]
    );
    assert_eq!(dropped(&intake), [(Reason::Unreadable, 2)]);
    assert_eq!(intake.traces.len(), 1);
}

#[test]
fn a_list_of_requests() {
    let intake = file(&format!("[\n{LINE},\n{SPAN}, 5]")).unwrap();
    assert_eq!(
        lines(&intake),
        ["a{} 0 gauge 1", "hexastyle.spans{} -20000 delta 1"]
    );
    assert_eq!(dropped(&intake), [(Reason::Unreadable, 1)]);
    assert_eq!(file("[]"), Err(Unreadable::NoRequest));
    let named = SPAN.replace("\"spanId\"", "\"kind\":\"SPAN_KIND_CLIENT\",\"spanId\"");
    let refused = file(&format!("[{{}},\n\n{named}]"));
    assert!(matches!(refused, Err(Unreadable::Shape { line: 3, .. })));
    // A line of a log is no list.
    let after = file(&format!("[INFO] start\n{LINE}\n")).unwrap();
    assert_eq!(lines(&after), ["a{} 0 gauge 1"]);
}

#[test]
fn scopes_by_their_name_before_0_16() {
    let old = SPAN.replace("scopeSpans", "instrumentationLibrarySpans");
    let old = file(&old).unwrap();
    assert_eq!(lines(&old), lines(&file(SPAN).unwrap()));
    assert_eq!(old.traces.len(), 1);
    let old = LINE.replace("scopeMetrics", "instrumentationLibraryMetrics");
    assert_eq!(lines(&file(&old).unwrap()), ["a{} 0 gauge 1"]);
    let log = r#"{"resourceLogs":[{"scopeLogs":[{"scope":{"name":"x"},"logRecords":[{"timeUnixNano":"1700000000000000000"}]}]}]}"#;
    let old = log.replace("scopeLogs", "instrumentationLibraryLogs");
    let old = old.replace("\"scope\"", "\"instrumentationLibrary\"");
    let old = old.replace("logRecords", "logs");
    assert_eq!(lines(&file(&old).unwrap()), lines(&file(log).unwrap()));
    assert_eq!(lines(&file(log).unwrap()).len(), 1);
}

#[test]
fn other_files_are_refused() {
    assert_eq!(file("{\"batches\":[]}"), Err(Unreadable::TempoExport));
    assert_eq!(file("{}"), Err(Unreadable::NoRequest));
    assert_eq!(file("a\nb"), Err(Unreadable::NoRequest));
    assert!(matches!(file("{\"a\""), Err(Unreadable::Syntax { .. })));
    let named = r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","sum":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA"}}]}]}]}"#;
    // The line is one of the file, however deep the part lies that does not fit.
    for (text, expected) in [
        (named.to_owned(), 1),
        (named.replace("[{\"scope", "[\n{\"scope"), 2),
        (named.replace("\"sum\":{", "\"sum\":{\n\n"), 3),
        (format!("\u{feff}{named}\n{named}\n"), 1),
        (format!("{{}}\n\n{named}\n"), 3),
    ] {
        let line = match file(&text) {
            Err(Unreadable::Shape { line, .. }) => Some(line),
            _ => None,
        };
        assert_eq!(line, Some(expected), "{text}");
    }
    // One that can be read is enough; the other is counted.
    let both = file(&format!("{named}\n{LINE}\n")).unwrap();
    assert_eq!(dropped(&both), [(Reason::Unreadable, 1)]);
}

#[test]
fn official_examples_are_read() {
    let Some(trace) = sample("otlp_json/open-telemetry+opentelemetry-proto__examples_trace.json")
    else {
        return;
    };
    let from_json = read_file(&trace, &Limits::default()).unwrap();
    assert_eq!(
        (from_json.traces.len(), from_json.dropped.is_empty()),
        (1, true)
    );
    let events =
        sample("otlp_json/open-telemetry+opentelemetry-proto__examples_events.json").unwrap();
    let events = read_file(&events, &Limits::default()).unwrap();
    assert_eq!(lines(&events).len(), 1);
    let binary =
        sample("otlp_protobuf/open-telemetry+opentelemetry-proto__pr570_trace.protobuf-bin")
            .unwrap();
    let from_protobuf = telemetry::otlp::read(
        telemetry::otlp::Signal::Traces,
        telemetry::otlp::Encoding::Protobuf,
        &binary,
        &Limits::default(),
    )
    .unwrap();
    assert_eq!(
        from_protobuf.traces[0].trace_id,
        from_json.traces[0].trace_id
    );
    assert_eq!(from_protobuf.points, from_json.points);
}
