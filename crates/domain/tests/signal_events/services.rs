//! Rules that hold each service of a workload to their bounds by itself.

use domain::evidence::Title;
use domain::rule::signal::Series;
use domain::rule::{Quoted, Verdict};

use crate::common::{
    CONTRADICTS, FEW, NOW, PARTIAL, SUPPORTS, counter, figure, gauge, last, outcome, series,
    verdict,
};

fn named(verdict: &Verdict) -> Vec<&str> {
    verdict.names.iter().map(Title::as_str).collect()
}

/// Instances that send a signal, each in a zone of its own.
fn instances(signal: &str, service: (&str, &str), n: usize) -> Vec<Series> {
    let one = |number: usize| {
        let (pod, zone) = (format!("pod-{number}"), format!("zone-{number}"));
        let labels = [service, ("pod", pod.as_str()), ("zone", zone.as_str())];
        series(signal, &labels, last(48).map(|hour| (hour, gauge(1.0))))
    };
    (0..n).map(one).collect()
}

#[test]
fn every_engine_needs_a_second_instance() {
    let engine = |job, n| instances("serving.running", ("job", job), n);
    let judged = |all: &[Vec<Series>]| verdict("R01.live", &all.concat());

    let both = judged(&[engine("chat", 2), engine("search", 2)]);
    assert_eq!(both.outcome, SUPPORTS);
    assert!((figure(&both, Quoted::Instances) - 2.0).abs() < 1e-9);

    let alone = judged(&[engine("chat", 2), engine("search", 1)]);
    assert_eq!(alone.outcome, CONTRADICTS);
    assert_eq!(named(&alone), ["search"]);
    assert!(figure(&alone, Quoted::SpareTime).abs() < 1e-9);

    // One that tells of no instances is not known to have two, and what has no name can be several.
    let untold = series(
        "serving.running",
        &[("job", "search")],
        [(NOW - 1, gauge(1.0))],
    );
    let untold = judged(&[engine("chat", 2), vec![untold]]);
    assert_eq!((untold.outcome, named(&untold)), (PARTIAL, vec!["search"]));
    let nameless = instances("serving.running", ("host", "a"), 2);
    let nameless = judged(&[engine("chat", 2), engine("search", 2), nameless]);
    assert_eq!((nameless.outcome, named(&nameless)), (PARTIAL, vec![]));

    // With one name everything is of one service.
    let rest = series(
        "serving.running",
        &[("pod", "b"), ("zone", "b")],
        last(48).map(|hour| (hour, gauge(1.0))),
    );
    let one = judged(&[engine("chat", 1), vec![rest]]);
    assert_eq!((one.outcome, named(&one)), (SUPPORTS, vec![]));
}

#[test]
fn applications_that_send_spans_are_no_engines() {
    let spans = |name, n| instances("hexastyle.spans", ("service.name", name), n);
    let engine = instances("serving.running", ("job", "chat"), 2);
    let judged = |all: &[Vec<Series>]| verdict("R01.live", &all.concat());

    let beside = judged(&[engine.clone(), spans("shop", 1)]);
    assert_eq!(beside.outcome, SUPPORTS);
    // The application is no second instance of the engine.
    let alone = judged(&[engine[..1].to_vec(), spans("shop", 1)]);
    assert_eq!((alone.outcome, named(&alone)), (CONTRADICTS, vec!["chat"]));

    assert_eq!(
        judged(&[spans("gateway", 2), spans("shop", 2)]).outcome,
        SUPPORTS
    );
    let some = judged(&[spans("gateway", 2), spans("shop", 1)]);
    assert_eq!((some.outcome, named(&some)), (PARTIAL, vec!["shop"]));
    assert_eq!(judged(&[spans("gateway", 1)]).outcome, CONTRADICTS);
}

