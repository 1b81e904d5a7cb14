//! Rules over telemetry, as the built-in framework states them, on hours written by hand.

use std::collections::{BTreeMap, BTreeSet};

use domain::Locale;
use domain::framework::builtin;
use domain::rule::signal::{Beside, Hour, Mark, Names, Series, Signals, TraceCount, judge};
use domain::rule::{Gap, Outcome, Quoted, Verdict};
use domain::views::words;
use time::macros::date;

const NOW: i64 = 490_000;

fn gauge(value: f64) -> Hour {
    Hour {
        minutes: 60,
        count: 60,
        sum: value * 60.0,
        min: value,
        max: value,
    }
}

fn counter(increase: f64) -> Hour {
    Hour {
        minutes: 60,
        count: 60,
        sum: increase,
        min: 0.0,
        max: 0.0,
    }
}

fn series(
    signal: &str,
    labels: &[(&str, &str)],
    hours: impl IntoIterator<Item = (i64, Hour)>,
) -> Series {
    let labels = labels
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Series {
        signal: signal.to_owned(),
        labels: labels.collect(),
        hours: hours.into_iter().collect(),
    }
}

/// The hours before now, the last `n` of them.
fn last(n: i64) -> impl Iterator<Item = i64> + Clone {
    (NOW - n)..NOW
}

fn verdict(rule: &str, series: &[Series], traces: &[TraceCount]) -> Verdict {
    with_list(rule, series, traces, &Names::default())
}

fn with_list(rule: &str, series: &[Series], traces: &[TraceCount], list: &Names) -> Verdict {
    let rules = builtin().map(|framework| framework.rules.iter());
    let found = rules
        .ok()
        .and_then(|mut rules| rules.find(|r| r.id.as_str() == rule));
    let parts = found.and_then(|rule| rule.signal.as_ref().zip(rule.thresholds.as_ref()));
    let span = (!traces.is_empty()).then_some((date!(2026 - 11 - 20), date!(2026 - 11 - 21)));
    let signals = Signals {
        beside: &Beside::default(),
        series,
        traces,
        traced: span,
        now: NOW,
        list,
        sources: &BTreeSet::from(["vLLM".to_owned()]),
    };
    parts.map_or_else(
        || Verdict::none(Gap::Rejected),
        |(test, thresholds)| judge(test, thresholds, signals),
    )
}

fn figure(verdict: &Verdict, what: Quoted) -> f64 {
    let quote = verdict.quotes.iter().find(|quote| quote.what == what);
    quote.map_or(f64::NAN, |quote| quote.value.get())
}

fn gpu(busy: f64, idle: f64, hours: i64) -> Vec<Series> {
    // Every second hour has work.
    let even = |hour: &i64| hour % 2 == 0;
    let load = last(hours).map(|h| (h, gauge(if even(&h) { 3.0 } else { 0.0 })));
    let util = |gpu| {
        let hours = last(hours).map(|h| (h, gauge(if even(&h) { busy } else { idle } / 100.0)));
        series("gpu.utilisation", &[("gpu", gpu)], hours)
    };
    vec![series("serving.running", &[], load), util("0"), util("1")]
}

#[test]
fn gpu_utilisation_is_the_mean_over_busy_hours() {
    let high = verdict("C04.gpu_util", &gpu(80.0, 5.0, 60), &[]);
    assert_eq!(high.outcome, Outcome::Supports);
    assert!((figure(&high, Quoted::BusyMean) - 0.8).abs() < 1e-9);
    assert!((figure(&high, Quoted::Mean) - 0.425).abs() < 1e-9);
    assert!((figure(&high, Quoted::BusyHours) - 30.0).abs() < 1e-9);
    assert!((figure(&high, Quoted::Series) - 2.0).abs() < 1e-9);
    assert_eq!(
        verdict("C04.gpu_util", &gpu(25.0, 0.0, 60), &[]).outcome,
        Outcome::Contradicts
    );
    for between in [30.0, 50.0, 70.0] {
        let verdict = verdict("C04.gpu_util", &gpu(between, 0.0, 60), &[]);
        assert_eq!(verdict.outcome, Outcome::NoData(Gap::Partial), "{between}");
    }
}

#[test]
fn gpu_utilisation_needs_a_day_of_busy_hours_and_something_that_says_what_is_busy() {
    assert_eq!(
        verdict("C04.gpu_util", &gpu(80.0, 0.0, 40), &[]).outcome,
        Outcome::NoData(Gap::Inconclusive)
    );
    let alone = &gpu(80.0, 0.0, 60)[1..];
    assert_eq!(
        verdict("C04.gpu_util", alone, &[]).outcome,
        Outcome::NoData(Gap::Inconclusive)
    );
    assert_eq!(
        verdict("C04.gpu_util", &[], &[]).outcome,
        Outcome::NoData(Gap::Nothing)
    );
}

