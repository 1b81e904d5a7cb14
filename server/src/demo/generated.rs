//! From a workload that is assessed by a rule to its history.
//!
//! Each check of a workload has a place on the scale of levels: its pillar's maturity on that day, moved a little by
//! chance. A criterion of level L is met once the check has come past a point between L − 1 and L, so levels hold
//! together, later passes lose nothing, and no two workloads are alike.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Answer, Check, Comment, Criterion, CriterionId, Framework, Locale, Pillar, Profile, ProofKind,
    applies,
};
use services::{assessing::DocumentForm, workload::WorkloadForm};

use super::{
    chance::percent,
    error::DemoError,
    files::{Ending, Exemption, RULED, RuledWorkload},
    handmade::treated,
    script::{Act, Document, Own, Planned, Role, Script, Step},
};

/// How far chance moves a check from its pillar's maturity, in hundredths of a level.
const SPREAD: i32 = 80;
/// Of a hundred criteria that are not met, so many are not known.
const UNKNOWN: u16 = 14;
/// Days from a pass to its submission, and from there to the verdict.
const TO_SUBMIT: u16 = 3;
const TO_VERDICT: u16 = 3;

/// The criteria that a profile brings in, with their checks and pillars.
pub fn scope<'a>(
    framework: &'a Framework,
    profile: &'a Profile,
) -> impl Iterator<Item = (&'a Pillar, &'a Check, &'a Criterion)> {
    let checks = framework
        .checks()
        .filter(|(_, c)| applies(&c.applies_when, profile));
    let criteria = checks.flat_map(|(p, c)| c.criteria.iter().map(move |k| (p, c, k)));
    criteria.filter(|(_, _, k)| applies(&k.applies_when, profile))
}

/// The history of a workload.
pub fn script(
    framework: &Framework,
    spec: &RuledWorkload,
    exemptions: &[Exemption],
) -> Result<Script, DemoError> {
    let form = WorkloadForm {
        name: spec.name.clone(),
        description: spec.description.clone(),
        tier: spec.tier.to_string(),
        profile: spec.profile.iter().map(|f| f.as_str().to_owned()).collect(),
    };
    let mut script = Script {
        team: spec.team.clone(),
        form,
        started: spec.started,
        handmade: false,
        steps: Vec::new(),
    };
    let Some(last) = spec.answered else {
        return Ok(script);
    };
    let profile: Profile = spec.profile.iter().copied().collect();
    let mut rule = Rule {
        framework,
        spec,
        profile,
        exempt: exempt(spec, exemptions)?,
        proven: BTreeSet::new(),
    };
    for approved in &spec.reviews {
        let answered = approved + TO_SUBMIT + TO_VERDICT;
        script.steps.extend(rule.pass(answered.min(spec.started)));
        script.steps.push(Step {
            days_ago: approved + TO_VERDICT,
            act: Act::Submit("请评审本期评估。".into()),
        });
        script.steps.push(Step {
            days_ago: *approved,
            act: Act::Approve("同意，未达标项按计划推进。".into()),
        });
    }
    script.steps.extend(rule.pass(last));
    script.steps.extend(rule.plan(last));
    script.steps.extend(decided(spec, last));
    script.steps.extend(ending(spec.state, last));
    Ok(script)
}

fn exempt(
    spec: &RuledWorkload,
    all: &[Exemption],
) -> Result<BTreeMap<CriterionId, Answer>, DemoError> {
    let mut exempt = BTreeMap::new();
    for e in all
        .iter()
        .filter(|e| !e.without.iter().any(|f| spec.profile.contains(f)))
    {
        let what = |error| DemoError::Content {
            file: RULED,
            what: format!("{}: {error}", e.criterion),
        };
        let text = Comment::parse(&e.text).map_err(what)?;
        exempt.insert(
            e.criterion.clone(),
            Answer::NotApplicable {
                reason: e.reason,
                text,
            },
        );
    }
    Ok(exempt)
}

fn decided(spec: &RuledWorkload, last: u16) -> Vec<Step> {
    spec.treatments
        .iter()
        .flat_map(|t| treated(t.clone(), last.saturating_sub(1)))
        .collect()
}

