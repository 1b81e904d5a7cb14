//! What people and settings state: models, signatures, gateways, stores, incidents, costs.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{
    Component, ComponentKind, Digest, Label, Place, Reading, ScopeKind, Severity, Title, Unit,
};
use domain::rule::signal::Names;
use domain::rule::{Dated, Evidence, Outcome, Quoted, judge};

use crate::common::{
    CONTRADICTS, FEW, PARTIAL, SUPPORTS, TODAY, about, assert_no_data, component, figure, file,
    finding, found, measure, measured, outcome, partial, rule, verdict,
};

fn model(name: &str, hash: &str) -> Component {
    let digest = Digest {
        algorithm: Label::clip("sha256"),
        value: Label::clip(hash),
    };
    Component {
        digests: vec![digest],
        source: Some(Place::clip("pkg:huggingface/acme/chat")),
        ..component(ComponentKind::Model, name, &[])
    }
}

fn listing(kind: &str, components: Vec<Component>) -> Reading {
    Reading {
        components,
        ..file(kind)
    }
}

/// The verdict where people allowed and refused models.
fn reviewed(files: &[&Reading], inside: &[&str], refused: &[&str]) -> Outcome {
    let dated: Vec<_> = files
        .iter()
        .map(|reading| Dated {
            reading,
            day: TODAY,
        })
        .collect();
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let names = Names {
        inside: set(inside),
        refused: set(refused),
    };
    let evidence = Evidence {
        readings: &dated,
        settled: &BTreeSet::new(),
        since: &BTreeMap::new(),
        services: &BTreeSet::new(),
        reviewed: &names,
        today: TODAY,
    };
    let rule = rule("S04.source");
    judge(
        rule.test.as_ref().unwrap(),
        rule.thresholds.as_ref().unwrap(),
        evidence,
    )
    .outcome
}

#[test]
fn models_come_from_where_a_person_allowed_it() {
    let bill = listing("cyclonedx", vec![model("Chat", "aa"), model("embed", "bb")]);
    assert_eq!(reviewed(&[&bill], &["chat", "embed"], &[]), SUPPORTS);
    assert_eq!(reviewed(&[&bill], &["chat"], &[]), PARTIAL);
    assert_eq!(reviewed(&[&bill], &["chat"], &["embed"]), CONTRADICTS);
    let mut unknown = bill.clone();
    unknown.components[0].source = None;
    assert_eq!(reviewed(&[&unknown], &["chat", "embed"], &[]), PARTIAL);
    assert_eq!(
        reviewed(&[&partial(&bill)], &["chat", "embed"], &[]),
        PARTIAL
    );
    assert_eq!(reviewed(&[&file("cyclonedx")], &["chat"], &[]), FEW);
    assert_no_data("S04.source", &bill);
}

#[test]
fn recorded_digests_are_those_of_what_is_deployed() {
    let rule = "S04.hash";
    let bill = listing("cyclonedx", vec![model("chat", "AA")]);
    let deployed = |name, hash| listing("kubernetes", vec![model(name, hash)]);
    let signed = |hash| listing("model_signing", vec![model("chat", hash)]);
    // The same content under another name is the same.
    assert_eq!(
        outcome(rule, &[&bill, &deployed("weights", "aa")]),
        SUPPORTS
    );
    let other = verdict(rule, &[(&bill, 1), (&deployed("chat", "bb"), 1)]);
    assert_eq!(other.outcome, CONTRADICTS);
    assert_eq!(other.names, [Title::clip("chat")]);
    assert!((figure(&other, Quoted::WrongDigests) - 1.0).abs() < 1e-9);
    // What was signed can only say that something else was deployed.
    assert_eq!(outcome(rule, &[&bill, &signed("aa")]), PARTIAL);
    assert_eq!(outcome(rule, &[&bill, &signed("bb")]), CONTRADICTS);
    assert_eq!(outcome(rule, &[&bill]), PARTIAL);
    assert_eq!(outcome(rule, &[&signed("aa")]), FEW);
    assert_no_data(rule, &bill);
}

