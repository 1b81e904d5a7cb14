//! Manifests of a cluster.

use domain::evidence::{Reading, Title};
use domain::rule::Quoted;

use crate::common::{
    CONTRADICTS, FEW, PARTIAL, SUPPORTS, assert_no_data, figure, measure, measured, outcome,
    verdict,
};

/// A workload with what holds of it; a name with `!` is said not to hold.
fn workload(name: &str, role: &str, flags: &[&str]) -> Reading {
    let object = format!("Deployment/{name}");
    let labels = [("object", object.as_str()), ("role", role)];
    let mut reading = measured("kubernetes", &[("k8s.workloads", 1.0, &labels)]);
    reading
        .measures
        .extend(flags.iter().map(|flag| match flag.strip_prefix('!') {
            Some(not) => measure(&format!("k8s.{not}"), 0.0, &labels),
            None => measure(&format!("k8s.{flag}"), 1.0, &labels),
        }));
    reading
}

fn together(readings: &[Reading]) -> Reading {
    let mut all = measured("kubernetes", &[]);
    for reading in readings {
        all.measures.extend(reading.measures.iter().cloned());
    }
    all
}

#[test]
fn every_service_needs_replicas_zones_and_a_budget() {
    let rule = "R01.manifest";
    let good = workload("chat", "serving", &["replicated", "spread.zone", "pdb"]);
    assert_eq!(outcome(rule, &[&good]), SUPPORTS);
    assert_no_data(rule, &good);
    let single = workload("embed", "serving", &["!replicated", "spread.zone", "pdb"]);
    let both = verdict(rule, &[(&together(&[good.clone(), single]), 1)]);
    assert_eq!(both.outcome, CONTRADICTS);
    assert_eq!(both.names, [Title::clip("Deployment/embed")]);
    assert!((figure(&both, Quoted::Replicated) - 0.5).abs() < 1e-9);
    // What is not declared may be enforced elsewhere.
    let bare = workload("embed", "serving", &["replicated", "spread.zone", "!pdb"]);
    let unprotected = verdict(rule, &[(&together(&[good.clone(), bare]), 1)]);
    assert_eq!(unprotected.outcome, PARTIAL);
    assert_eq!(unprotected.quotes[0].what, Quoted::Protected);
    // How many pods there are on each node nobody says.
    let daemon = workload("node", "serving", &[]);
    assert_eq!(
        outcome(rule, &[&together(&[good.clone(), daemon])]),
        PARTIAL
    );
    let exporter = workload(
        "exporter",
        "other",
        &["!replicated", "!spread.zone", "!pdb"],
    );
    assert_eq!(
        outcome(rule, &[&together(&[good, exporter.clone()])]),
        SUPPORTS
    );
    assert_eq!(outcome(rule, &[&exporter]), FEW);
}

#[test]
fn probes_must_be_there_and_quick() {
    let rule = "R03.probe";
    let good = workload("chat", "serving", &["probed", "probed.fast"]);
    assert_eq!(outcome(rule, &[&good]), SUPPORTS);
    assert_no_data(rule, &good);
    let slow = workload("chat", "serving", &["probed", "!probed.fast"]);
    assert_eq!(outcome(rule, &[&slow]), PARTIAL);
    let without = workload("chat", "serving", &["!probed", "!probed.fast"]);
    assert_eq!(outcome(rule, &[&without]), CONTRADICTS);
    // KServe adds probes that the manifest does not show.
    assert_eq!(outcome(rule, &[&workload("chat", "serving", &[])]), PARTIAL);
}

#[test]
fn services_scale_by_load() {
    let rule = "R05.config";
    let good = workload("chat", "serving", &["elastic"]);
    assert_eq!(outcome(rule, &[&good]), SUPPORTS);
    assert_no_data(rule, &good);
    // A fixed size may have a reason.
    let fixed = workload("embed", "serving", &["!elastic"]);
    assert_eq!(outcome(rule, &[&together(&[good, fixed])]), PARTIAL);
}