#[test]
fn without_running_requests_the_busier_half_by_tokens_is_busy() {
    let tokens = last(60).map(|h| (h, counter(if h % 2 == 0 { 900.0 } else { 10.0 })));
    let mut all = gpu(80.0, 5.0, 60).split_off(1);
    all.push(series("serving.generation_tokens", &[], tokens));
    let verdict = verdict("C04.gpu_util", &all, &[]);
    assert_eq!(verdict.outcome, Outcome::Supports);
    assert!((figure(&verdict, Quoted::BusyHours) - 30.0).abs() < 1e-9);
}

fn cache(hits: f64, queries: f64) -> Vec<Series> {
    vec![
        series(
            "serving.prefix_cache.hits",
            &[],
            last(10).map(|h| (h, counter(hits))),
        ),
        series(
            "serving.prefix_cache.queries",
            &[],
            last(10).map(|h| (h, counter(queries))),
        ),
    ]
}

#[test]
fn a_prefix_cache_is_judged_by_the_share_of_tokens_it_answers() {
    let outcome = |hits, queries| verdict("P03.prompt", &cache(hits, queries), &[]).outcome;
    assert_eq!(outcome(6_000.0, 20_000.0), Outcome::Supports);
    assert_eq!(outcome(5_999.0, 20_000.0), Outcome::NoData(Gap::Partial));
    assert_eq!(outcome(900.0, 20_000.0), Outcome::Contradicts);
    assert_eq!(
        outcome(9_000.0, 9_999.0),
        Outcome::NoData(Gap::Inconclusive)
    );
    assert_eq!(outcome(0.0, 0.0), Outcome::NoData(Gap::Inconclusive));
}

#[test]
fn few_failed_fallbacks_contradict_nothing() {
    let fallbacks = |good: f64, bad: f64| {
        let one = |name: &str, n| series(name, &[], [(NOW - 1, counter(n))]);
        verdict(
            "R02.fallback",
            &[
                one("gateway.fallbacks.succeeded", good),
                one("gateway.fallbacks.failed", bad),
            ],
            &[],
        )
        .outcome
    };
    assert_eq!(fallbacks(9.0, 1.0), Outcome::Supports);
    assert_eq!(fallbacks(1.0, 9.0), Outcome::NoData(Gap::Partial));
    assert_eq!(fallbacks(2.0, 18.0), Outcome::Contradicts);
}

#[test]
fn streaming_contradicts_only_where_the_attribute_is_emitted() {
    let calls = |stream: &str, long: f64, all: f64| {
        [
            series(
                "hexastyle.genai.calls.long",
                &[("stream", stream)],
                [(NOW - 1, counter(long))],
            ),
            series(
                "hexastyle.genai.calls",
                &[("stream", stream)],
                [(NOW - 1, counter(all))],
            ),
        ]
    };
    let with = |lists: &[[Series; 2]]| verdict("P05.share", &lists.concat(), &[]).outcome;
    assert_eq!(
        with(&[calls("yes", 900.0, 999.0), calls("no", 100.0, 100.0)]),
        Outcome::Supports
    );
    assert_eq!(with(&[calls("no", 900.0, 999.0)]), Outcome::Contradicts);
    assert_eq!(
        with(&[calls("absent", 900.0, 999.0)]),
        Outcome::NoData(Gap::Inconclusive)
    );
    assert_eq!(
        with(&[calls("yes", 100.0, 100.0)]),
        Outcome::NoData(Gap::Inconclusive)
    );
}

fn traces(list: &[(&[Mark], u64)]) -> Vec<TraceCount> {
    let marks = |marks: &[Mark]| marks.iter().map(|mark| mark.bit()).sum();
    list.iter()
        .map(|(m, traces)| TraceCount {
            marks: marks(m),
            traces: *traces,
        })
        .collect()
}

#[test]
fn guardrails_must_cover_both_directions_and_silence_is_no_contradiction() {
    use Mark::{AnyGuardrail, Inference, InputGuardrail, OutputGuardrail};
    let outcome = |list: &[(&[Mark], u64)]| verdict("S02.coverage", &[], &traces(list)).outcome;
    let both: &[Mark] = &[Inference, AnyGuardrail, InputGuardrail, OutputGuardrail];
    let one: &[Mark] = &[Inference, AnyGuardrail, InputGuardrail];
    assert_eq!(outcome(&[(both, 950), (one, 50)]), Outcome::Supports);
    assert_eq!(
        outcome(&[(both, 500), (one, 500)]),
        Outcome::NoData(Gap::Partial)
    );
    assert_eq!(
        outcome(&[(both, 100), (&[Inference], 900)]),
        Outcome::Contradicts
    );
    assert_eq!(
        outcome(&[(&[Inference], 1_000)]),
        Outcome::NoData(Gap::Inconclusive)
    );
    assert_eq!(outcome(&[(both, 400)]), Outcome::NoData(Gap::Inconclusive));
    assert_eq!(outcome(&[]), Outcome::NoData(Gap::Nothing));
}