#[test]
fn weak_digests_other_versions_and_lists_of_digests_are_not_compared() {
    let rule = "S04.hash";
    let deployed = listing("kubernetes", vec![model("chat", "bb")]);
    let mut weak = listing("cyclonedx", vec![model("chat", "aa")]);
    weak.components[0].digests[0].algorithm = Label::clip("md5");
    assert_eq!(outcome(rule, &[&weak, &deployed]), PARTIAL);
    let mut older = listing("cyclonedx", vec![model("chat", "aa")]);
    older.components[0].version = Some(Label::clip("0.9"));
    assert_eq!(outcome(rule, &[&older, &deployed]), PARTIAL);
    let bill = listing("cyclonedx", vec![model("chat", "aa")]);
    let mut manifest = deployed;
    let attribute = component(ComponentKind::Model, "", &[("digest_of", "manifest")]);
    manifest.components[0].attributes = attribute.attributes;
    assert_eq!(outcome(rule, &[&bill, &manifest]), PARTIAL);
}

fn attested(signature: &str, hash: &str, failed: f64) -> Reading {
    let mut one = model("chat", hash);
    one.attributes = component(ComponentKind::Model, "", &[("signature", signature)]).attributes;
    Reading {
        components: vec![one],
        ..measured("provenance", &[("verification.failed", failed, &[])])
    }
}

#[test]
fn signatures_must_be_verified_by_somebody() {
    let rule = "S05.sign";
    let bill = listing("cyclonedx", vec![model("chat", "aa")]);
    let with = |reading: &Reading| outcome(rule, &[&bill, reading]);
    assert_eq!(with(&attested("verified", "aa", 0.0)), SUPPORTS);
    assert_eq!(with(&attested("declared", "aa", 0.0)), PARTIAL);
    assert_eq!(with(&attested("failed", "aa", 1.0)), CONTRADICTS);
    assert_eq!(with(&attested("verified", "bb", 0.0)), CONTRADICTS);
    assert_eq!(outcome(rule, &[&attested("verified", "aa", 0.0)]), PARTIAL);
    assert_eq!(outcome(rule, &[&bill]), FEW);
    assert_no_data(rule, &attested("verified", "aa", 0.0));
}

#[test]
fn a_sandbox_that_fails_contradicts() {
    let rule = "S04.sandbox";
    let tests = |failures| {
        let labels: &[_] = &[("suite", "sandbox")];
        measured(
            "junit",
            &[
                ("sandbox.cases", 4.0, labels),
                ("sandbox.failures", failures, labels),
            ],
        )
    };
    assert_eq!(outcome(rule, &[&tests(0.0)]), PARTIAL);
    assert_eq!(outcome(rule, &[&tests(1.0)]), CONTRADICTS);
    assert_eq!(
        outcome(rule, &[&measured("junit", &[("test.cases", 9.0, &[])])]),
        FEW
    );
    assert_no_data(rule, &tests(0.0));
}

#[test]
fn agents_may_not_rule_the_cluster() {
    let rule = "S07.identity";
    let scan = |findings| {
        let checks: &[_] = &[("group", "access control")];
        found(
            findings,
            measured("kubescape", &[("scan.checks", 9.0, checks)]),
        )
    };
    assert_eq!(outcome(rule, &[&scan(Vec::new())]), SUPPORTS);
    let with = |id: &str| outcome(rule, &[&scan(vec![finding(id, Severity::Medium)])]);
    assert_eq!(with("C-0035"), CONTRADICTS);
    assert_eq!(with("C-0015"), CONTRADICTS);
    // A mounted token alone, and what is no matter of identity.
    assert_eq!(with("C-0034"), PARTIAL);
    assert_eq!(with("C-0009"), SUPPORTS);
    assert_eq!(outcome(rule, &[&found(Vec::new(), file("kubescape"))]), FEW);
    assert_no_data(rule, &scan(Vec::new()));
}

