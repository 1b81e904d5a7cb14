//! Real pages and bodies, where they lie beside the project; counted by another program first.

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::{Value as Json, json};
use telemetry::{Intake, Limits, Value, dropped::Reason, otlp, prometheus::exposition};

use crate::{
    common::{T0, dropped},
    spans::amounts,
};

pub fn sample(file: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    if !folder.is_dir() {
        println!("no samples beside the project: not run");
        return None;
    }
    Some(fs::read(folder.join(file)).unwrap())
}

/// File, sample lines, distinct names among them, the sum of their values, lines that are dropped.
type Row = (&'static str, usize, usize, f64, &'static [(Reason, u64)]);

#[rustfmt::skip]
const PAGES: &[Row] = &[
    ("vllm_metrics/DataDog+integrations-core__vllm_metrics.txt", 185, 84, 13_459_612_527.581_701, &[]),
    ("sglang_metrics/sgl-project+sglang__docs_sample.txt", 91, 20, 100_862_677.687_007, &[]),
    ("tgi_metrics/DataDog+integrations-core__tgi_109_requests_trimmed.txt", 26, 14, 6_250.917_438_391, &[]),
    ("litellm_metrics/DataDog+integrations-core__litellm_idle_proxy_trimmed.txt", 20, 18, 23.0, &[(Reason::NotAMeasurement, 3)]),
    ("dcgm_metrics/NVIDIA+dcgm-exporter__readme_sample.txt", 2, 2, 544.0, &[(Reason::Sentinel, 1)]),
];

#[test]
fn pages_have_the_samples_that_others_counted() {
    for (file, samples, names, sum, left_out) in PAGES {
        let Some(page) = sample(file) else { return };
        let intake = exposition::read(&page, T0, &Limits::default()).unwrap();
        let found: BTreeSet<_> = intake
            .points
            .iter()
            .map(|p| intake.series[p.series as usize].name())
            .collect();
        assert_eq!(
            (intake.points.len(), found.len()),
            (*samples, *names),
            "{file}"
        );
        assert_eq!(intake.series.len(), *samples, "{file}");
        assert_eq!(dropped(&intake), *left_out, "{file}");
        let values = intake.points.iter().map(|point| match &point.value {
            Value::Gauge(value) | Value::Counter { value, .. } => *value,
            other => panic!("{file}: {other:?}"),
        });
        let found: f64 = values.sum();
        // More than adding up in another order takes away, less than any line's own value is off by.
        assert!((found - sum).abs() < 1e-3, "{file}: {found}");
    }
}

/// What a request in JSON holds, found by walking through it without knowing its form.
#[derive(Debug, Default, PartialEq)]
struct Walked {
    spans: usize,
    records: usize,
    calls: usize,
    input_tokens: u64,
    traces: BTreeSet<String>,
}

impl Walked {
    fn of(body: &[u8]) -> Self {
        let mut walked = Self::default();
        walked.walk(&serde_json::from_slice(body).unwrap());
        walked
    }

    fn walk(&mut self, value: &Json) {
        match value {
            Json::Array(list) => list.iter().for_each(|part| self.walk(part)),
            Json::Object(object) => {
                if let Some(Json::String(trace)) = object.get("traceId")
                    && object.contains_key("endTimeUnixNano")
                {
                    self.span(value);
                    self.traces.insert(trace.to_lowercase());
                }
                self.records += usize::from(object.contains_key("severityNumber"));
                object.values().for_each(|part| self.walk(part));
            }
            _ => {}
        }
    }

    fn span(&mut self, span: &Json) {
        self.spans += 1;
        let attributes = span["attributes"].as_array().map_or(&[][..], Vec::as_slice);
        for attribute in attributes {
            match attribute["key"].as_str().unwrap() {
                "gen_ai.operation.name" => self.calls += 1,
                "gen_ai.usage.input_tokens" => {
                    let tokens = attribute["value"]["intValue"].as_str().unwrap();
                    self.input_tokens += tokens.parse::<u64>().unwrap();
                }
                _ => {}
            }
        }
    }

    /// Of what was read; the traces are only as many as there were.
    fn assert_same(&self, intake: &Intake) {
        let all = amounts(intake);
        let amount = |name: &str| all.get(name).copied().unwrap_or_default();
        let number = |count: usize| f64::from(u32::try_from(count).unwrap());
        assert_eq!(amount("hexastyle.spans"), number(self.spans));
        assert_eq!(amount("hexastyle.logs"), number(self.records));
        assert_eq!(amount("calls"), number(self.calls));
        let tokens = f64::from(u32::try_from(self.input_tokens).unwrap());
        assert_eq!(amount("input_tokens"), tokens);
        assert_eq!(intake.traces.len(), self.traces.len());
    }
}

#[test]
fn spans_and_records_are_as_many_as_a_walk_through_the_json_finds() {
    for file in ["trace", "events"] {
        let name = format!("otlp_json/open-telemetry+opentelemetry-proto__examples_{file}.json");
        let Some(body) = sample(&name) else { return };
        let walked = Walked::of(&body);
        assert!(walked.spans + walked.records > 0, "{file}");
        walked.assert_same(&otlp::read_file(&body, &Limits::default()).unwrap());
    }
}

#[test]
fn spans_of_many_services_and_traces_are_counted_as_a_walk_counts_them() {
    let span = |service: usize, nth: usize| {
        let operation = ["chat", "execute_tool", "other"][nth % 3];
        let mut attributes = vec![
            json!({"key": "gen_ai.operation.name", "value": {"stringValue": operation}}),
            json!({"key": "gen_ai.request.model", "value": {"stringValue": "m"}}),
        ];
        if operation == "chat" {
            let tokens = (100 * service + nth).to_string();
            attributes
                .push(json!({"key": "gen_ai.usage.input_tokens", "value": {"intValue": tokens}}));
        }
        json!({
            "traceId": format!("{:032X}", 1 + service * 10 + nth % 4),
            "spanId": format!("{:016x}", 1 + nth),
            "name": operation,
            "startTimeUnixNano": "1700000000000000000",
            "endTimeUnixNano": "1700000001000000000",
            "attributes": attributes,
        })
    };
    let resource = |service: usize| {
        let scopes = ["a", "b"].map(|scope| {
            let spans: Vec<_> = (0..7 + service).map(|nth| span(service, nth)).collect();
            json!({"scope": {"name": scope}, "spans": spans})
        });
        let name = json!({"key": "service.name", "value": {"stringValue": service.to_string()}});
        json!({"resource": {"attributes": [name]}, "scopeSpans": scopes})
    };
    let all: Vec<_> = (0..3).map(resource).collect();
    let body = json!({"resourceSpans": all}).to_string();
    let walked = Walked::of(body.as_bytes());
    // 7, 8 and 9 of each of two libraries, in four traces of each service.
    assert_eq!((walked.spans, walked.traces.len()), (48, 12));
    walked.assert_same(&otlp::read_file(body.as_bytes(), &Limits::default()).unwrap());
}