#[test]
fn approvals_are_told_with_their_share_and_what_it_is_held_against() {
    use Mark::{Approved, HighRisk};
    let (both, one): (&[Mark], &[Mark]) = (&[HighRisk, Approved], &[HighRisk]);
    let verdict = verdict("U05.approval", &[], &traces(&[(both, 96), (one, 4)]));
    assert_eq!(verdict.outcome, Outcome::Supports);
    let told = |locale| {
        let quotes = verdict.quotes.iter();
        let told: Vec<_> = quotes.map(|one| words::quote(locale, one)).collect();
        told.join("; ")
    };
    assert_eq!(
        told(Locale::En),
        "share 96% (threshold 95%); observations 100 (at least 20)"
    );
    assert_eq!(
        told(Locale::Zh),
        "占比 96%（界限 95%）; 样本数 100（至少 20）"
    );
}

#[test]
fn two_instances_in_two_zones_support_one_alone_contradicts() {
    let instance = |name: &str, zone: &str, minutes: u8| {
        let hours = last(48).map(|h| {
            (
                h,
                Hour {
                    minutes,
                    ..gauge(1.0)
                },
            )
        });
        let labels: Vec<_> = [("instance", name), ("zone", zone)]
            .into_iter()
            .filter(|(_, v)| !v.is_empty())
            .collect();
        series("serving.running", &labels, hours)
    };
    let outcome = |all: &[Series]| verdict("R01.live", all, &[]).outcome;
    assert_eq!(
        outcome(&[instance("a", "z1", 60), instance("b", "z2", 60)]),
        Outcome::Supports
    );
    assert_eq!(
        outcome(&[instance("a", "z1", 60), instance("b", "z1", 60)]),
        Outcome::NoData(Gap::Partial)
    );
    assert_eq!(
        outcome(&[instance("a", "", 60), instance("b", "", 60)]),
        Outcome::NoData(Gap::Partial)
    );
    assert_eq!(
        outcome(&[instance("a", "z1", 60), instance("b", "z2", 30)]),
        Outcome::NoData(Gap::Partial)
    );
    assert_eq!(outcome(&[instance("a", "z1", 60)]), Outcome::Contradicts);
    assert_eq!(
        outcome(&[instance("None", "z1", 60)]),
        Outcome::NoData(Gap::Nothing)
    );
}

#[test]
fn replicas_are_balanced_or_one_does_three_times_the_work() {
    let replica = |name: &str, work: f64| {
        series(
            "serving.requests.succeeded",
            &[("pod", name)],
            last(30).map(|h| (h, counter(work))),
        )
    };
    let outcome = |all: &[Series]| verdict("P07.spread", all, &[]).outcome;
    assert_eq!(
        outcome(&[replica("a", 100.0), replica("b", 120.0)]),
        Outcome::Supports
    );
    assert_eq!(
        outcome(&[replica("a", 100.0), replica("b", 301.0)]),
        Outcome::Contradicts
    );
    assert_eq!(
        outcome(&[replica("a", 100.0), replica("b", 250.0)]),
        Outcome::NoData(Gap::Partial)
    );
    assert_eq!(
        outcome(&[replica("a", 100.0)]),
        Outcome::NoData(Gap::Inconclusive)
    );
}

#[test]
fn batches_run_together_or_requests_wait_behind_one() {
    let load = |running: f64, waiting: f64| {
        let gauge = |name: &str, value| series(name, &[], last(30).map(|h| (h, gauge(value))));
        verdict(
            "P04.batch",
            &[
                gauge("serving.running", running),
                gauge("serving.waiting", waiting),
            ],
            &[],
        )
        .outcome
    };
    assert_eq!(load(4.0, 1.0), Outcome::Supports);
    assert_eq!(load(1.0, 2.0), Outcome::Contradicts);
    assert_eq!(load(1.0, 0.0), Outcome::NoData(Gap::Partial));
    assert_eq!(load(0.0, 0.0), Outcome::NoData(Gap::Inconclusive));
}

#[test]
fn the_largest_consumer_needs_a_limit() {
    let used = |team: &str, tokens| {
        series(
            "gateway.tokens",
            &[("team", team)],
            [(NOW - 1, counter(tokens))],
        )
    };
    let limit = |team: &str| {
        series(
            "gateway.budget.limit",
            &[("team", team)],
            [(NOW - 1, gauge(100.0))],
        )
    };
    let outcome = |all: &[Series]| verdict("C05.limits", all, &[]).outcome;
    assert_eq!(
        outcome(&[used("a", 90.0), used("b", 10.0), limit("a"), limit("b")]),
        Outcome::Supports
    );
    assert_eq!(
        outcome(&[used("a", 90.0), used("b", 10.0), limit("b")]),
        Outcome::Contradicts
    );
    assert_eq!(
        outcome(&[used("a", 90.0), used("b", 10.0), limit("a")]),
        Outcome::NoData(Gap::Partial)
    );
    // An idle proxy's zeros and its `None` are nobody's.
    assert_eq!(
        outcome(&[used("None", 90.0), limit("None")]),
        Outcome::NoData(Gap::Nothing)
    );
}