#[test]
fn the_store_that_keeps_least_decides() {
    let rule = "S09.retention";
    let kept = |days: &[f64]| {
        let mut all = measured("log_store", &[]);
        for (number, days) in days.iter().enumerate() {
            let name = number.to_string();
            let labels = [("object", name.as_str())];
            all.measures
                .push(measure("log.retention_days", *days, &labels));
        }
        all
    };
    // How old the oldest record is, settings don't say.
    assert_eq!(outcome(rule, &[&kept(&[180.0, 400.0])]), PARTIAL);
    let short = verdict(rule, &[(&kept(&[179.0, 400.0]), 1)]);
    assert_eq!(short.outcome, CONTRADICTS);
    assert!((figure(&short, Quoted::RetentionDays) - 179.0).abs() < 1e-9);
    assert_eq!(outcome(rule, &[&kept(&[])]), FEW);
    assert_no_data(rule, &kept(&[180.0]));
}

#[test]
fn archives_must_be_locked() {
    let rule = "S13.integrity";
    let archives = |locked: &[f64]| {
        let mut all = measured("log_store", &[]);
        for (number, locked) in locked.iter().enumerate() {
            let name = number.to_string();
            let labels = [("object", name.as_str())];
            all.measures.push(measure("log.archives", 1.0, &labels));
            all.measures
                .push(measure("log.archives.locked", *locked, &labels));
        }
        all
    };
    assert_eq!(outcome(rule, &[&archives(&[1.0, 1.0])]), SUPPORTS);
    // There may be a chain of hashes instead.
    assert_eq!(outcome(rule, &[&archives(&[1.0, 0.0])]), PARTIAL);
    assert_eq!(outcome(rule, &[&archives(&[])]), FEW);
    assert_no_data(rule, &archives(&[1.0]));
}

#[test]
fn one_model_with_a_standby_is_enough() {
    let rule = "R02.config";
    let gateway = |standby| {
        measured(
            "litellm_config",
            &[("gateway.models.standby", standby, &[("model", "a")])],
        )
    };
    assert_eq!(outcome(rule, &[&gateway(1.0)]), SUPPORTS);
    assert_eq!(outcome(rule, &[&gateway(0.0)]), FEW);
    assert_no_data(rule, &gateway(1.0));
}

#[test]
fn the_latest_restore_counts() {
    let rule = "R04.drill";
    let restore = |passed| {
        let reading = measured(
            "velero",
            &[
                ("drill.latest", 1.0, &[]),
                ("drill.latest.passed", passed, &[]),
            ],
        );
        about(ScopeKind::Namespace, "ai", reading)
    };
    assert_eq!(outcome(rule, &[&restore(1.0)]), PARTIAL);
    assert_eq!(outcome(rule, &[&restore(0.0)]), CONTRADICTS);
    let later = verdict(rule, &[(&restore(0.0), 9), (&restore(1.0), 2)]);
    assert_eq!(later.outcome, PARTIAL);
    assert_eq!(outcome(rule, &[&file("velero")]), FEW);
    assert_no_data(rule, &restore(1.0));
}

fn taken_up(all: f64, in_time: f64, class: &str) -> Reading {
    let labels: &[_] = &[("class", class), ("target", "stated")];
    measured(
        "incidents",
        &[
            ("incident.acknowledged", all, labels),
            ("incident.acknowledged.in_time", in_time, labels),
        ],
    )
}

#[test]
fn half_of_the_security_incidents_are_taken_up_in_time() {
    let rule = "S11.time";
    assert_eq!(outcome(rule, &[&taken_up(4.0, 2.0, "security")]), SUPPORTS);
    assert_eq!(
        outcome(rule, &[&taken_up(4.0, 1.0, "security")]),
        CONTRADICTS
    );
    assert_eq!(outcome(rule, &[&taken_up(2.0, 2.0, "security")]), FEW);
    assert_eq!(outcome(rule, &[&taken_up(9.0, 0.0, "other")]), FEW);
    let untold: &[_] = &[("class", "security"), ("target", "none")];
    let without = measured("incidents", &[("incident.acknowledged", 9.0, untold)]);
    assert_eq!(outcome(rule, &[&without]), PARTIAL);
    assert_no_data(rule, &taken_up(4.0, 2.0, "security"));
}

