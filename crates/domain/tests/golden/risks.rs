//! Residual risk, bands, findings; high- and medium-risk issues.

use domain::{
    Band, Evaluation, Exact, Fact, Inputs, Issue, Layer, OwnRisk, RiskId, RiskScore, Rubric,
    evaluate,
};

use super::build::{
    MET, NOT_APPLICABLE, answer, assert_exact, house, household, ladder, unanswered,
};
use crate::common::{id, pillar, rubric};

fn only(rubric: &Rubric, inputs: &Inputs) -> RiskScore {
    let Evaluation { mut risks, .. } = evaluate(rubric, inputs);
    assert_eq!(risks.len(), 1);
    risks.remove(0)
}

#[test]
fn residuals_by_the_three_sets() {
    // K-S1: likelihood 4, impact 5, mitigated by S01 (weight 5) and R01 (weight 4).
    let r = only(&house(), &household());
    assert_exact(&r.inherent, 20, 1, "20.000000");
    assert_eq!(
        (r.band, r.checks, r.accepted),
        (Band::Critical, vec![id("S01"), id("R01")], false)
    );
    // Claimed: m = (5·1/4 + 4·3/4) / 9 = 17/36; 1 + 3·19/36 = 31/12; times 5.
    assert_exact(&r.residual.claimed.mitigation, 17, 36, "0.472222");
    assert_exact(&r.residual.claimed.likelihood, 31, 12, "2.583333");
    assert_exact(&r.residual.claimed.score, 155, 12, "12.916667");
    assert_eq!(r.residual.claimed.band, Band::High);
    // Assured: m = (5·1/8 + 4·1/2) / 9 = 21/72 = 7/24; 1 + 3·17/24 = 25/8; times 5.
    assert_exact(&r.residual.assured.mitigation, 7, 24, "0.291667");
    assert_exact(&r.residual.assured.score, 125, 8, "15.625000");
    assert_eq!(r.residual.assured.band, Band::Critical);
    // Possible: m = (5·1/2 + 4·3/4) / 9 = 11/18; 1 + 3·7/18 = 13/6; times 5.
    assert_exact(&r.residual.possible.score, 65, 6, "10.833333");
}

#[test]
fn facts_raise_the_likelihood_by_one_each_up_to_five() {
    let mut rubric = house();
    rubric.risks[0].raised_by = vec![Fact::PublicFacing, Fact::PersonalData, Fact::Edge];
    let mut inputs = household();
    inputs.profile = [Fact::PublicFacing].into();
    let r = only(&rubric, &inputs);
    assert_eq!(r.likelihood, 5);
    assert_exact(&r.inherent, 25, 1, "25.000000");
    // Claimed: 1 + 4·19/36 = 28/9; times 5.
    assert_exact(&r.residual.claimed.score, 140, 9, "15.555556");
    inputs.profile.insert(Fact::PersonalData); // 4 + 2 = 6 stays 5
    assert_eq!(only(&rubric, &inputs).likelihood, 5);
    rubric.risks[0].likelihood = 2; // 2 + 2
    assert_eq!(only(&rubric, &inputs).likelihood, 4);
}

#[test]
fn an_open_finding_puts_the_assured_residual_back_to_inherent() {
    let mut inputs = household();
    inputs.open_findings = [id("R01"), id("C01")].into(); // C01 is not linked to K-S1
    let r = only(&house(), &inputs);
    assert_eq!(r.reopened_by, [id("R01")]);
    assert_eq!(r.residual.assured.score, r.inherent);
    assert_exact(&r.residual.assured.likelihood, 4, 1, "4.000000");
    // What is claimed and what is possible stay.
    assert_exact(&r.residual.claimed.score, 155, 12, "12.916667");
    assert_exact(&r.residual.possible.score, 65, 6, "10.833333");
    inputs.open_findings = [id("C01")].into();
    assert_exact(
        &only(&house(), &inputs).residual.assured.score,
        125,
        8,
        "15.625000",
    );
}

#[test]
fn only_checks_that_apply_mitigate() {
    let mut inputs = household();
    answer(&mut inputs, NOT_APPLICABLE, "S01", "2a 2b 3a 4a 5a");
    let r = only(&house(), &inputs);
    // R01 alone: m = 3/4; 1 + 3·1/4 = 7/4; times 5.
    assert_exact(&r.residual.claimed.score, 35, 4, "8.750000");
    assert_eq!(r.residual.claimed.band, Band::Medium);
    // Nothing is left that mitigates it: m = 0, and the residual is the inherent risk.
    answer(&mut inputs, NOT_APPLICABLE, "R01", "2a 3a 4a 5a");
    let r = only(&house(), &inputs);
    assert!(r.checks.is_empty());
    assert_eq!(
        (&r.residual.claimed.score, &r.residual.possible.score),
        (&r.inherent, &r.inherent)
    );
}

#[test]
fn the_profile_decides_which_risks_apply() {
    let mut rubric = house();
    rubric.risks[0].applies_when = vec![Fact::Rag, Fact::Agents];
    assert!(evaluate(&rubric, &household()).risks.is_empty());
    let mut inputs = household();
    inputs.profile.insert(Fact::Agents);
    assert_eq!(only(&rubric, &inputs).id, id("K-S1"));
}

#[test]
fn full_mitigation_leaves_the_impact_at_likelihood_one() {
    let mut inputs = household();
    answer(&mut inputs, MET, "S01", "2a 2b 3a 4a 5a");
    answer(&mut inputs, MET, "R01", "2a 3a 4a 5a");
    let r = only(&house(), &inputs);
    assert_exact(&r.residual.claimed.likelihood, 1, 1, "1.000000"); // 1 + 3·0
    assert_exact(&r.residual.claimed.score, 5, 1, "5.000000");
    assert_eq!(r.residual.claimed.band, Band::Medium);
}

