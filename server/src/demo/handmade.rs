//! From a workload that was assessed by hand to its history.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Answer, CheckId, Comment, CriterionId, Framework, Profile, RiskId};
use services::{
    assessing::{DocumentForm, NewFile},
    risks::OwnRiskForm,
    workload::WorkloadForm,
};

use super::{
    error::DemoError,
    files::{Answered, Evidence, Found, Handmade, PlannedAction, States, Treated},
    script::{Act, Decision, Document, Note, Planned, Role, Script, Step},
};

/// Days between the pillars of the first pass.
const PILLAR_DAYS: u16 = 2;

type Answers = BTreeMap<CriterionId, Answer>;

/// The history of a workload; its answers must cover all criteria in its scope, each once.
pub fn script(
    framework: &Framework,
    file: &'static str,
    workload: Handmade,
) -> Result<Script, DemoError> {
    let content = |what: String| DemoError::Content { file, what };
    let now = answers(&workload.checks).map_err(content)?;
    covered(framework, &workload, &now).map_err(content)?;
    let mut steps = first_pass(framework, &workload, &now);
    steps.extend(second_pass(&workload, now));
    for evidence in workload.evidence {
        steps.push(Step {
            days_ago: evidence.received,
            act: Act::Document(document(evidence).map_err(content)?),
        });
    }
    for a in workload.attestations {
        steps.push(Step {
            days_ago: a.days_ago,
            act: Act::Attest(a.criterion, a.statement),
        });
    }
    for t in workload.targets {
        steps.push(Step {
            days_ago: workload.first.answered,
            act: Act::Target(t.check, t.level),
        });
    }
    steps.extend((1..).zip(workload.own_risks).flat_map(found));
    steps.extend(
        workload
            .treatments
            .into_iter()
            .flat_map(|t| treated(t, workload.changes.days_ago)),
    );
    steps.extend(workload.plan.into_iter().map(planned));
    let form = WorkloadForm {
        name: workload.name,
        description: workload.description,
        tier: workload.tier.to_string(),
        profile: workload
            .profile
            .iter()
            .map(|f| f.as_str().to_owned())
            .collect(),
    };
    Ok(Script {
        team: workload.team,
        form,
        started: workload.started,
        handmade: true,
        steps,
    })
}

fn id(check: &CheckId, rest: &str) -> Result<CriterionId, String> {
    format!("{check}.{rest}")
        .parse()
        .map_err(|_| format!("{check}: {rest} is no criterion"))
}

/// The answers as they stand today.
fn answers(checks: &[Answered]) -> Result<Answers, String> {
    let mut answers = Answers::new();
    let mut add = |check: &CheckId, rest: &str, answer: Answer| {
        let id = id(check, rest)?;
        let twice = format!("{id} stands twice");
        if answers.insert(id, answer).is_none() {
            Ok(())
        } else {
            Err(twice)
        }
    };
    for check in checks {
        let states = [
            (&check.met, Answer::Met),
            (&check.not_met, Answer::NotMet),
            (&check.unknown, Answer::Unknown),
        ];
        for (criteria, answer) in states {
            criteria
                .iter()
                .try_for_each(|rest| add(&check.id, rest, answer.clone()))?;
        }
        for exempt in &check.not_applicable {
            let text = Comment::parse(&exempt.text)
                .map_err(|e| format!("{}.{}: {e}", check.id, exempt.id))?;
            add(
                &check.id,
                &exempt.id,
                Answer::NotApplicable {
                    reason: exempt.reason,
                    text,
                },
            )?;
        }
    }
    Ok(answers)
}

/// Every criterion in scope is answered, and no other.
fn covered(framework: &Framework, workload: &Handmade, answers: &Answers) -> Result<(), String> {
    let profile: Profile = workload.profile.iter().copied().collect();
    let scope: BTreeSet<_> = super::generated::scope(framework, &profile)
        .map(|(_, _, k)| k.id.clone())
        .collect();
    let given: BTreeSet<_> = answers.keys().cloned().collect();
    let before = &workload.before;
    let earlier = [&before.met, &before.not_met, &before.unknown]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    match (
        scope.difference(&given).next(),
        given.union(&earlier).find(|id| !scope.contains(*id)),
    ) {
        (Some(id), _) => Err(format!("{id} is in scope and not answered")),
        (_, Some(id)) => Err(format!("{id} is not in scope")),
        (None, None) => Ok(()),
    }
}

/// What differed before, in place of what stands today.
fn as_before(now: &Answers, before: &States) -> Answers {
    let mut answers = now.clone();
    let states = [
        (&before.met, Answer::Met),
        (&before.not_met, Answer::NotMet),
        (&before.unknown, Answer::Unknown),
    ];
    for (criteria, answer) in states {
        answers.extend(criteria.iter().map(|id| (id.clone(), answer.clone())));
    }
    answers
}

