//! Pillars, layers, index and layer index by the three sets; coverage.

use domain::{Evaluation, Exact, Fact, Layer, Scores, coverage::unanswered as gaps, evaluate};

use super::build::{NOT_APPLICABLE, answer, assert_exact, house, household};
use crate::common::id;

fn all() -> Evaluation {
    evaluate(&house(), &household())
}

fn index(scores: &Scores) -> &Exact {
    scores.index.as_ref().expect("something applies")
}

fn layer_index(scores: &Scores) -> &Exact {
    scores.layer_index.as_ref().expect("something applies")
}

#[test]
fn claimed_numbers() {
    let s = all().scores.claimed;
    let levels: Vec<_> = s
        .checks
        .iter()
        .map(|(id, c)| (id.as_str(), c.level))
        .collect();
    assert_eq!(levels, [("C01", 2), ("R01", 4), ("S01", 2), ("S02", 2)]);
    // 100 (5·1/4 + 3·3/8) / 8 = 100 · 19/8 / 8 = 1900/64
    assert_exact(&s.pillars["security"], 475, 16, "29.687500");
    assert_exact(&s.pillars["reliability"], 75, 1, "75.000000");
    assert_exact(&s.pillars["cost"], 100, 3, "33.333333"); // C02 is out: 100 · 2·1/3 / 2
    // (475/16 + 75 + 100/3) / 3 = (1425 + 3600 + 1600)/48 / 3
    assert_exact(index(&s), 6625, 144, "46.006944");
    // R01 and C01: 100 (4·3/4 + 2·1/3) / 6 = 100 · 11/3 / 6
    assert_exact(&s.layers[&Layer::Resource], 550, 9, "61.111111");
    assert_exact(&s.layers[&Layer::Architecture], 25, 1, "25.000000"); // S01
    assert_exact(&s.layers[&Layer::Application], 75, 2, "37.500000"); // S02
    // 0.4·550/9 + 0.4·25 + 0.2·75/2 = 220/9 + 10 + 15/2 = (440 + 315)/18
    assert_exact(layer_index(&s), 755, 18, "41.944444");
}

#[test]
fn assured_numbers_leave_out_the_unproven_and_the_disputed() {
    let s = all().scores.assured;
    assert_exact(&s.pillars["security"], 125, 16, "7.812500"); // 100 (5·1/8 + 3·0) / 8 = 500/64
    assert_exact(&s.pillars["reliability"], 50, 1, "50.000000");
    assert_exact(&s.pillars["cost"], 100, 3, "33.333333");
    // (125/16 + 50 + 100/3) / 3 = (375 + 2400 + 1600)/48 / 3
    assert_exact(index(&s), 4375, 144, "30.381944");
    // 100 (4·1/2 + 2·1/3) / 6 = 100 · 8/3 / 6
    assert_exact(&s.layers[&Layer::Resource], 400, 9, "44.444444");
    assert_exact(&s.layers[&Layer::Architecture], 25, 2, "12.500000");
    assert_exact(&s.layers[&Layer::Application], 0, 1, "0.000000");
    assert_exact(layer_index(&s), 205, 9, "22.777778"); // 160/9 + 5 + 0
}

#[test]
fn possible_numbers_take_in_the_unknown_and_the_unanswered() {
    let s = all().scores.possible;
    assert_exact(&s.pillars["security"], 475, 8, "59.375000"); // 100 (5·1/2 + 3·3/4) / 8 = 100 · 19/4 / 8
    assert_exact(&s.pillars["reliability"], 75, 1, "75.000000");
    assert_exact(&s.pillars["cost"], 125, 3, "41.666667"); // 100 · 5/12
    // (475/8 + 75 + 125/3) / 3 = (1425 + 1800 + 1000)/24 / 3
    assert_exact(index(&s), 4225, 72, "58.680556");
    // 100 (4·3/4 + 2·5/12) / 6 = 100 · 23/6 / 6
    assert_exact(&s.layers[&Layer::Resource], 575, 9, "63.888889");
    assert_exact(layer_index(&s), 545, 9, "60.555556"); // 230/9 + 0.4·50 + 0.2·75
}

#[test]
fn priorities_weigh_pillars_in_the_index_only() {
    let priorities = [(id("security"), 3), (id("reliability"), 2)].into();
    let s = evaluate(&house().with_priorities(&priorities), &household())
        .scores
        .claimed;
    // (3·475/16 + 2·75 + 1·100/3) / 6 = (4275 + 7200 + 1600)/48 / 6
    assert_exact(index(&s), 13075, 288, "45.399306");
    assert_eq!(s.pillars, all().scores.claimed.pillars);
    assert_exact(layer_index(&s), 755, 18, "41.944444");
}

