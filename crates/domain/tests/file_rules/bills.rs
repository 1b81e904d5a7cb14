//! Bills of materials.

use domain::evidence::{
    Completeness, Component, ComponentKind, Measure, Reading, Reason, Title, Unit, Warning,
};

use crate::common::{
    FEW, PARTIAL, SUPPORTS, assert_no_data, component, file, measure, measured, outcome, verdict,
};

fn bill(components: &[Component]) -> Reading {
    Reading {
        components: components.to_vec(),
        completeness: Completeness::Partial(Reason::NotAnalysed),
        ..file("spdx")
    }
}

fn model(attributes: &[(&str, &str)]) -> Component {
    component(ComponentKind::Model, "support-7b", attributes)
}

fn data(attributes: &[(&str, &str)]) -> Component {
    component(ComponentKind::Dataset, "tickets", attributes)
}

#[test]
fn data_sets_declare_whether_they_hold_sensitive_data() {
    let rule = "S03.bom";
    let of = |attributes: &[(&str, &str)]| outcome(rule, &[&bill(&[data(attributes)])]);
    assert_eq!(of(&[("sensitive_data", "no")]), SUPPORTS);
    assert_eq!(
        of(&[("sensitive_data", "yes"), ("anonymisation", "1")]),
        SUPPORTS
    );
    assert_eq!(of(&[("sensitive_data", "yes")]), PARTIAL);
    assert_eq!(of(&[("anonymisation", "1")]), PARTIAL);
    assert_eq!(outcome(rule, &[&bill(&[model(&[])])]), FEW);
    assert_no_data(rule, &bill(&[data(&[("sensitive_data", "no")])]));
}

#[test]
fn a_bill_lists_model_version_data_and_runtime() {
    let rule = "S05.bom";
    let runtime = component(ComponentKind::Library, "runtime", &[]);
    let whole = [model(&[]), data(&[]), runtime];
    assert_eq!(outcome(rule, &[&bill(&whole)]), SUPPORTS);
    assert_no_data(rule, &bill(&whole));
    assert_eq!(outcome(rule, &[&bill(&whole[..2])]), PARTIAL);
    assert_eq!(outcome(rule, &[&bill(&whole[1..])]), FEW);
    let mut floating = whole.clone();
    floating[0].version = None;
    assert_eq!(outcome(rule, &[&bill(&floating)]), PARTIAL);
    let cut = Reading {
        warnings: vec![Warning::FactsOmitted { count: 1 }],
        ..bill(&whole)
    };
    assert_eq!(outcome(rule, &[&cut]), PARTIAL);
}

#[test]
fn model_cards_say_what_for_from_what_and_how_far() {
    let card: &[_] = &[("use_cases", "2"), ("datasets", "1"), ("limitations", "3")];
    assert_eq!(outcome("U04.doc", &[&bill(&[model(card)])]), SUPPORTS);
    assert_no_data("U04.doc", &bill(&[model(card)]));
    let short = verdict("U04.doc", &[(&bill(&[model(card), model(&card[..2])]), 1)]);
    assert_eq!(short.outcome, PARTIAL);
    assert_eq!(short.names, [Title::clip("support-7b")]);
    // More than models runs, so that these alone never prove it.
    assert_eq!(outcome("U07.docs", &[&bill(&[model(card)])]), PARTIAL);
    assert_no_data("U07.docs", &bill(&[model(card)]));
}

#[test]
fn biases_are_declared_of_models_and_data() {
    let rule = "U03.declared";
    let (fair, biased) = (
        model(&[("fairness_assessments", "1")]),
        data(&[("known_bias", "2")]),
    );
    assert_eq!(outcome(rule, &[&bill(&[fair.clone(), biased])]), SUPPORTS);
    assert_eq!(outcome(rule, &[&bill(&[fair.clone(), data(&[])])]), PARTIAL);
    assert_no_data(rule, &bill(&[fair]));
}

#[test]
fn energy_of_training_is_recorded_for_each_model() {
    let rule = "U01.training";
    let of = |activity: &str, name: &str| {
        let labels: &[_] = &[("model", name), ("activity", activity)];
        let energy = Measure {
            unit: Unit::KilowattHours,
            ..measure("bom.energy", 12.5, labels)
        };
        Reading {
            measures: vec![energy],
            ..bill(&[model(&[])])
        }
    };
    assert_eq!(outcome(rule, &[&of("training", "support-7b")]), SUPPORTS);
    assert_no_data(rule, &of("training", "support-7b"));
    assert_eq!(outcome(rule, &[&of("inference", "support-7b")]), PARTIAL);
    assert_eq!(outcome(rule, &[&of("training", "another")]), PARTIAL);
    // CodeCarbon has projects: which models there are the bill says.
    let run = |project| {
        measured(
            "codecarbon",
            &[("carbon.emissions", 9.0, &[("project", project)])],
        )
    };
    let listed = bill(&[model(&[])]);
    assert_eq!(outcome(rule, &[&listed, &run("acme/Support-7B")]), SUPPORTS);
    assert_eq!(outcome(rule, &[&listed, &run("another")]), PARTIAL);
    assert_eq!(outcome(rule, &[&run("support-7b")]), FEW);
}