fn credentials(all: f64, referenced: f64, literal: f64) -> Reading {
    let labels: &[_] = &[("object", "Deployment/agent"), ("role", "other")];
    measured(
        "kubernetes",
        &[
            ("k8s.credentials", all, labels),
            ("k8s.credentials.referenced", referenced, labels),
            ("k8s.credentials.literal", literal, labels),
            ("k8s.secret_stores", 1.0, &[("kind", "ExternalSecret")]),
        ],
    )
}

#[test]
fn credentials_come_from_a_vault_and_never_stand_in_a_manifest() {
    let rule = "S10.vault";
    let good = credentials(3.0, 3.0, 0.0);
    assert_eq!(outcome(rule, &[&good]), SUPPORTS);
    assert_no_data(rule, &good);
    let literal = credentials(3.0, 2.0, 1.0);
    assert_eq!(outcome(rule, &[&literal]), CONTRADICTS);
    // From a ConfigMap: neither a literal nor a reference.
    assert_eq!(outcome(rule, &[&credentials(3.0, 2.0, 0.0)]), PARTIAL);
    let mut inline = good.clone();
    inline
        .measures
        .push(measure("k8s.secrets.inline", 1.0, &[]));
    assert_eq!(outcome(rule, &[&inline]), PARTIAL);
    let mut plain = good;
    plain
        .measures
        .retain(|m| m.name.as_str() != "k8s.secret_stores");
    assert_eq!(outcome(rule, &[&plain]), PARTIAL);
    assert_eq!(outcome(rule, &[&workload("chat", "serving", &[])]), FEW);
}

fn engine(accelerated: f64, quantized: f64) -> Reading {
    let labels: &[_] = &[
        ("object", "Deployment/chat"),
        ("role", "serving"),
        ("engine", "vllm"),
    ];
    measured(
        "kubernetes",
        &[
            ("k8s.engines", 1.0, labels),
            ("k8s.engines.accelerated", accelerated, labels),
            ("k8s.engines.quantized", quantized, labels),
        ],
    )
}

#[test]
fn one_accelerated_engine_is_enough_and_none_contradicts_nothing() {
    for rule in ["P02.engine", "U02.method"] {
        assert_eq!(outcome(rule, &[&engine(1.0, 1.0)]), SUPPORTS, "{rule}");
        assert_no_data(rule, &engine(1.0, 1.0));
        assert_eq!(outcome(rule, &[&engine(0.0, 0.0)]), FEW, "{rule}");
        assert_eq!(
            outcome(rule, &[&engine(1.0, 1.0), &engine(1.0, 1.0)]),
            SUPPORTS
        );
    }
    assert_eq!(outcome("P02.engine", &[&engine(1.0, 0.0)]), SUPPORTS);
    assert_eq!(outcome("U02.method", &[&engine(1.0, 0.0)]), FEW);
}

#[test]
fn declared_bits_and_steps_are_only_part_of_the_proof() {
    let weights = verdict("C03.weights", &[(&engine(1.0, 1.0), 1)]);
    assert_eq!(weights.outcome, PARTIAL);
    assert!((figure(&weights, Quoted::QuantisedShare) - 1.0).abs() < 1e-9);
    assert_no_data("C03.weights", &engine(1.0, 1.0));
    let steps = workload("chat", "serving", &["progressive"]);
    assert_eq!(outcome("O02.rollout", &[&steps]), PARTIAL);
    assert_no_data("O02.rollout", &steps);
}

#[test]
fn a_route_by_load_speaks_for_the_only_service_with_replicas() {
    let rule = "P07.config";
    let mut routed = workload("chat", "serving", &["replicated"]);
    routed
        .measures
        .push(measure("k8s.inference_routes", 1.0, &[]));
    assert_eq!(outcome(rule, &[&routed]), SUPPORTS);
    assert_no_data(rule, &routed);
    let second = workload("embed", "serving", &["replicated"]);
    assert_eq!(
        outcome(rule, &[&together(&[routed, second.clone()])]),
        PARTIAL
    );
    assert_eq!(outcome(rule, &[&second]), FEW);
}