#[test]
fn signals_of_each_class_must_come_in_every_hour() {
    let class = |name: &str, n: i64| series(name, &[], last(n).map(|h| (h, counter(1.0))));
    let outcome = |all: &[Series]| verdict("O01.signals", all, &[]).outcome;
    let whole = [
        class("hexastyle.genai.duration", 100),
        class("hexastyle.genai.calls", 100),
        class("hexastyle.genai.output_tokens", 100),
    ];
    assert_eq!(outcome(&whole), Outcome::Supports);
    assert_eq!(outcome(&whole[..2]), Outcome::Contradicts);
    let gaps = [
        class("hexastyle.genai.duration", 100),
        class("hexastyle.genai.calls", 100),
        class("hexastyle.genai.output_tokens", 80),
    ];
    assert_eq!(outcome(&gaps), Outcome::NoData(Gap::Partial));
    assert_eq!(
        outcome(&[class("hexastyle.genai.duration", 5)]),
        Outcome::NoData(Gap::Inconclusive)
    );
}

#[test]
fn all_calls_to_one_model_are_no_routing() {
    let calls = |model: &str, n| {
        series(
            "hexastyle.genai.calls",
            &[("response_model", model)],
            [(NOW - 1, counter(n))],
        )
    };
    let outcome = |all: &[Series]| verdict("C02.mix", all, &[]).outcome;
    assert_eq!(
        outcome(&[calls("large", 800.0), calls("small", 200.0)]),
        Outcome::Supports
    );
    assert_eq!(outcome(&[calls("large", 1_000.0)]), Outcome::Contradicts);
    assert_eq!(
        outcome(&[calls("large", 990.0), calls("small", 10.0)]),
        Outcome::NoData(Gap::Partial)
    );
    assert_eq!(
        outcome(&[calls("large", 900.0)]),
        Outcome::NoData(Gap::Inconclusive)
    );
}

#[test]
fn a_verdict_says_from_when_its_data_is_and_until_when_it_counts() {
    let verdict = verdict("P03.prompt", &cache(9_000.0, 20_000.0), &[]);
    let (from, to) = (verdict.from.unwrap(), verdict.to.unwrap());
    assert!(from <= to);
    assert_eq!(verdict.fresh_until.unwrap() - to, time::Duration::days(7));
    let whose = domain::evidence::Label::clip("vLLM");
    assert_eq!(verdict.tools, [whose]);
}

#[test]
fn each_rule_reads_a_signal_once() {
    let rules = builtin().unwrap().rules.iter();
    for (rule, test) in rules.filter_map(|rule| rule.signal.as_ref().map(|test| (rule, test))) {
        let read = test.look.signals();
        let once: BTreeSet<_> = read.iter().collect();
        assert_eq!(once.len(), read.len(), "{}", rule.id);
    }
}

#[test]
fn each_mark_has_a_bit_of_its_own() {
    let bits: BTreeMap<u32, &Mark> = Mark::ALL.iter().map(|mark| (mark.bit(), mark)).collect();
    assert_eq!(bits.len(), Mark::ALL.len());
}

#[test]
fn tools_in_use_must_be_allowed_and_a_refused_one_contradicts() {
    let calls = |tool: &str| {
        series(
            "hexastyle.genai.calls",
            &[("tool", tool)],
            [(NOW - 1, counter(60.0))],
        )
    };
    let list = |inside: &[&str], refused: &[&str]| Names {
        inside: inside.iter().map(|name| (*name).to_owned()).collect(),
        refused: refused.iter().map(|name| (*name).to_owned()).collect(),
    };
    let outcome = |list: &Names| {
        with_list("S07.tools", &[calls("Search"), calls("refund")], &[], list).outcome
    };
    assert_eq!(
        outcome(&list(&["search", "refund"], &[])),
        Outcome::Supports
    );
    assert_eq!(
        outcome(&list(&["search"], &[])),
        Outcome::NoData(Gap::Partial)
    );
    assert_eq!(
        outcome(&list(&["search"], &["refund"])),
        Outcome::Contradicts
    );
    assert_eq!(outcome(&list(&[], &[])), Outcome::NoData(Gap::Inconclusive));
    assert_eq!(
        verdict("S07.tools", &[], &[]).outcome,
        Outcome::NoData(Gap::Nothing)
    );
}
