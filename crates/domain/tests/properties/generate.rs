//! Generated rubrics and inputs: profile conditions, answers of every kind, findings, acceptances.

use std::collections::BTreeSet;

use domain::{
    AnswerState, CriterionId, Effort, Fact, Inputs, Layer, Mark, OwnRisk, Profile, RiskId, Rubric,
    RubricCheck, RubricCriterion, RubricPillar, RubricRisk, Tier,
};
use proptest::{
    collection::{btree_set, vec},
    prelude::*,
    sample::{select, subsequence},
};

use crate::common;

/// A rubric and the inputs of one workload.
#[derive(Clone, Debug)]
pub struct Case {
    pub rubric: Rubric,
    pub inputs: Inputs,
}

impl Case {
    /// Every criterion with its check, in order.
    pub fn criteria(&self) -> Vec<(&RubricCheck, &RubricCriterion)> {
        self.rubric
            .checks()
            .flat_map(|(_, c)| c.criteria.iter().map(move |k| (c, k)))
            .collect()
    }

    /// The criteria that count and are not met.
    pub fn open(&self) -> Vec<CriterionId> {
        let met = |id: &CriterionId| {
            self.inputs
                .answers
                .get(id)
                .is_some_and(|m: &Mark| m.state == AnswerState::Met)
        };
        let open =
            |(c, k): &(&RubricCheck, &RubricCriterion)| self.inputs.applicable(c, k) && !met(&k.id);
        self.criteria()
            .into_iter()
            .filter(open)
            .map(|(_, k)| k.id.clone())
            .collect()
    }
}

const FACTS: [Fact; 3] = [Fact::Rag, Fact::Agents, Fact::PublicFacing];
const RISKS: [&str; 3] = ["K-1", "K-2", "K-3"];
const PILLARS: [(&str, &str); 4] = [
    ("security", "S"),
    ("reliability", "R"),
    ("cost", "C"),
    ("efficiency", "E"),
];

/// Mostly "always", else any of one or two facts.
fn condition() -> impl Strategy<Value = Vec<Fact>> {
    prop_oneof![3 => Just(Vec::new()), 1 => subsequence(FACTS.to_vec(), 1..=2)]
}

/// An answer of any kind; `proven` and `conflict` independent of the state, as rows may hold them.
pub fn mark() -> impl Strategy<Value = Mark> {
    let state = prop_oneof![
        4 => Just(AnswerState::Met),
        2 => Just(AnswerState::NotMet),
        1 => Just(AnswerState::Unknown),
        1 => Just(AnswerState::NotApplicable),
    ];
    (state, prop::bool::weighted(0.6), prop::bool::weighted(0.2)).prop_map(
        |(state, proven, conflict)| Mark {
            state,
            proven,
            conflict,
        },
    )
}

#[derive(Debug)]
struct Row {
    level: u8,
    effort: Effort,
    requires: Vec<bool>,
    applies_when: Vec<Fact>,
    answer: Option<Mark>,
}

fn row() -> impl Strategy<Value = Row> {
    let effort = select(vec![Effort::S, Effort::M, Effort::L]);
    let requires = vec(prop::bool::weighted(0.2), 8);
    let answer = prop::option::weighted(0.8, mark());
    (2..=5_u8, effort, requires, condition(), answer).prop_map(
        |(level, effort, requires, applies_when, answer)| Row {
            level,
            effort,
            requires,
            applies_when,
            answer,
        },
    )
}

type Answers = Vec<(CriterionId, Mark)>;

/// A check without its id: its criteria get theirs from [`named`].
fn a_check() -> impl Strategy<Value = (RubricCheck, Vec<Row>)> {
    let risks = subsequence(RISKS.to_vec(), 0..=2);
    let rows = vec(row(), 0..=7).prop_map(|mut rows| {
        rows.sort_by_key(|r| r.level);
        rows
    });
    (
        select(Layer::ALL.to_vec()),
        1..=5_u32,
        condition(),
        risks,
        rows,
    )
        .prop_map(|(layer, weight, applies_when, risks, rows)| {
            let risks = risks.into_iter().map(common::id).collect();
            let bare = common::check("unnamed", layer, weight, Vec::new());
            (
                RubricCheck {
                    applies_when,
                    risks,
                    ..bare
                },
                rows,
            )
        })
}

