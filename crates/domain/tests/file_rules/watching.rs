//! Objectives and alerts.

use domain::evidence::{Reading, Title};
use domain::rule::{Quoted, watched};

use crate::common::{
    FEW, PARTIAL, STALE, SUPPORTS, assert_no_data, measured, outcome, partial, undated, verdict,
};

/// Seconds.
const DAY: f64 = 86_400.0;

fn objectives(list: &[(&str, &str)]) -> Reading {
    let mut all = measured("openslo", &[]);
    for (service, signal) in list {
        let labels: &[_] = &[("service", *service), ("slo", "a"), ("signal", *signal)];
        all.measures
            .push(crate::common::measure("slo.objective", 1.0, labels));
    }
    undated(&all)
}

fn rules(healthy: f64, more: &[crate::common::Measured<'_>]) -> Reading {
    let health: &[crate::common::Measured<'_>] = &[
        ("rules.evaluated", 5.0, &[]),
        ("rules.healthy", healthy, &[]),
    ];
    measured("prometheus_rules", &[health, more].concat())
}

#[test]
fn each_service_needs_objectives_of_both_kinds_and_rules_that_load() {
    let rule = "R07.def";
    let both = [("chat", "availability"), ("chat", "latency")];
    let good = objectives(&both);
    assert_eq!(outcome(rule, &[&good, &rules(5.0, &[])]), SUPPORTS);
    // Some rule that fails need not be one of an objective.
    assert_eq!(outcome(rule, &[&good, &rules(4.0, &[])]), PARTIAL);
    assert_eq!(outcome(rule, &[&good]), PARTIAL);
    let second = objectives(&[both[0], both[1], ("embed", "availability")]);
    let lacking = verdict(rule, &[(&second, 1), (&rules(5.0, &[]), 1)]);
    assert_eq!(lacking.outcome, PARTIAL);
    assert_eq!(lacking.quotes[0].what, Quoted::LatencyObjectives);
    assert_eq!(lacking.names, [Title::clip("embed")]);
    // Two files may define them.
    let (one, other) = (
        objectives(&both[..1]),
        rules(
            5.0,
            &[(
                "slo.objective",
                1.0,
                &[("service", "chat"), ("signal", "latency")],
            )],
        ),
    );
    assert_eq!(outcome(rule, &[&one, &other]), SUPPORTS);
    assert_eq!(outcome(rule, &[&partial(&good), &rules(5.0, &[])]), PARTIAL);
    assert_no_data(rule, &good);
}

fn delivered(purpose: &str) -> Reading {
    let labels: &[_] = &[("receiver", "on-call"), ("purpose", purpose)];
    measured("alertmanager_webhook", &[("alert.deliveries", 1.0, labels)])
}

#[test]
fn an_alert_counts_once_a_notice_of_it_came() {
    for (rule, name, purpose) in [
        ("S11.alert", "alert.rules.with_severity", "security"),
        ("C07.rule", "alert.rules", "budget"),
        ("C04.alert", "alert.rules", "low_use"),
    ] {
        let of: &[_] = &[("purpose", purpose)];
        let alert = rules(5.0, &[(name, 2.0, of), ("alert.for", DAY, of)]);
        let notice = delivered(purpose);
        let good = verdict(rule, &[(&alert, 3), (&notice, 20)]);
        assert_eq!(good.outcome, SUPPORTS, "{rule}");
        assert_eq!(outcome(rule, &[&alert]), PARTIAL, "{rule}");
        assert_eq!(outcome(rule, &[&notice]), FEW, "{rule}");
        let other = delivered("latency");
        assert_eq!(outcome(rule, &[&alert, &other]), PARTIAL, "{rule}");
        assert_eq!(outcome(rule, &[&other]), FEW, "{rule}");
        // What was delivered stays delivered, whatever comes later.
        let later = verdict(rule, &[(&alert, 3), (&notice, 20), (&other, 2)]);
        assert_eq!(later.outcome, SUPPORTS, "{rule}");
        let days = i64::from(crate::common::rule(rule).thresholds.unwrap().days);
        let last = crate::common::TODAY + time::Duration::days(days - 20);
        assert_eq!(later.fresh_until, Some(last), "{rule}");
        assert_eq!(later.as_of(last.next_day().unwrap()).outcome, STALE);
        assert_eq!(
            outcome(rule, &[&alert, &partial(&notice)]),
            PARTIAL,
            "{rule}"
        );
        assert_eq!(outcome(rule, &[&alert, &undated(&notice)]), FEW, "{rule}");
        assert_no_data(rule, &notice);
    }
}

#[test]
fn an_alert_on_low_use_that_waits_for_more_than_a_day_does_not_support() {
    let rule = "C04.alert";
    let of: &[_] = &[("purpose", "low_use")];
    let alert = |wait| rules(5.0, &[("alert.rules", 1.0, of), ("alert.for", wait, of)]);
    let notice = delivered("low_use");
    let late = verdict(rule, &[(&alert(2.0 * DAY), 3), (&notice, 20)]);
    assert_eq!(late.outcome, PARTIAL);
    let wait = late.quotes[0];
    assert_eq!(wait.what, Quoted::AlertWait);
    assert_eq!(wait.value.get().to_bits(), (2.0 * DAY).to_bits());
    assert_eq!(wait.bound.unwrap().get().to_bits(), DAY.to_bits());
    let good = verdict(rule, &[(&alert(DAY), 3), (&notice, 20)]);
    assert_eq!(good.outcome, SUPPORTS);
    assert!(
        good.quotes
            .iter()
            .any(|quote| quote.what == Quoted::AlertWait)
    );
    // How long it waits must be known.
    let unknown = rules(5.0, &[("alert.rules", 1.0, of)]);
    assert_eq!(outcome(rule, &[&unknown, &notice]), PARTIAL);
}

/// Loaded alerts, one of each purpose.
fn loaded(purposes: &[&str]) -> Reading {
    let mut all = rules(5.0, &[]);
    for purpose in purposes {
        let labels: &[_] = &[("purpose", *purpose)];
        all.measures
            .push(crate::common::measure("alert.rules", 1.0, labels));
    }
    all
}

#[test]
fn alerts_are_known_where_a_server_loaded_them_or_a_notice_came() {
    let of = |files: &[Reading]| -> Vec<String> { watched(files).into_iter().collect() };
    let (old, new) = (loaded(&["few_rejections"]), loaded(&["quick_approvals"]));
    // The newest first: what a later list lacks is gone, what was delivered stays so.
    assert_eq!(of(&[new.clone(), old.clone()]), ["quick_approvals"]);
    let notices = [delivered("latency"), new, delivered("few_rejections")];
    assert_eq!(
        of(&notices),
        ["few_rejections", "latency", "quick_approvals"]
    );
    // A list that is only declared neither tells nor hides what is loaded.
    let declared = partial(&loaded(&["budget"]));
    assert_eq!(of(&[declared, old]), ["few_rejections"]);
    assert!(of(&[partial(&delivered("budget")), loaded(&[])]).is_empty());
}
