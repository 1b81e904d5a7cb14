//! What happened, and on how many days.

use domain::rule::Quoted;
use domain::rule::signal::{Beside, Mark, Series};

use crate::common::{
    CONTRADICTS, FEW, NOTHING, NOW, PARTIAL, SUPPORTS, beside, counter, figure, gauge, last,
    of_traces, outcome, rose, series, verdict,
};

const CALLS: &str = "hexastyle.genai.calls";

#[test]
fn one_answer_that_was_stopped_shows_a_filter_and_none_proves_nothing() {
    let rule = "S02.filter";
    let calls = rose(CALLS, &[("operation", "chat")], 900.0);
    let stopped = |n| rose("hexastyle.genai.calls.filtered", &[], n);
    assert_eq!(outcome(rule, &[calls.clone(), stopped(1.0)]), SUPPORTS);
    assert_eq!(outcome(rule, &[calls.clone(), stopped(0.0)]), FEW);
    let check = |side, decision| {
        let labels = [("side", side), ("decision", decision)];
        rose("hexastyle.genai.guardrails", &labels, 3.0)
    };
    assert_eq!(outcome(rule, &[check("output", "deny")]), SUPPORTS);
    // What is stopped on its way in is no answer.
    assert_eq!(outcome(rule, &[calls.clone(), check("input", "deny")]), FEW);
    assert_eq!(outcome(rule, &[calls, check("output", "allow")]), FEW);
    assert_eq!(outcome(rule, &[]), NOTHING);
}

#[test]
fn a_routed_call_is_one_that_names_its_group() {
    let routed = |n| rose("hexastyle.genai.calls.routed", &[], n);
    assert_eq!(outcome("C02.router", &[routed(1.0)]), SUPPORTS);
    assert_eq!(outcome("C02.router", &[routed(0.0)]), FEW);
    assert_eq!(outcome("C02.router", &[]), NOTHING);
}

#[test]
fn one_refusal_shows_that_quotas_are_enforced() {
    let refused = |n| rose("gateway.refused", &[], n);
    let requests = rose("gateway.requests", &[], 5_000.0);
    assert_eq!(outcome("C05.enforced", &[refused(1.0)]), SUPPORTS);
    assert_eq!(outcome("C05.enforced", &[requests]), FEW);
    assert_eq!(outcome("C05.enforced", &[]), NOTHING);
}

#[test]
fn labels_of_people_are_only_part_of_the_proof() {
    let labels = |by, n| rose("hexastyle.genai.evaluations", &[("evaluator", by)], n);
    let some = verdict(
        "O04.human",
        &[labels("human", 50.0), labels("automatic", 10.0)],
    );
    assert_eq!(some.outcome, PARTIAL);
    assert!((figure(&some, Quoted::Occurrences) - 50.0).abs() < 1e-9);
    assert_eq!(outcome("O04.human", &[labels("human", 49.0)]), FEW);
    assert_eq!(outcome("O04.human", &[labels("automatic", 500.0)]), FEW);
    assert_eq!(outcome("O04.human", &[]), NOTHING);
}

/// Decisions of one sort, and of how many it is known how long they took.
fn decided(decision: &str, all: f64, timed: f64) -> [Series; 2] {
    let of = |name: &str, n| rose(name, &[("decision", decision)], n);
    [
        of("hexastyle.genai.approvals", all),
        of("hexastyle.genai.approvals.timed", timed),
    ]
}