#[test]
fn every_grave_incident_has_its_post_mortem() {
    let rule = "O05.link";
    let grave = |all, reviewed| {
        measured(
            "incidents",
            &[
                ("incident.grave", all, &[]),
                ("incident.reviewed", reviewed, &[]),
            ],
        )
    };
    assert_eq!(outcome(rule, &[&grave(2.0, 2.0)]), SUPPORTS);
    assert_eq!(outcome(rule, &[&grave(4.0, 3.0)]), PARTIAL);
    assert_eq!(outcome(rule, &[&grave(3.0, 1.0)]), CONTRADICTS);
    assert_eq!(outcome(rule, &[&grave(2.0, 0.0)]), PARTIAL);
    let untold = measured("incidents", &[("incident.grave", 9.0, &[])]);
    assert_eq!(outcome(rule, &[&untold]), PARTIAL);
    assert_eq!(outcome(rule, &[&file("incidents")]), FEW);
    assert_no_data(rule, &grave(2.0, 2.0));
}

fn scored(model: &str, task: &str, score: f64, n: u64) -> Reading {
    let labels: &[_] = &[("task", task), ("metric", "acc"), ("better", "high")];
    let mut reading = measured("lm_eval", &[("eval.score", score, labels)]);
    reading.measures[0].n = Some(n);
    reading.measures[0].unit = Unit::Score;
    about(ScopeKind::ModelName, model, reading)
}

#[test]
fn a_file_names_the_models_that_it_scores() {
    let names = |reading: &Reading| {
        domain::rule::scored(reading)
            .into_iter()
            .collect::<Vec<_>>()
    };
    let mut reading = scored("acme/Chat-7B", "arc", 0.60, 1_000);
    assert_eq!(names(&reading), ["chat-7b"]);
    // A file about several names each beside its score.
    let labels = &[("metric", "pass_rate"), ("model", "openai:gpt-5-mini")];
    reading.measures.push(measure("eval.score", 0.9, labels));
    assert_eq!(names(&reading), ["chat-7b", "openai:gpt-5-mini"]);
    reading.measures.clear();
    assert!(names(&reading).is_empty());
}

#[test]
fn compressed_models_lose_little_in_the_same_tests() {
    let rule = "P02.quality";
    let plain = scored("acme/chat-7B", "arc", 0.60, 1_000);
    let with = |other: &Reading| outcome(rule, &[&plain, other]);
    let small = verdict(
        rule,
        &[(&plain, 1), (&scored("chat-7B-AWQ", "arc", 0.58, 1_000), 1)],
    );
    assert_eq!(small.outcome, SUPPORTS);
    assert!((figure(&small, Quoted::Loss) - 2.0).abs() < 1e-9);
    assert_eq!(with(&scored("chat-7B-AWQ", "arc", 0.57, 1_000)), PARTIAL);
    assert_eq!(
        with(&scored("chat-7B-AWQ", "arc", 0.54, 1_000)),
        CONTRADICTS
    );
    // Better than before, another test, too few samples, another model, another scale.
    assert_eq!(with(&scored("chat-7B-AWQ", "arc", 0.70, 1_000)), SUPPORTS);
    assert_eq!(with(&scored("chat-7B-AWQ", "mmlu", 0.10, 1_000)), FEW);
    assert_eq!(with(&scored("chat-7B-AWQ", "arc", 0.10, 499)), FEW);
    assert_eq!(with(&scored("chat-14B-AWQ", "arc", 0.10, 1_000)), FEW);
    assert_eq!(
        with(&partial(&scored("chat-7B-AWQ", "arc", 0.60, 1_000))),
        PARTIAL
    );
    let percent = [
        scored("chat-7B", "b", 60.0, 999),
        scored("chat-7B-FP8", "b", 57.0, 999),
    ];
    assert_eq!(outcome(rule, &[&percent[0], &percent[1]]), PARTIAL);
    assert_no_data(rule, &plain);
}