#[test]
fn every_service_leaves_records_in_its_hours() {
    let logs = |name: &str, hours: &mut dyn Iterator<Item = i64>| {
        let hours = hours.map(|hour| (hour, counter(1.0)));
        series("hexastyle.logs", &[("service.name", name)], hours)
    };
    let whole = |name: &str| logs(name, &mut last(100));
    let quarter = |name: &str| logs(name, &mut last(100).filter(|hour| hour % 4 == 0));
    let judged = |all: &[Series]| verdict("S13.flow", all);

    assert_eq!(judged(&[whole("chat"), whole("search")]).outcome, SUPPORTS);
    // Who falls silent may be gone.
    let silent = judged(&[whole("chat"), quarter("search")]);
    assert_eq!((silent.outcome, named(&silent)), (PARTIAL, vec!["search"]));
    assert!((figure(&silent, Quoted::CoveredTime) - 0.25).abs() < 1e-9);
    let both = judged(&[quarter("chat"), quarter("search")]);
    assert_eq!(both.outcome, CONTRADICTS);
    let one = judged(&[quarter("search")]);
    assert_eq!((one.outcome, named(&one)), (CONTRADICTS, vec![]));
    // One that came lately is judged since then.
    let lately = judged(&[whole("chat"), logs("search", &mut last(30))]);
    assert_eq!(lately.outcome, SUPPORTS);
    let new = judged(&[whole("chat"), logs("search", &mut last(5))]);
    assert_eq!((new.outcome, named(&new)), (FEW, vec!["search"]));
}

#[test]
fn an_hour_of_waiting_behind_a_single_request_supports_no_batching() {
    let engine = |job: &str, running: f64, waiting: f64| {
        let one = |signal: &str, value: f64| {
            let hours = last(30).map(|hour| (hour, gauge(value)));
            series(signal, &[("job", job)], hours)
        };
        [
            one("serving.running", running),
            one("serving.waiting", waiting),
        ]
    };
    let judged = |all: &[[Series; 2]]| verdict("P04.batch", &all.concat());

    let good = judged(&[engine("chat", 8.0, 0.0), engine("search", 1.0, 0.0)]);
    assert_eq!((good.outcome, named(&good)), (SUPPORTS, vec![]));
    assert!(figure(&good, Quoted::HeldUpHours).is_nan());
    // What waits for one service does not wait for another one.
    let elsewhere = [engine("chat", 8.0, 2.0), engine("search", 1.0, 0.0)];
    assert_eq!(judged(&elsewhere).outcome, SUPPORTS);

    let stuck = judged(&[engine("chat", 8.0, 0.0), engine("search", 1.0, 2.0)]);
    assert_eq!((stuck.outcome, named(&stuck)), (PARTIAL, vec!["search"]));
    assert!((figure(&stuck, Quoted::HeldUpHours) - 30.0).abs() < 1e-9);
    assert!((figure(&stuck, Quoted::Running) - 4.5).abs() < 1e-9);
    let low = [engine("chat", 1.0, 0.0), engine("search", 1.0, 2.0)];
    for rule in ["P04.batch", "C04.batch"] {
        assert_eq!(outcome(rule, &low.concat()), CONTRADICTS, "{rule}");
    }

    // A single hour of a single service will do.
    let last_hour = |signal: &str, then: f64, before: f64| {
        let value = |hour| gauge(if hour == NOW - 1 { then } else { before });
        series(signal, &[], last(30).map(|hour| (hour, value(hour))))
    };
    let hour = verdict(
        "P04.batch",
        &[
            last_hour("serving.running", 1.0, 8.0),
            last_hour("serving.waiting", 2.0, 0.0),
        ],
    );
    assert_eq!((hour.outcome, named(&hour)), (PARTIAL, vec![]));
    assert!((figure(&hour, Quoted::HeldUpHours) - 1.0).abs() < 1e-9);
}

#[test]
fn attainment_rests_on_two_hundred_requests() {
    let hourly = |signal: &str, labels: &[(&str, &str)], n: f64| {
        series(signal, labels, last(170).map(|hour| (hour, counter(n))))
    };
    let took = || hourly("hexastyle.genai.duration", &[], 1.0);
    let calls = |operation, n| hourly("hexastyle.genai.calls", &[("operation", operation)], n);
    let judged = |all: &[Series]| verdict("R07.measured", all);

    let enough = judged(&[took(), calls("chat", 2.0)]);
    assert_eq!(enough.outcome, SUPPORTS);
    assert!((figure(&enough, Quoted::Observations) - 340.0).abs() < 1e-9);
    assert_eq!(judged(&[took(), calls("chat", 1.0)]).outcome, FEW);
    assert_eq!(judged(&[took(), calls("execute_tool", 2.0)]).outcome, FEW);
    // A gateway counts the same ones once more.
    let again = hourly("gateway.requests", &[], 1.0);
    assert_eq!(judged(&[took(), calls("chat", 1.0), again]).outcome, FEW);
}