#[test]
fn decisions_of_either_sort_are_timed_and_watched() {
    let rule = "U05.labels";
    let both = ["few_rejections", "quick_approvals"];
    let with = |yes: (f64, f64), no: (f64, f64), alerts: &[&str], median| {
        let series = [
            decided("approved", yes.0, yes.1),
            decided("denied", no.0, no.1),
        ];
        let beside_it = Beside {
            median,
            alerts: alerts.iter().map(|one| (*one).to_owned()).collect(),
            ..Beside::default()
        };
        beside(rule, &series.concat(), &beside_it)
    };
    let good = with((18.0, 17.0), (2.0, 2.0), &both, Some(42.0));
    assert_eq!(good.outcome, SUPPORTS);
    assert!((figure(&good, Quoted::Rejections) - 0.1).abs() < 1e-9);
    assert!((figure(&good, Quoted::DecisionTime) - 42.0).abs() < 1e-9);
    assert!((figure(&good, Quoted::TimedDecisions) - 0.95).abs() < 1e-9);
    let outcome_of = |yes, no, alerts: &[&str]| with(yes, no, alerts, Some(42.0)).outcome;
    assert_eq!(outcome_of((18.0, 16.0), (2.0, 2.0), &both), PARTIAL);
    // One of the alerts is missing.
    assert_eq!(outcome_of((18.0, 18.0), (2.0, 2.0), &both[..1]), PARTIAL);
    // Nobody was refused, or no refusal says how long it took.
    assert_eq!(outcome_of((20.0, 20.0), (0.0, 0.0), &both), PARTIAL);
    assert_eq!(outcome_of((99.0, 99.0), (1.0, 0.0), &both), PARTIAL);
    assert_eq!(outcome_of((17.0, 17.0), (2.0, 2.0), &both), FEW);
    assert_eq!(outcome(rule, &[]), NOTHING);
}

fn policy(version: &str, jailbreak: &str, days_ago: i64) -> Series {
    let labels = [("version", version), ("jailbreak", jailbreak)];
    let hours = [(NOW - days_ago * 24, counter(9.0)), (NOW - 1, counter(9.0))];
    series("hexastyle.genai.guardrails", &labels, hours)
}

#[test]
fn another_version_of_the_policy_is_a_change() {
    let rule = "S06.update";
    let two = [policy("1", "yes", 60), policy("2", "yes", 10)];
    assert_eq!(outcome(rule, &two), SUPPORTS);
    assert_eq!(outcome(rule, &[policy("1", "yes", 60)]), FEW);
    // Two side by side since the beginning, and versions of something else.
    let same_day = [policy("1", "yes", 60), policy("2", "yes", 60)];
    assert_eq!(outcome(rule, &same_day), FEW);
    let other = [policy("1", "no", 60), policy("2", "no", 10)];
    assert_eq!(outcome(rule, &other), NOTHING);
    let unknown = [policy("", "yes", 60), policy("2", "yes", 10)];
    assert_eq!(outcome(rule, &unknown), FEW);
}

#[test]
fn events_of_both_classes_must_come_on_six_days() {
    let rule = "S09.os";
    let events = |class, days: i64| {
        let hours = (0..days).map(|day| (NOW - 1 - day * 24, counter(1.0)));
        series("hexastyle.runtime.events", &[("class", class)], hours)
    };
    // Which pods a sensor sees nobody says.
    let enough = verdict(rule, &[events("command", 7), events("network", 6)]);
    assert_eq!(enough.outcome, PARTIAL);
    assert!((figure(&enough, Quoted::DaysSeen) - 6.0).abs() < 1e-9);
    let one = verdict(rule, &[events("command", 7), events("file", 7)]);
    assert_eq!(one.outcome, PARTIAL);
    assert!(figure(&one, Quoted::DaysSeen).abs() < 1e-9);
    assert_eq!(outcome(rule, &[events("file", 7)]), NOTHING);
    assert_eq!(outcome(rule, &[]), NOTHING);
}

#[test]
fn quick_switches_are_only_part_of_the_proof() {
    use Mark::{Inference, Switched, SwitchedSoon};
    let rule = "R03.failover";
    let quick: &[Mark] = &[Inference, Switched, SwitchedSoon];
    assert_eq!(of_traces(rule, &[(quick, 3), (&[Inference], 900)]), PARTIAL);
    assert_eq!(of_traces(rule, &[(quick, 2)]), FEW);
    assert_eq!(of_traces(rule, &[(&[Inference], 900)]), FEW);
    // Slow ones contradict nothing: the trace may have gone on for other reasons.
    assert_eq!(of_traces(rule, &[(&[Inference, Switched], 9)]), PARTIAL);
    assert_eq!(of_traces(rule, &[]), NOTHING);
}

