//! Answers of Prometheus' query API.

use proptest::{collection::btree_map, prelude::*};
use telemetry::{
    Intake, Limits, Spread, Value,
    distribution::Exponential,
    dropped::Reason,
    prometheus::query::{AnswerError, read},
    series::MetricName,
};

use crate::common::{dropped, lines};

fn answer(body: &str) -> Result<Intake, AnswerError> {
    let name = MetricName::parse("expression").unwrap();
    Ok(read(body.as_bytes(), &name, &Limits::default())?.intake)
}

#[test]
fn what_a_source_left_out_is_told() {
    let missing = |more: &str| {
        let body =
            format!(r#"{{"status":"success",{more}"data":{{"resultType":"matrix","result":[]}}}}"#);
        let name = MetricName::parse("expression").unwrap();
        let answer = read(body.as_bytes(), &name, &Limits::default()).unwrap();
        answer.missing.map(|text| text.to_string())
    };
    assert_eq!(missing(""), None);
    assert_eq!(missing(r#""warnings":[],"isPartial":false,"#), None);
    // What Prometheus only remarks on is not missing.
    assert_eq!(missing(r#""infos":["might not be a counter"],"#), None);
    let store = r#""warnings":["no store matched","more"],"#;
    assert_eq!(missing(store).as_deref(), Some("no store matched"));
    assert_eq!(missing(r#""isPartial":true,"#).as_deref(), Some(""));
}

#[test]
fn matrices_and_vectors() {
    let intake = answer(
        r#"{"status":"success","warnings":["x"],"data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"a_total","job":"x"},"values":[[1700000000,"1"],[1700000015.5,"NaN"],[1700000030,"3"]]},
        {"metric":{},"values":[[1700000000,"0.5"],[0,"1"],[1700000000,"x"]],"histograms":[[1700000000,{"count":"1"}]]}]}}"#,
    )
    .unwrap();
    assert_eq!(
        lines(&intake),
        [
            "a_total{job=x} 0 counter 1",
            "a_total{job=x} 30000 counter 3",
            "expression{} 0 gauge 0.5",
        ]
    );
    assert_eq!(
        dropped(&intake),
        [
            (Reason::NotANumber, 1),
            (Reason::NoTime, 1),
            (Reason::NoValue, 1),
            (Reason::NoTemporality, 1)
        ]
    );
    let intake = answer(
        r#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up"},"value":[1700000000.123,"1"]}]}}"#,
    );
    assert_eq!(lines(&intake.unwrap()), ["up{} 123 gauge 1"]);
}

#[test]
fn refusals_and_other_results_are_errors() {
    let text = |body| answer(body).unwrap_err().to_string();
    assert_eq!(
        text(r#"{"status":"error","errorType":"bad_data","error":"parse error"}"#),
        "the query was refused (bad_data): parse error"
    );
    assert_eq!(
        text(r#"{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}"#),
        "result type `scalar` has no series; ask for a matrix or vector"
    );
    assert!(matches!(answer("<html>"), Err(AnswerError::Unreadable(_))));
}

/// What a native histogram in an answer becomes.
fn native(histogram: &str) -> Result<Spread, Vec<(Reason, u64)>> {
    let intake = answer(&format!(
        r#"{{"status":"success","data":{{"resultType":"matrix","result":[
        {{"metric":{{"__name__":"latency"}},"histograms":[[1700000000,{histogram}]]}}]}}}}"#
    ))
    .unwrap();
    match intake.points.first().map(|point| &point.value) {
        Some(Value::Histogram(h)) => Ok(h.spread.clone()),
        _ => Err(dropped(&intake)),
    }
}

#[test]
fn native_histograms_keep_the_buckets_they_were_sent_with() {
    // As Prometheus writes schema 3 with a zero bucket; empty buckets between are left out.
    let spread = native(
        r#"{"count":"9","sum":"12.5","buckets":[[1,"-1.0905077326652577","-1","2"],[3,"-0.001","0.001","1"],
        [0,"0.9170040432046711","1","3"],[0,"1.1892071150027212","1.2968395546510099","2"],
        [0,"2","2.1810154653305154","1"]]}"#,
    );
    let expected = Exponential {
        scale: 3,
        zero: 1,
        // OpenTelemetry counts (base^i, base^(i+1)] as i.
        positive: vec![(-1, 3), (2, 2), (8, 1)],
        negative: vec![(0, 2)],
    };
    assert_eq!(spread, Ok(Spread::Exponential(expected)));
}

#[test]
fn native_histograms_of_other_bounds_keep_count_and_sum() {
    let own = r#"{"count":"3","sum":"1","buckets":[[0,"0.1","0.25","1"],[0,"0.25","0.3","2"]]}"#;
    assert_eq!(native(own), Ok(Spread::Unknown));
    let none = r#"{"count":"0","sum":"0"}"#;
    let empty = Exponential {
        scale: 0,
        zero: 0,
        positive: Vec::new(),
        negative: Vec::new(),
    };
    assert_eq!(native(none), Ok(Spread::Exponential(empty)));
    let falls = r#"{"count":"1","sum":"1","buckets":[[0,"2","1","1"]]}"#;
    assert_eq!(native(falls), Err(vec![(Reason::BadBuckets, 1)]));
    assert_eq!(native(r#"{"count":"x"}"#), Err(vec![(Reason::NoValue, 1)]));
}

proptest! {
    #[test]
    fn every_bucket_comes_back_with_its_index(scale in -3..=8_i32, list in btree_map(-100..100_i32, 1..9_u64, 1..12)) {
        let bound = |index: i32| (f64::from(index) * f64::from(-scale).exp2()).exp2();
        let buckets: Vec<_> = list.iter().map(|(i, n)| format!(r#"[0,"{}","{}","{n}"]"#, bound(*i), bound(i + 1))).collect();
        let count: u64 = list.values().sum();
        let spread = native(&format!(r#"{{"count":"{count}","sum":"1","buckets":[{}]}}"#, buckets.join(",")));
        let expected = Exponential { scale, zero: 0, positive: list.into_iter().collect(), negative: Vec::new() };
        prop_assert_eq!(spread, Ok(Spread::Exponential(expected)));
    }
}
