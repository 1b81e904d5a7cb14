//! Each reader on bodies of its own, each broken in 64 ways: none panics, and none takes more memory than is stated here.

use allocation_counter::measure;
use opentelemetry_proto::tonic::{
    collector::logs::v1::ExportLogsServiceRequest,
    common::v1::any_value,
    logs::v1::{LogRecord, ResourceLogs, ScopeLogs},
};
use prost::Message;
use telemetry::{
    Intake, Limits,
    otlp::{self, Encoding, Signal},
    prometheus::{exposition, query, remote_write},
    series::MetricName,
};

use crate::{
    broken::{Way, broken},
    common::{T0, attribute, gauge, metric, nanos, number, request},
    otlp_metrics::{JSON, histograms},
    spans,
};

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    points: 1_000,
    series: 100,
    buckets: 50,
    cells: 1_000,
    traces: 50,
};

const SPANS: &str = r#"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
  "scopeSpans":[{"scope":{"name":"sdk"},"spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174",
  "name":"chat","kind":3,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":1700000001000000000,"status":{"code":2},
  "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"raw","value":{"bytesValue":"AAEC"}},
    {"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},{"key":"share","value":{"doubleValue":0.5}},
    {"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":"stop"}]}}}],
  "events":[{"name":"x","timeUnixNano":"1700000000500000000","attributes":[{"key":"guardrail.stage","value":{"stringValue":"input"}}]}]}]}]}]}"#;

const LOGS: &str = r#"{"resourceLogs":[{"scopeLogs":[{"scope":{"name":"falco"},"logRecords":[
  {"timeUnixNano":"0","observedTimeUnixNano":"1700000000000000000","eventName":"gen_ai.evaluation.result","severityNumber":9,
   "traceId":"5b8efff798038103d269b633813fc60c","attributes":[{"key":"gen_ai.evaluation.name","value":{"stringValue":"e"}}],
   "body":{"kvlistValue":{"values":[{"key":"process_exec","value":{"kvlistValue":{"values":[]}}}]}}},
  {"timeUnixNano":"1700000000000000000","body":{"stringValue":"{\"rule\":\"Shell\",\"priority\":\"Notice\",\"output_fields\":{}}"}}]}]}]}"#;

const PAGE: &str = "# HELP a What\n# TYPE a counter\na_total{x=\"1\",y=\"\\\\\\n\"} 5 1700000000500\n\
  # TYPE h histogram\nh_bucket{le=\"0.5\"} 1 # {trace=\"a\"} 0.4\nh_bucket{le=\"+Inf\"} 2\nh_sum 1.5\nh_count 2\n\
  # TYPE s summary\ns{quantile=\"0.9\"} 3\ng NaN\n# EOF\n";

const MATRIX: &str = r#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"a","b":"c"},
  "values":[[1700000000,"1"],[1700000015.5,"NaN"]],
  "histograms":[[1700000000,{"count":"9","sum":"12.5","buckets":[[3,"-0.001","0.001","1"],[0,"0.9170040432046711","1","8"]]}]]}]}}"#;

const VECTOR: &str = r#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up"},"value":[1700000000.123,"1"]}]}}"#;

/// A reader and bodies that it reads.
struct Reader {
    name: &'static str,
    own: Vec<Vec<u8>>,
    read: fn(&[u8]) -> Option<Intake>,
}

fn metrics() -> Vec<u8> {
    let points = (0..5)
        .map(|i| number(T0 + i, 1.5, &[("a", "b"), ("c", "d")]))
        .collect();
    let mut all = vec![gauge("g", points)];
    all.extend(histograms().into_iter().map(|data| metric("h", "s", data)));
    request(&[("service.name", "x")], all).encode_to_vec()
}

fn traces() -> Vec<u8> {
    let chat = vec![
        attribute("gen_ai.operation.name", "chat"),
        attribute("gen_ai.input.messages", "mail someone@example.com"),
        spans::int("gen_ai.usage.input_tokens", 5),
        spans::typed("raw", any_value::Value::BytesValue(vec![0, 255])),
    ];
    let tool = vec![attribute("gen_ai.operation.name", "execute_tool")];
    let all = vec![spans::span(1, 1, chat), spans::span(2, 2, tool)];
    spans::request("scope", all).encode_to_vec()
}

fn logs() -> Vec<u8> {
    let text = |text: &str| spans::any(any_value::Value::StringValue(text.into()));
    let record = |body| LogRecord {
        time_unix_nano: nanos(T0),
        body: Some(text(body)),
        attributes: vec![attribute("priority", "Notice"), attribute("rule", "Shell")],
        trace_id: vec![7; 16],
        ..LogRecord::default()
    };
    let scope_logs = vec![ScopeLogs {
        log_records: vec![
            record("a line"),
            record("type=EXECVE msg=audit(1700000000.1:2): argc=2"),
        ],
        ..ScopeLogs::default()
    }];
    let resource_logs = vec![ResourceLogs {
        scope_logs,
        ..ResourceLogs::default()
    }];
    ExportLogsServiceRequest { resource_logs }.encode_to_vec()
}