#[test]
fn an_upstream_that_is_out_and_stays_in_use_contradicts() {
    let rule = "R03.failover";
    let state = |from: i64, to: i64| {
        let at = move |hour| {
            gauge(if hour >= NOW - from && hour < NOW - to {
                2.0
            } else {
                0.0
            })
        };
        series(
            "gateway.deployment_state",
            &[("model_id", "a")],
            last(48).map(|hour| (hour, at(hour))),
        )
    };
    let taken_out = |id, ago: i64| {
        let hours = [(NOW - ago, counter(1.0))];
        series("gateway.cooled_down", &[("model_id", id)], hours)
    };
    let kept = verdict(rule, &[state(10, 7), taken_out("b", 30)]);
    assert_eq!(kept.outcome, CONTRADICTS);
    assert_eq!(kept.names.first().unwrap().as_str(), "a");
    assert!((figure(&kept, Quoted::UnswitchedTime) - 3_600.0).abs() < 1e-9);
    // Taken out in its first hour, and out of use for as long as it was out.
    assert_eq!(outcome(rule, &[state(10, 7), taken_out("a", 10)]), FEW);
    // Nobody tells what is taken out of use; nothing was out.
    assert_eq!(outcome(rule, &[state(10, 7)]), FEW);
    assert_eq!(outcome(rule, &[state(0, 0), taken_out("b", 30)]), FEW);
    assert_eq!(outcome(rule, &[taken_out("a", 3)]), NOTHING);
}

#[test]
fn a_month_of_demand_is_what_a_forecast_could_rest_on() {
    let rule = "O07.history";
    let of = |name: &str, n: i64| series(name, &[], last(n).map(|h| (h, counter(1.0))));
    let whole = |n| {
        [
            of(CALLS, n),
            of("hexastyle.genai.tokens", n),
            of("gpu.utilisation", n),
        ]
    };
    let month = verdict(rule, &whole(700));
    assert_eq!(month.outcome, PARTIAL);
    assert!((figure(&month, Quoted::CoveredTime) - 1.0).abs() < 1e-9);
    assert_eq!(outcome(rule, &whole(600)), FEW);
    assert_eq!(outcome(rule, &whole(700)[..2]), PARTIAL);
    assert_eq!(outcome(rule, &[]), NOTHING);
}

/// A team's budget, used up for so many hours that began so long ago.
fn budget(ago: i64, hours: i64) -> Series {
    let spent = move |at| at >= NOW - ago && at < NOW - ago + hours;
    let left = move |at| gauge(if spent(at) { -1.0 } else { 50.0 });
    let name = "gateway.budget.remaining";
    series(
        name,
        &[("team", "shop")],
        last(200).map(|at| (at, left(at))),
    )
}

fn alert(name: &str, ago: i64) -> Series {
    series(
        "alerts.firing",
        &[("alertname", name)],
        [(NOW - ago, gauge(1.0))],
    )
}

#[test]
fn each_budget_that_was_used_up_must_raise_an_alert() {
    let rule = "C07.fired";
    let spent = budget(100, 30);
    let told = verdict(rule, &[spent.clone(), alert("TeamBudgetExceeded", 95)]);
    assert_eq!(told.outcome, SUPPORTS);
    assert!((figure(&told, Quoted::Crossings) - 1.0).abs() < 1e-9);
    // Another alert shows that alerts come in, and none on budgets did.
    let silent = verdict(rule, &[spent.clone(), alert("HighLatency", 95)]);
    assert_eq!(silent.outcome, CONTRADICTS);
    assert_eq!(silent.names.first().unwrap().as_str(), "shop");
    let late = [spent.clone(), alert("BudgetExceeded", 60)];
    assert_eq!(outcome(rule, &late), CONTRADICTS);
    // Nobody tells of alerts at all, or it was over before the day was.
    assert_eq!(outcome(rule, &[spent]), PARTIAL);
    let short = [budget(100, 5), alert("HighLatency", 95)];
    assert_eq!(outcome(rule, &short), PARTIAL);
    assert_eq!(outcome(rule, &[budget(0, 0)]), FEW);
    assert_eq!(outcome(rule, &[alert("BudgetExceeded", 5)]), NOTHING);
}