#[test]
fn a_fact_brings_its_check_into_pillar_layer_and_index() {
    let mut inputs = household();
    inputs.profile.insert(Fact::Agents);
    let s = evaluate(&house(), &inputs).scores.claimed;
    // C02 at value 0, weight 1: 100 (2·1/3 + 1·0) / 3
    assert_exact(&s.pillars["cost"], 200, 9, "22.222222");
    assert_exact(&s.layers[&Layer::Application], 225, 8, "28.125000"); // 100 (3·3/8 + 1·0) / 4
    // (475/16 + 75 + 200/9) / 3 = (4275 + 10800 + 3200)/144 / 3
    assert_exact(index(&s), 18275, 432, "42.303241");
}

#[test]
fn a_check_without_applicable_criteria_leaves_every_sum() {
    let mut inputs = household();
    answer(&mut inputs, NOT_APPLICABLE, "S02", "2a 3a 3b 5a");
    let e = evaluate(&house(), &inputs);
    let s = &e.scores.claimed;
    assert!(!s.checks.contains_key("S02") && !e.issues.contains_key("S02"));
    assert!(e.plan.iter().all(|a| a.check.as_str() != "S02"));
    assert_exact(&s.pillars["security"], 25, 1, "25.000000"); // S01 alone
    assert_exact(index(s), 400, 9, "44.444444"); // (25 + 75 + 100/3) / 3
    // The application layer is empty; its 0.2 goes to the others in proportion:
    // (0.4·550/9 + 0.4·25) / 0.8 = (550/9 + 25) / 2
    assert!(!s.layers.contains_key(&Layer::Application));
    assert_exact(layer_index(s), 775, 18, "43.055556");
}

#[test]
fn a_missing_layer_shares_in_proportion_not_equally() {
    let mut inputs = household();
    answer(&mut inputs, NOT_APPLICABLE, "S01", "2a 2b 3a 4a 5a");
    let s = evaluate(&house(), &inputs).scores.claimed;
    // No architecture: (0.4·550/9 + 0.2·75/2) / 0.6 = (220/9 + 15/2) / (6/10) = 575/18 · 5/3
    assert_exact(layer_index(&s), 2875, 54, "53.240741");
    answer(&mut inputs, NOT_APPLICABLE, "S02", "2a 3a 3b 5a");
    let s = evaluate(&house(), &inputs).scores.claimed;
    // Only the resource layer is left; with it, security is out of the index.
    assert_exact(layer_index(&s), 550, 9, "61.111111");
    assert!(!s.pillars.contains_key("security"));
    assert_exact(index(&s), 325, 6, "54.166667"); // (75 + 100/3) / 2
}

#[test]
fn where_nothing_applies_there_is_no_number() {
    let mut inputs = household();
    for check in house().checks().map(|(_, c)| c) {
        for criterion in &check.criteria {
            inputs.answers.insert(criterion.id.clone(), NOT_APPLICABLE);
        }
    }
    let e = evaluate(&house(), &inputs);
    assert_eq!(e.scores.claimed, Scores::default());
    assert_eq!(e.levels.claimed.overall, None);
    assert!(e.plan.is_empty() && e.issues.is_empty());
}

#[test]
fn coverage_counts_what_the_profile_brings_in() {
    let c = all().coverage;
    // S01 5 + S02 4 + R01 4 + C01 6; C02 needs agents.
    assert_eq!((c.total.in_scope, c.checks.len()), (19, 4));
    assert_eq!(c.total.met, 10); // 2 + 2 + 3 + 3
    assert_eq!(c.total.proven, 7); // S01.2a, S02.3a, R01.2a 3a, C01.2a 3a 4a
    assert_eq!(
        (c.total.not_met, c.total.unknown, c.total.not_applicable),
        (5, 2, 0)
    );
    assert_eq!(
        (c.total.conflicts, c.total.answered(), c.total.unanswered()),
        (1, 15, 2)
    );
    assert_eq!(
        (c.pillars["security"].in_scope, c.pillars["cost"].in_scope),
        (9, 6)
    );
    let open = vec![
        (id("S01"), vec![id("S01.5a")]),
        (id("S02"), vec![id("S02.3b")]),
    ];
    assert_eq!(gaps(&house(), &household()), open);
}