fn readers() -> [Reader; 9] {
    let text = |all: &[&str]| all.iter().map(|t| t.as_bytes().to_vec()).collect();
    [
        Reader {
            name: "metrics in protobuf",
            own: vec![metrics()],
            read: |body| otlp::read(Signal::Metrics, Encoding::Protobuf, body, &LIMITS).ok(),
        },
        Reader {
            name: "metrics in JSON",
            own: text(&[JSON]),
            read: |body| otlp::read(Signal::Metrics, Encoding::Json, body, &LIMITS).ok(),
        },
        Reader {
            name: "traces in protobuf",
            own: vec![traces()],
            read: |body| otlp::read(Signal::Traces, Encoding::Protobuf, body, &LIMITS).ok(),
        },
        Reader {
            name: "traces in JSON",
            own: text(&[SPANS]),
            read: |body| otlp::read(Signal::Traces, Encoding::Json, body, &LIMITS).ok(),
        },
        Reader {
            name: "logs in protobuf",
            own: vec![logs()],
            read: |body| otlp::read(Signal::Logs, Encoding::Protobuf, body, &LIMITS).ok(),
        },
        Reader {
            name: "logs in JSON",
            own: text(&[LOGS]),
            read: |body| otlp::read(Signal::Logs, Encoding::Json, body, &LIMITS).ok(),
        },
        Reader {
            name: "remote write",
            own: vec![crate::remote_write::body()],
            read: |body| remote_write::read(body, &LIMITS).ok(),
        },
        Reader {
            name: "pages",
            own: text(&[PAGE]),
            read: |body| exposition::read(body, T0, &LIMITS).ok(),
        },
        Reader {
            name: "answers to queries",
            own: text(&[MATRIX, VECTOR]),
            read: |body| {
                let answer = query::read(body, &MetricName::parse("x").unwrap(), &LIMITS);
                answer.ok().map(|answer| answer.intake)
            },
        },
    ]
}

/// What was read, within the bound on memory: the first part is for the mapping, regular expressions and what the limits
/// allow, the second for copies of the text.
fn measured(bytes: &[u8], read: impl FnOnce(&[u8]) -> Option<Intake>) -> Option<Intake> {
    let mut intake = None;
    // Counts this thread only: tests beside this one don't disturb.
    let used = measure(|| intake = read(bytes));
    let most = (32 << 20) + 40 * u64::try_from(bytes.len()).unwrap();
    assert!(used.bytes_max <= most, "{} of {most}", used.bytes_max);
    intake
}

fn survives(reader: &Reader, bytes: &[u8]) -> bool {
    let Some(intake) = measured(bytes, reader.read) else {
        return false;
    };
    assert!(intake.points.len() <= LIMITS.points);
    assert!(intake.series.len() <= LIMITS.series);
    assert!(intake.traces.len() <= LIMITS.traces);
    assert!(intake.components.len() <= LIMITS.traces);
    true
}

#[test]
fn each_reader_survives_64_broken_bodies() {
    let readers = readers();
    for (index, reader) in readers.iter().enumerate() {
        let own = &reader.own;
        assert!(
            own.iter().all(|body| survives(reader, body)),
            "{}",
            reader.name
        );
        let (mut tried, mut are_read) = (0, 0);
        for way in Way::ALL {
            for nth in 0..way.times() {
                let other = &readers[(index + 1 + nth) % readers.len()].own[0];
                let seed = u64::try_from(index * 1_000 + tried).unwrap();
                // Shown where the test fails: the last one is to blame.
                println!("{}, {way:?}, body {nth}", reader.name);
                let bytes = broken(way, &own[nth % own.len()], other, seed);
                are_read += usize::from(survives(reader, &bytes));
                tried += 1;
            }
        }
        assert_eq!(tried, 64);
        // Bodies that all fall at the first hurdle would prove nothing of the reader.
        assert!(are_read > 0, "{}", reader.name);
    }
}

#[test]
fn many_small_parts_take_no_more_than_the_bound() {
    // As the console reads them: with its usual limits.
    let limits = Limits::default();
    let json = |before: &str, piece: &str, after: &str| {
        format!("{before}{}{after}", vec![piece; 100_000].join(","))
    };
    let metrics = json(
        r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","gauge":{"dataPoints":["#,
        "{}",
        "]}}]}]}]}",
    );
    let spans = json(
        r#"{"resourceSpans":[{"scopeSpans":[{"spans":["#,
        "{}",
        "]}]}]}",
    );
    let attributes = json(
        r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":["#,
        "{}",
        "]}]}]}]}",
    );
    for (signal, body) in [
        (Signal::Metrics, metrics),
        (Signal::Traces, spans),
        (Signal::Logs, attributes),
    ] {
        measured(body.as_bytes(), |body| {
            otlp::read(signal, Encoding::Json, body, &limits).ok()
        });
    }
    for numbers in [[1, 2, 2, 5], [1, 2, 2, 1]] {
        // Each pair of bytes is an empty part of the innermost message.
        let mut body = [0x0a, 0x00].repeat(200_000);
        for number in numbers.iter().rev() {
            let mut outer = Vec::new();
            prost::encoding::bytes::encode(*number, &body, &mut outer);
            body = outer;
        }
        for signal in [Signal::Metrics, Signal::Traces, Signal::Logs] {
            measured(&body, |body| {
                otlp::read(signal, Encoding::Protobuf, body, &limits).ok()
            });
        }
        measured(&body, |body| remote_write::read(body, &limits).ok());
    }
    for page in ["a 1\n".repeat(100_000), "a{b=\"\"} 1 1\n".repeat(50_000)] {
        measured(page.as_bytes(), |page| {
            exposition::read(page, T0, &limits).ok()
        });
    }
    let answer = json(
        r#"{"status":"success","data":{"resultType":"matrix","result":["#,
        r#"{"metric":{},"values":[]}"#,
        "]}}",
    );
    let name = MetricName::parse("x").unwrap();
    measured(answer.as_bytes(), |body| {
        let answer = query::read(body, &name, &limits);
        answer.ok().map(|answer| answer.intake)
    });
}
