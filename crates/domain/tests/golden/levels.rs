//! Maturity levels and the floors.

use domain::{Cause, Exact, Floor, Inputs, Layer, Levels, Mark, Rubric, evaluate, maturity};

use super::build::{MET, PROVEN, answer, assert_exact, ladder, unanswered};
use crate::common::{id, pillar, risk, rubric};

#[test]
fn maturity_changes_at_25_50_75_and_95() {
    const FINE: i64 = 1_000_000_000_000;
    let just_below = |bound: i64| Exact::ratio(bound * FINE - 1, FINE); // 24.999999999999
    for (bound, below) in [(25, 1), (50, 2), (75, 3), (95, 4)] {
        assert_eq!(maturity(&just_below(bound)), below, "just below {bound}");
        assert_eq!(maturity(&Exact::whole(bound)), below + 1, "at {bound}");
    }
    // Rounding is for display only: it shows 25.000000 and is still level 1.
    assert_eq!(just_below(25).decimal(6), "25.000000");
    assert_eq!(
        (maturity(&Exact::zero()), maturity(&Exact::whole(100))),
        (1, 5)
    );
}

/// Four ladders: n met criteria give the value n/4.
fn stairs() -> Rubric {
    let pillars = vec![
        pillar(
            "security",
            vec![
                ladder("S01", Layer::Architecture, 5),
                ladder("S02", Layer::Application, 3),
            ],
        ),
        pillar("reliability", vec![ladder("R01", Layer::Resource, 4)]),
        pillar("cost", vec![ladder("C01", Layer::Resource, 2)]),
    ];
    rubric(pillars, Vec::new())
}

/// The steps met of S01, S02, R01 and C01.
fn steps(how: Mark, met: [usize; 4]) -> Inputs {
    let mut inputs = unanswered();
    for (check, n) in ["S01", "S02", "R01", "C01"].into_iter().zip(met) {
        for name in ["2a", "3a", "4a", "5a"].into_iter().take(n) {
            answer(&mut inputs, how, check, name);
        }
    }
    inputs
}

fn claimed(rubric: &Rubric, inputs: &Inputs) -> Levels {
    evaluate(rubric, inputs).levels.claimed
}

fn by_check(pillar: &str, check: &str, from: u8, to: u8) -> Floor {
    Floor {
        overall: true,
        pillar: id(pillar),
        because: Cause::Check(id(check)),
        from,
        to,
    }
}

fn by_risk(overall: bool, pillar: &str, risk: &str, from: u8, to: u8) -> Floor {
    Floor {
        overall,
        pillar: id(pillar),
        because: Cause::Risk(id(risk)),
        from,
        to,
    }
}

#[test]
fn overall_is_not_above_security_and_names_the_check_that_costs_most() {
    // S01 3/4, S02 0: security 100 (5·3/4 + 0) / 8 = 46.875, level 2.
    // Index (46.875 + 100 + 100) / 3 = 82.29…, level 4. Costs: S01 5·1/4 = 1.25, S02 3·1 = 3.
    let inputs = steps(MET, [3, 0, 4, 4]);
    let e = evaluate(&stairs(), &inputs);
    assert_exact(&e.scores.claimed.pillars["security"], 375, 8, "46.875000");
    assert_eq!(e.levels.claimed.overall, Some(2));
    assert_eq!(e.levels.claimed.floors, [by_check("security", "S02", 4, 2)]);
    // S01 1/4, S02 0: 15.625, level 1. S02 has the lower value, but S01 costs more: 5·3/4 = 3.75 > 3.
    // Index (15.625 + 200) / 3 = 71.875, level 3.
    let levels = claimed(&stairs(), &steps(MET, [1, 0, 4, 4]));
    assert_eq!(
        (levels.overall, levels.floors),
        (Some(1), vec![by_check("security", "S01", 3, 1)])
    );
}

#[test]
fn overall_is_at_most_one_above_reliability() {
    // Reliability 25, level 2; index (100 + 25 + 100) / 3 = 75, level 4: one above 2 is 3.
    let levels = claimed(&stairs(), &steps(MET, [4, 4, 1, 4]));
    assert_eq!(
        (levels.overall, levels.floors),
        (Some(3), vec![by_check("reliability", "R01", 4, 3)])
    );
    // Reliability 50, level 3; index 250/3 = 83.3…, level 4: no floor bites.
    let levels = claimed(&stairs(), &steps(MET, [4, 4, 2, 4]));
    assert_eq!((levels.overall, levels.floors), (Some(4), Vec::new()));
    // Other pillars hold nothing down: cost 0, index 200/3 = 66.6…, level 3.
    let levels = claimed(&stairs(), &steps(MET, [4, 4, 4, 0]));
    assert_eq!((levels.overall, levels.floors), (Some(3), Vec::new()));
}