#[test]
fn bands_change_at_5_10_and_15() {
    const FINE: i64 = 1_000_000_000_000;
    for (bound, below, at) in [
        (5, Band::Low, Band::Medium),
        (10, Band::Medium, Band::High),
        (15, Band::High, Band::Critical),
    ] {
        assert_eq!(Band::of(&Exact::ratio(bound * FINE - 1, FINE)), below);
        assert_eq!(Band::of(&Exact::whole(bound)), at);
    }
    assert_eq!(
        (Band::of(&Exact::one()), Band::of(&Exact::whole(25))),
        (Band::Low, Band::Critical)
    );
}

#[test]
fn issues_by_level_weight_and_target() {
    let checks = vec![
        ladder("X01", Layer::Resource, 4),
        ladder("X02", Layer::Resource, 3),
        ladder("X03", Layer::Resource, 5),
        ladder("X04", Layer::Resource, 5),
        ladder("X05", Layer::Resource, 3),
        ladder("X06", Layer::Resource, 5),
    ];
    let rubric = rubric(vec![pillar("cost", checks)], Vec::new());
    let mut inputs = unanswered(); // tier 2: target 3
    answer(&mut inputs, MET, "X03", "2a");
    answer(&mut inputs, MET, "X04", "2a 3a");
    answer(&mut inputs, MET, "X06", "2a 3a");
    inputs.targets = [(id("X05"), 1), (id("X06"), 4)].into();
    let issues = evaluate(&rubric, &inputs).issues;
    assert_eq!(issues["X01"], Issue::High); // level 1, weight 4
    assert_eq!(issues["X02"], Issue::Medium); // level 1, weight 3, below 3
    assert_eq!(issues["X03"], Issue::Medium); // level 2, below 3
    assert_eq!(issues["X04"], Issue::None); // level 3
    assert_eq!(issues["X05"], Issue::None); // level 1, weight 3, and its own target is 1
    assert_eq!(issues["X06"], Issue::Medium); // level 3, below its own target 4
    inputs.tier = domain::Tier::Three; // target 2
    assert_eq!(evaluate(&rubric, &inputs).issues["X03"], Issue::None);
}

fn own() -> OwnRisk {
    OwnRisk {
        id: RiskId::own(1),
        title: "上游模型停服".into(),
        text: String::new(),
        pillar: id("security"),
        likelihood: 4,
        impact: 5,
        checks: [id("S01"), id("R01")].into(),
    }
}

#[test]
fn an_own_risk_follows_the_same_formulas_as_one_of_the_catalogue() {
    let mut inputs = household();
    inputs.own_risks = vec![own()];
    let evaluation = evaluate(&house(), &inputs);
    let [catalogue, mine] = evaluation.risks.as_slice() else {
        panic!("two risks")
    };
    assert_eq!(mine.own.as_deref(), Some("上游模型停服"));
    let same = RiskScore {
        id: catalogue.id.clone(),
        own: None,
        ..mine.clone()
    };
    assert_eq!(*catalogue, same);
    // Findings on a linked check put it back to inherent, an acceptance counts, and its checks' gains grow.
    inputs.open_findings = [id("R01")].into();
    inputs.accepted = [RiskId::own(1)].into();
    let again = evaluate(&house(), &inputs);
    let mine = &again.risks[1];
    assert_eq!(
        (&mine.residual.assured.score, mine.accepted),
        (&mine.inherent, true)
    );
    let gain = |inputs: &Inputs| -> Exact {
        let plan = evaluate(&house(), inputs).plan;
        plan.into_iter().map(|a| a.risk_gain).sum()
    };
    assert_eq!(gain(&inputs), gain(&household()) + gain(&household()));
}

#[test]
fn an_own_risk_without_checks_stays_inherent() {
    let mut inputs = household();
    inputs.own_risks = vec![OwnRisk {
        checks: [].into(),
        ..own()
    }];
    let mine = &evaluate(&house(), &inputs).risks[1];
    assert_eq!(mine.residual.claimed.score, mine.inherent);
}

#[test]
fn hashes_know_of_own_risks_only_where_there_are_any() {
    let (rubric, mut inputs) = (house(), household());
    let before = inputs.canonical(&rubric);
    assert!(!before.contains("\nown "));
    assert!(
        !serde_json::to_string(&inputs)
            .unwrap()
            .contains("own_risks")
    );
    inputs.own_risks = vec![own()];
    let with = inputs.canonical(&rubric);
    let added = "own own-1 security 4 5\nown own-1 R01\nown own-1 S01\n";
    assert_eq!(with.replace(added, ""), before);
    // What it is called changes no number.
    inputs.own_risks[0].title = "另一个名字".into();
    assert_eq!(inputs.canonical(&rubric), with);
    inputs.own_risks[0].impact = 4;
    assert_ne!(inputs.canonical(&rubric), with);
}

#[test]
fn ids_of_own_risks_are_their_own() {
    assert_eq!(RiskId::own(12).as_str(), "own-12");
    assert_eq!(RiskId::own(12).own_number(), Some(12));
    for other in ["K-S1", "own-", "own-x", "own-012"] {
        let number = other.parse::<RiskId>().ok().and_then(|id| id.own_number());
        assert_eq!(number, None, "{other}");
    }
}