/// Gives a check and its criteria their ids; a criterion may require any before it.
fn named(name: &str, check: RubricCheck, rows: Vec<Row>, answers: &mut Answers) -> RubricCheck {
    let mut criteria: Vec<RubricCriterion> = Vec::new();
    for (n, row) in rows.into_iter().enumerate() {
        let letter = char::from(b'a' + u8::try_from(n).expect("few criteria"));
        let bare = common::criterion(&format!("{name}.{}{letter}", row.level));
        let wanted = criteria
            .iter()
            .zip(row.requires)
            .filter(|(_, wanted)| *wanted);
        let requires = wanted.map(|(k, _)| k.id.clone()).collect();
        answers.extend(row.answer.map(|mark| (bare.id.clone(), mark)));
        criteria.push(RubricCriterion {
            effort: row.effort,
            requires,
            applies_when: row.applies_when,
            ..bare
        });
    }
    RubricCheck {
        id: common::id(name),
        criteria,
        ..check
    }
}

fn rubric() -> impl Strategy<Value = (Rubric, Answers)> {
    let pillar = (1..=3_u32, vec(a_check(), 0..=3));
    let pillars = (subsequence(PILLARS.to_vec(), 1..=4), vec(pillar, 4));
    let risk = (
        select(PILLARS.to_vec()),
        1..=5_u32,
        1..=5_u32,
        condition(),
        subsequence(FACTS.to_vec(), 0..=2),
    );
    (pillars, vec(risk, 3)).prop_map(|((names, rows), risks)| {
        let mut answers = Vec::new();
        let pillars = names
            .into_iter()
            .zip(rows)
            .map(|((pillar, letter), (priority, checks))| {
                let name = |n: usize| format!("{letter}{:02}", n + 1);
                let checks = checks.into_iter().enumerate();
                let checks = checks
                    .map(|(n, (c, rows))| named(&name(n), c, rows, &mut answers))
                    .collect();
                RubricPillar {
                    priority,
                    ..common::pillar(pillar, checks)
                }
            });
        let pillars = pillars.collect();
        let risks = RISKS.into_iter().zip(risks).map(
            |(name, ((pillar, _), l, i, applies_when, raised_by))| RubricRisk {
                applies_when,
                raised_by,
                ..common::risk(name, pillar, l, i)
            },
        );
        (common::rubric(pillars, risks.collect()), answers)
    })
}

fn accepted() -> impl Strategy<Value = BTreeSet<RiskId>> {
    btree_set(select(RISKS.map(common::id).to_vec()), 0..=2)
}

/// Risks of the workload's own: on any of the rubric's checks, or on none.
fn own_risks() -> impl Strategy<Value = Vec<(u32, u32, Vec<bool>)>> {
    let linked = vec(prop::bool::weighted(0.3), 12);
    vec((1..=5_u32, 1..=5_u32, linked), 0..=2)
}

/// A whole case.
pub fn case() -> impl Strategy<Value = Case> {
    let circumstances = (
        subsequence(FACTS.to_vec(), 0..=3),
        select(Tier::ALL.to_vec()),
        vec(prop::option::weighted(0.2, 1..=5_u8), 12),
        accepted(),
        vec(prop::bool::weighted(0.15), 12),
        0..=40_u32,
    );
    (rubric(), circumstances, own_risks()).prop_map(
        |((rubric, answers), (facts, tier, targets, accepted, findings, capacity), own)| {
            let ids: Vec<_> = rubric.checks().map(|(_, c)| c.id.clone()).collect();
            let targets = ids
                .iter()
                .zip(targets)
                .filter_map(|(id, t)| Some((id.clone(), t?)))
                .collect();
            let open = ids.iter().zip(findings).filter(|(_, open)| *open);
            let open_findings = open.map(|(id, _)| id.clone()).collect();
            let pillar = rubric.pillars.first().map(|p| p.id.clone());
            let own = (1..)
                .zip(own)
                .filter_map(|(number, (likelihood, impact, linked))| {
                    let linked = ids.iter().zip(linked).filter(|(_, is)| *is);
                    Some(OwnRisk {
                        id: RiskId::own(number),
                        title: "own".into(),
                        text: String::new(),
                        pillar: pillar.clone()?,
                        likelihood,
                        impact,
                        checks: linked.map(|(id, _)| id.clone()).collect(),
                    })
                });
            let own_risks = own.collect();
            let answers = answers.into_iter().collect();
            let bare = Inputs::new(Profile::from_iter(facts), tier);
            Case {
                rubric,
                inputs: Inputs {
                    targets,
                    answers,
                    accepted,
                    own_risks,
                    open_findings,
                    capacity,
                    ..bare
                },
            }
        },
    )
}