#[test]
fn two_floors_can_bite_one_after_the_other() {
    // Security 50 (level 3), reliability 0 (level 1), cost 100 with priority 98:
    // index (50 + 0 + 9800) / 100 = 98.5, level 5; security holds it at 3, reliability at 2.
    let rubric = stairs().with_priorities(&[(id("cost"), 98)].into());
    let levels = claimed(&rubric, &steps(MET, [2, 2, 0, 4]));
    assert_eq!(levels.overall, Some(2));
    // Costs in security: S01 5·1/2, S02 3·1/2.
    assert_eq!(
        levels.floors,
        [
            by_check("security", "S01", 5, 3),
            by_check("reliability", "R01", 3, 2)
        ]
    );
}

/// The stairs with risks of the reliability pillar that only C01 mitigates.
fn with_risks(risks: &[(&str, u32, u32)]) -> Rubric {
    let mut rubric = stairs();
    rubric.risks = risks
        .iter()
        .map(|(text, l, i)| risk(text, "reliability", *l, *i))
        .collect();
    rubric.pillars[2].checks[0].risks = risks.iter().map(|(text, ..)| id(text)).collect();
    rubric
}

#[test]
fn an_unaccepted_critical_risk_holds_its_pillar_at_two() {
    // C01 1/4: residual likelihood 1 + 3·3/4 = 13/4, times 5 = 16.25: critical.
    let rubric = with_risks(&[("K-R1", 4, 5)]);
    let mut inputs = steps(MET, [4, 4, 4, 1]);
    let e = evaluate(&rubric, &inputs);
    assert_exact(&e.risks[0].residual.claimed.score, 65, 4, "16.250000");
    // Reliability 100 would be level 5. Index (100 + 100 + 25) / 3 = 75, level 4; one above 2 is 3.
    assert_eq!(e.levels.claimed.pillars["reliability"], 2);
    assert_eq!(e.levels.claimed.overall, Some(3));
    let floors = [
        by_risk(false, "reliability", "K-R1", 5, 2),
        by_risk(true, "reliability", "K-R1", 4, 3),
    ];
    assert_eq!(e.levels.claimed.floors, floors);

    inputs.accepted.insert(id("K-R1"));
    let levels = claimed(&rubric, &inputs);
    assert_eq!(
        (levels.pillars["reliability"], levels.overall),
        (5, Some(4))
    );
    assert_eq!(levels.floors, []);
}

#[test]
fn below_critical_no_floor_bites() {
    // C01 1/2: 1 + 3·1/2 = 5/2, times 5 = 12.5: high.
    let levels = claimed(&with_risks(&[("K-R1", 4, 5)]), &steps(MET, [4, 4, 4, 2]));
    assert_eq!(
        (levels.pillars["reliability"], levels.floors),
        (5, Vec::new())
    );
    // C01 0: inherent 16, critical; but reliability 25 is level 2 by itself, so nothing was held down.
    let levels = claimed(&with_risks(&[("K-R1", 4, 4)]), &steps(MET, [1, 1, 1, 0]));
    assert_eq!(
        (levels.pillars["reliability"], levels.floors),
        (2, Vec::new())
    );
}

#[test]
fn the_greatest_critical_risk_is_named() {
    // C01 1/4: K-R1 1 + 3·3/4 = 13/4, times 5 = 16.25; K-R2 1 + 4·3/4 = 4, times 5 = 20;
    // K-R3 1 + 4·3/4 = 4, times 4 = 16. All critical.
    let rubric = with_risks(&[("K-R1", 4, 5), ("K-R2", 5, 5), ("K-R3", 5, 4)]);
    let mut inputs = steps(MET, [4, 4, 4, 1]);
    assert_eq!(
        claimed(&rubric, &inputs).floors[0],
        by_risk(false, "reliability", "K-R2", 5, 2)
    );
    // Accepting the greatest leaves the next.
    inputs.accepted.insert(id("K-R2"));
    assert_eq!(
        claimed(&rubric, &inputs).floors[0],
        by_risk(false, "reliability", "K-R1", 5, 2)
    );
}

#[test]
fn each_set_has_its_own_floors() {
    // Everything proven but C01, whose three steps are only claimed.
    let rubric = with_risks(&[("K-R1", 4, 5)]);
    let mut inputs = steps(PROVEN, [4, 4, 4, 0]);
    answer(&mut inputs, MET, "C01", "2a 3a 4a");
    let levels = evaluate(&rubric, &inputs).levels;
    // Claimed: 1 + 3·1/4 = 7/4, times 5 = 8.75; index (100 + 100 + 75) / 3 = 91.6…, level 4.
    assert_eq!(
        (
            levels.claimed.pillars["reliability"],
            levels.claimed.overall
        ),
        (5, Some(4))
    );
    // Assured: inherent 20; index 200/3 = 66.6…, level 3, and one above 2 is 3: only the pillar is held.
    assert_eq!(
        (
            levels.assured.pillars["reliability"],
            levels.assured.overall
        ),
        (2, Some(3))
    );
    assert_eq!(
        levels.assured.floors,
        [by_risk(false, "reliability", "K-R1", 5, 2)]
    );
    // Possible: C01's last step has no answer and counts, 1·5 = 5; all scores are 100.
    assert_eq!(
        (levels.possible.overall, levels.possible.floors),
        (Some(5), Vec::new())
    );
}