#[test]
fn a_loss_within_two_standard_errors_is_none() {
    let noisy = |model, score| {
        let mut reading = scored(model, "arc", score, 1_000);
        let mut error = reading.measures[0].clone();
        error.name = "eval.stderr".to_owned().try_into().unwrap();
        error.value = domain::evidence::Figure::new(0.03).unwrap();
        reading.measures.push(error);
        reading
    };
    let files = [noisy("chat-7B", 0.60), noisy("chat-7B-AWQ", 0.52)];
    assert_eq!(outcome("P02.quality", &[&files[0], &files[1]]), SUPPORTS);
}

#[test]
fn a_small_model_is_near_the_large_one() {
    let rule = "P01.eval";
    let large = scored("acme/chat-72B", "arc", 0.70, 300);
    let with = |score| outcome(rule, &[&large, &scored("acme/chat-7B", "arc", score, 300)]);
    assert_eq!(with(0.65), SUPPORTS);
    // How far apart they may be is the organisation's to say.
    assert_eq!(with(0.40), PARTIAL);
    assert_eq!(outcome(rule, &[&large]), FEW);
    let few = scored("acme/chat-7B", "arc", 0.70, 199);
    assert_eq!(outcome(rule, &[&large, &few]), FEW);
    assert_no_data(rule, &large);
}

#[test]
fn a_comparison_prices_both_options() {
    let rule = "C06.generated";
    let report = |kinds: &[&str]| {
        let mut all = measured("tco", &[]);
        for kind in kinds {
            all.measures
                .push(measure("tco.options", 1.0, &[("kind", kind)]));
        }
        all
    };
    let both = verdict(rule, &[(&report(&["api", "self_hosted"]), 1)]);
    assert_eq!(both.outcome, PARTIAL);
    assert!(both.quotes.iter().all(|quote| quote.value.get() >= 1.0));
    let one = verdict(rule, &[(&report(&["api"]), 1)]);
    assert_eq!(one.outcome, PARTIAL);
    assert_eq!(one.quotes[0].what, Quoted::OwnOptions);
    assert_eq!(outcome(rule, &[&report(&["self_hosted"])]), FEW);
    assert_no_data(rule, &report(&["api", "self_hosted"]));
}

#[test]
fn storage_has_a_line_of_its_own_in_the_account() {
    let rule = "U01.storage";
    let lines = |part| {
        measured(
            "carbon_export",
            &[("carbon.cloud_lines", 2.0, &[("part", part)])],
        )
    };
    assert_eq!(outcome(rule, &[&lines("storage")]), PARTIAL);
    assert_eq!(outcome(rule, &[&lines("other")]), FEW);
    assert_no_data(rule, &lines("storage"));
}

#[test]
fn considerations_are_only_part_of_a_review() {
    let rule = "U06.record";
    let with = |attributes: &[(&str, &str)]| {
        listing(
            "cyclonedx",
            vec![component(ComponentKind::Model, "chat", attributes)],
        )
    };
    let considered = verdict(rule, &[(&with(&[("ethical_considerations", "1")]), 1)]);
    assert_eq!(considered.outcome, PARTIAL);
    assert!(figure(&considered, Quoted::Lacking).abs() < 1e-9);
    let silent = verdict(rule, &[(&with(&[]), 1)]);
    assert_eq!(silent.outcome, PARTIAL);
    assert_eq!(silent.names, [Title::clip("chat")]);
    assert_eq!(outcome(rule, &[&file("spdx")]), FEW);
    assert_no_data(rule, &with(&[("safety_risk", "high")]));
}