fn ending(state: Ending, last: u16) -> Option<Step> {
    let days_ago = last.saturating_sub(TO_SUBMIT);
    match state {
        Ending::Draft => None,
        Ending::InReview => Some(Step {
            days_ago,
            act: Act::Submit("请评审：全部检查已答。".into()),
        }),
        Ending::Archived => Some(Step {
            days_ago,
            act: Act::Archive,
        }),
    }
}

struct Rule<'a> {
    framework: &'a Framework,
    spec: &'a RuledWorkload,
    profile: Profile,
    exempt: BTreeMap<CriterionId, Answer>,
    /// What earlier passes brought documents for.
    proven: BTreeSet<CriterionId>,
}

impl Rule<'_> {
    fn chance(&self, about: &str, id: &str) -> u16 {
        percent(&[&self.spec.name, about, id])
    }

    /// Hundredths of a level that a check has reached on a day; a day a hundred days ago is lower by the growth since.
    fn place(&self, pillar: usize, check: &Check, days_ago: u16) -> i32 {
        let today = self.spec.maturity.get(pillar).copied().unwrap_or(100);
        let since = self.spec.growth * i32::from(days_ago) / 30;
        let moved = i32::from(self.chance("check", check.id.as_str())) * 2 * SPREAD / 100 - SPREAD;
        today - since + moved
    }

    /// Whether somebody has answered a check at all; sustainability comes last everywhere.
    fn reached(&self, pillar: usize, check: &Check) -> bool {
        let done = if pillar + 1 == self.spec.maturity.len() && self.spec.done < 90 {
            self.spec.done * 7 / 10
        } else {
            self.spec.done
        };
        self.chance("done", check.id.as_str()) < done
    }

    /// All answers of a day.
    fn answers(&self, days_ago: u16) -> BTreeMap<CriterionId, Answer> {
        let mut answers = BTreeMap::new();
        for (at, pillar) in self.framework.pillars.iter().enumerate() {
            for check in pillar.checks.iter().filter(|c| self.reached(at, c)) {
                let place = self.place(at, check, days_ago);
                for (_, _, criterion) in self.scope().filter(|(_, c, _)| c.id == check.id) {
                    answers.insert(criterion.id.clone(), self.answer(criterion, place));
                }
            }
        }
        self.hold_back(&mut answers);
        answers
    }

    fn scope(&self) -> impl Iterator<Item = (&Pillar, &Check, &Criterion)> {
        scope(self.framework, &self.profile)
    }

    fn answer(&self, criterion: &Criterion, place: i32) -> Answer {
        if let Some(exempt) = self.exempt.get(&criterion.id) {
            return exempt.clone();
        }
        let id = criterion.id.as_str();
        let needed = (i32::from(criterion.level) - 1) * 100 + i32::from(self.chance("met", id));
        if place > needed {
            Answer::Met
        } else if self.chance("unknown", id) < UNKNOWN {
            Answer::Unknown
        } else {
            Answer::NotMet
        }
    }

    /// Nothing is met before what it requires.
    fn hold_back(&self, answers: &mut BTreeMap<CriterionId, Answer>) {
        let mut held = true;
        while held {
            held = false;
            for (_, _, criterion) in self.scope() {
                let open = |id| {
                    answers
                        .get(id)
                        .is_some_and(|a| matches!(a, Answer::NotMet | Answer::Unknown))
                };
                let waits = criterion.requires.iter().any(open);
                if waits && answers.get(&criterion.id) == Some(&Answer::Met) {
                    answers.insert(criterion.id.clone(), Answer::NotMet);
                    held = true;
                }
            }
        }
    }

    /// Answers all that is answered on a day, with documents and confirmations for what was met since the last pass.
    fn pass(&mut self, days_ago: u16) -> Vec<Step> {
        let answers = self.answers(days_ago);
        let met: BTreeSet<_> = answers
            .iter()
            .filter(|(_, a)| **a == Answer::Met)
            .map(|(id, _)| id.clone())
            .collect();
        let mut steps = vec![Step {
            days_ago,
            act: Act::Answer(answers.into_iter().collect()),
        }];
        let new: BTreeSet<_> = met.difference(&self.proven).cloned().collect();
        for (_, check) in self.framework.checks() {
            let fresh = |kind: ProofKind| {
                let criteria = check.criteria.iter().filter(move |k| k.proof == kind);
                criteria
                    .filter(|k| new.contains(&k.id))
                    .map(|k| k.id.clone())
                    .collect::<Vec<_>>()
            };
            let documented = fresh(ProofKind::Document);
            if !documented.is_empty() && self.chance("proof", check.id.as_str()) < self.spec.proof {
                steps.push(Step {
                    days_ago,
                    act: Act::Document(self.document(check, &documented)),
                });
            }
            let confirm = |id| Step {
                days_ago,
                act: Act::Attest(id, "在生产环境走了一遍，确认如此。".into()),
            };
            steps.extend(fresh(ProofKind::Attestation).into_iter().map(confirm));
        }
        self.proven.extend(new);
        steps
    }

    fn document(&self, check: &Check, criteria: &[CriterionId]) -> Document {
        const KINDS: [&str; 4] = ["台账与责任人", "配置与测试记录", "评审记录", "运行数据摘录"];
        let id = check.id.as_str();
        let kind = KINDS
            .get(usize::from(self.chance("kind", id)) % KINDS.len())
            .copied()
            .unwrap_or_default();
        let valid_days = match self.chance("valid", id) {
            0..=9 => 90,
            10..=29 => 180,
            _ => 365,
        };
        let form = DocumentForm {
            title: format!("{}：{kind}", check.name.get(Locale::Zh)),
            url: format!(
                "https://docs.demo.invalid/{}/{:02}/{}",
                self.spec.team,
                self.chance("url", ""),
                id.to_lowercase()
            ),
            criteria: criteria.iter().map(ToString::to_string).collect(),
            ..DocumentForm::default()
        };
        Document {
            check: check.id.clone(),
            form,
            file: None,
            age_days: self.chance("age", id) / 3,
            valid_days,
        }
    }

    /// Decides about the first actions, the more of them the more the workload matters.
    fn plan(&self, last: u16) -> Vec<Step> {
        const STATES: [&str; 5] = ["in_progress", "open", "in_progress", "open", "dropped"];
        let target = 5 - self.spec.tier.min(3);
        let answers = self.answers(last);
        let unmet =
            |k: &&Criterion| k.level <= target && answers.get(&k.id) == Some(&Answer::NotMet);
        let mut open: Vec<_> = self.scope().map(|(_, _, k)| k).filter(unmet).collect();
        open.sort_by_key(|k| (k.level, self.chance("plan", k.id.as_str())));
        let most = usize::from(6 / u16::from(self.spec.tier.max(1)));
        let step = |(criterion, state): (&&Criterion, &&'static str)| {
            let days = i16::try_from(self.chance("due", criterion.id.as_str())).unwrap_or(0) - 15;
            let note = if *state == "dropped" {
                "改由平台团队统一提供。"
            } else {
                ""
            };
            let owner = if self.chance("owner", criterion.id.as_str()) < 35 {
                Role::Owner
            } else {
                Role::Architect
            };
            let planned = Planned {
                state: (*state).to_owned(),
                note: note.to_owned(),
                owner,
                due_in: (*state != "dropped").then_some(days),
            };
            Step {
                days_ago: last.saturating_sub(1),
                act: Act::Plan(criterion.id.clone(), planned),
            }
        };
        let mut steps: Vec<_> = open
            .iter()
            .take(most)
            .zip(STATES.iter().cycle())
            .map(step)
            .collect();
        steps.extend(self.own(&open, last));
        steps
    }

    /// Somebody knows better what the second action takes, and that it comes after the first.
    fn own(&self, open: &[&Criterion], last: u16) -> Option<Step> {
        let (first, second) = (open.first()?, open.get(1)?);
        if self.spec.tier > 2 || self.chance("own", second.id.as_str()) >= 60 {
            return None;
        }
        let requires = [(second.id.clone(), [first.id.clone()].into())].into();
        let circle = domain::plan::cycle(&self.framework.rubric(), &requires).is_some();
        let own = Own {
            days: 3 + u32::from(self.chance("days", second.id.as_str())) / 20,
            reason: "沿用另一个团队的做法，只剩接入与验证。".to_owned(),
            requires: if circle {
                Vec::new()
            } else {
                vec![first.id.clone()]
            },
        };
        Some(Step {
            days_ago: last.saturating_sub(1),
            act: Act::Effort(second.id.clone(), own),
        })
    }
}