/// Pillar by pillar, then the review.
fn first_pass(framework: &Framework, workload: &Handmade, now: &Answers) -> Vec<Step> {
    let (first, earlier) = (&workload.first, as_before(now, &workload.before));
    let mut steps = Vec::new();
    let mut days_ago = first.answered;
    for pillar in &framework.pillars {
        let criteria = pillar.checks.iter().flat_map(|c| &c.criteria);
        let answers = criteria
            .filter_map(|k| Some((k.id.clone(), earlier.get(&k.id)?.clone())))
            .collect();
        steps.push(Step {
            days_ago,
            act: Act::Answer(answers),
        });
        let of_pillar = |c: &&Answered| {
            pillar.checks.iter().any(|known| known.id == c.id) && !revised(workload, &c.id)
        };
        steps.extend(
            workload
                .checks
                .iter()
                .filter(of_pillar)
                .filter_map(|c| note(c, days_ago)),
        );
        days_ago = days_ago.saturating_sub(PILLAR_DAYS).max(first.submitted);
    }
    steps.push(Step {
        days_ago: first.submitted,
        act: Act::Submit(first.submit_comment.clone()),
    });
    let sent_back = first.sent_back.map(|days_ago| Step {
        days_ago,
        act: Act::SendBack(first.send_back_comment.clone()),
    });
    let approved = first.approved.map(|days_ago| Step {
        days_ago,
        act: Act::Approve(first.approve_comment.clone()),
    });
    steps.extend(sent_back.into_iter().chain(approved));
    steps
}

/// Whether the second pass changed something of a check; its note tells of that, so it is written then.
fn revised(workload: &Handmade, check: &CheckId) -> bool {
    let States {
        met,
        not_met,
        unknown,
    } = &workload.before;
    let of_check = |id: &CriterionId| {
        id.as_str()
            .split_once('.')
            .is_some_and(|(c, _)| c == check.as_str())
    };
    met.iter().chain(not_met).chain(unknown).any(of_check)
}

fn second_pass(workload: &Handmade, now: Answers) -> Vec<Step> {
    let days_ago = workload.changes.days_ago;
    let mut steps = vec![Step {
        days_ago,
        act: Act::Answer(now.into_iter().collect()),
    }];
    steps.extend(
        workload
            .checks
            .iter()
            .filter(|c| revised(workload, &c.id))
            .filter_map(|c| note(c, days_ago)),
    );
    steps
}

fn note(check: &Answered, days_ago: u16) -> Option<Step> {
    let note = Note {
        text: check.note.clone(),
        owner: check.owner,
    };
    let empty = note.text.is_empty() && note.owner.is_none();
    (!empty).then(|| Step {
        days_ago,
        act: Act::Note(check.id.clone(), note),
    })
}

fn document(evidence: Evidence) -> Result<Document, String> {
    let criteria: Result<Vec<_>, _> = evidence
        .proves
        .iter()
        .map(|rest| id(&evidence.check, rest))
        .collect();
    let late = || format!("{}: true only after it came in", evidence.title);
    let age_days = evidence
        .effective
        .checked_sub(evidence.received)
        .ok_or_else(late)?;
    let form = DocumentForm {
        title: evidence.title.clone(),
        url: evidence.url.clone(),
        criteria: criteria?.iter().map(ToString::to_string).collect(),
        ..DocumentForm::default()
    };
    let file = evidence.file.map(|name| NewFile {
        name,
        bytes: evidence.text.into_bytes(),
    });
    Ok(Document {
        check: evidence.check,
        form,
        file,
        age_days,
        valid_days: evidence.valid_days,
    })
}

/// A decision about a risk, with its approval where there is one.
pub fn treated(t: Treated, otherwise: u16) -> Vec<Step> {
    let owner = t.owner.unwrap_or(Role::Architect);
    let decision = Decision {
        treatment: t.treatment,
        note: t.note,
        owner,
        expires_in: t.expires_in,
    };
    let decided = Step {
        days_ago: t.days_ago.unwrap_or(otherwise),
        act: Act::Treat(t.risk.clone(), decision),
    };
    let approved = t.approved.map(|days_ago| Step {
        days_ago,
        act: Act::ApproveAcceptance(t.risk.clone()),
    });
    let rejected = t.rejected.map(|days_ago| Step {
        days_ago,
        act: Act::RejectAcceptance(t.risk, t.rejection),
    });
    std::iter::once(decided)
        .chain(approved)
        .chain(rejected)
        .collect()
}

/// A risk of the workload's own, with its end where it has one.
fn found((number, f): (u32, Found)) -> Vec<Step> {
    let entered = Step {
        days_ago: f.days_ago,
        act: Act::AddRisk(OwnRiskForm {
            title: f.title,
            text: f.text,
            pillar: f.pillar,
            likelihood: f.likelihood.to_string(),
            impact: f.impact.to_string(),
            checks: f.checks.iter().map(ToString::to_string).collect(),
        }),
    };
    let closed = f.closed.map(|days_ago| Step {
        days_ago,
        act: Act::CloseRisk(RiskId::own(number), f.reason),
    });
    std::iter::once(entered).chain(closed).collect()
}

fn planned(p: PlannedAction) -> Step {
    let planned = Planned {
        state: p.state,
        note: p.note,
        owner: p.owner,
        due_in: p.due_in,
    };
    Step {
        days_ago: p.days_ago,
        act: Act::Plan(p.criterion, planned),
    }
}
