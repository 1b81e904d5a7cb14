//! Everything that a workload's numbers follow from, read in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AnswerState, CheckId, CriterionId, Framework, Inputs, Mark, ProofKind, Rubric, WorkloadId,
    proof::{ProofOnFile, Standing, standing},
    rule::Outcome,
    views::evidence::Standing as Stand,
};
use sha2::{Digest, Sha256};
use store::{
    PgConnection,
    answers::{self, Stored},
    decisions::{self, Treatment},
    findings,
    proof::{self, Attestation, Evidence},
    verdicts,
    workloads::{self, Workload},
};
use time::Date;

use crate::{Error, Services, evidence::standing as standing_of};

/// A workload with its answers, its proof and what was decided about its risks.
pub(crate) struct Basis {
    pub workload: Workload,
    pub rubric: Rubric,
    pub inputs: Inputs,
    pub answers: Vec<Stored>,
    pub evidence: Vec<Evidence>,
    pub attestations: Vec<Attestation>,
    pub treatments: Vec<Treatment>,
    /// Proof that stands today, by criterion answered `met`.
    pub standing: BTreeMap<CriterionId, Standing>,
    /// The last day on which all this is true if nobody changes anything.
    pub true_until: Option<Date>,
}

impl Basis {
    /// `sha256:` and the hash of the canonical inputs.
    pub fn input_hash(&self) -> String {
        input_hash(&self.rubric, &self.inputs)
    }
}

/// `sha256:` and the hash of the canonical inputs.
pub(crate) fn input_hash(rubric: &Rubric, inputs: &Inputs) -> String {
    format!("sha256:{}", hex(&Sha256::digest(inputs.canonical(rubric))))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(b & 15)])
        .collect()
}

/// Reads the basis of a workload.
pub(crate) async fn load(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
) -> Result<Basis, Error> {
    let workload = workloads::lookup(db, id).await?.ok_or(Error::NotFound)?;
    let answers = answers::list(db, workload.assessment.id).await?;
    let evidence = proof::evidence(db, id).await?;
    let attestations = proof::attestations(db, id).await?;
    let treatments = decisions::treatments(db, id).await?;
    let machine = Machine {
        verdicts: verdicts::list(db, id).await?,
        grave: findings::grave(db, id).await?,
    };
    let people = People {
        answers,
        evidence,
        attestations,
        treatments,
    };
    Ok(assemble(services, workload, people, &machine))
}

/// What people said and handed in.
struct People {
    answers: Vec<Stored>,
    evidence: Vec<Evidence>,
    attestations: Vec<Attestation>,
    treatments: Vec<Treatment>,
}

/// What machines saw.
struct Machine {
    verdicts: Vec<verdicts::Stored>,
    grave: Vec<findings::Grave>,
}

/// What rules say of one criterion today.
#[derive(Clone, Copy, Default)]
struct Heard {
    /// The last day on which a rule supports it.
    supports: Option<Date>,
    /// Whether a rule disagrees with the answer and nobody resolved it.
    conflict: bool,
    /// The last day on which the rules' data is fresh.
    until: Option<Date>,
}

impl Machine {
    fn heard(&self, framework: &Framework, answer: &Stored, today: Date) -> Heard {
        let mut heard = Heard::default();
        let rules = framework
            .criterion(&answer.criterion)
            .map(|(_, k)| &k.rules);
        for rule in rules.into_iter().flatten() {
            let Some(stored) = self.verdicts.iter().find(|v| v.rule == *rule) else {
                continue;
            };
            let verdict = stored.verdict.clone().as_of(today);
            let rejected = stored.decision.as_ref().is_some_and(|d| !d.accepted);
            let state = Some(answer.answer.state());
            heard.conflict |= standing_of(state, verdict.outcome, rejected) == Stand::Conflict;
            if verdict.outcome == Outcome::Supports && !rejected {
                heard.supports = heard.supports.max(verdict.fresh_until);
            }
            if !matches!(verdict.outcome, Outcome::NoData(_)) {
                heard.until = heard.until.into_iter().chain(verdict.fresh_until).min();
            }
        }
        heard
    }

    /// Checks with an open finding of severity high or critical, and the days on which settled ones count again.
    fn open_findings(&self, turning: &mut Turning) -> BTreeSet<CheckId> {
        let mut open = BTreeSet::new();
        for finding in &self.grave {
            match finding.settled {
                Some(until) if until.is_none_or(|day| day >= turning.today) => turning.ends(until),
                _ => {
                    open.insert(finding.check.clone());
                }
            }
        }
        open
    }
}

fn assemble(services: &Services, workload: Workload, people: People, machine: &Machine) -> Basis {
    let People {
        answers,
        evidence,
        attestations,
        treatments,
    } = people;
    let today = services.today();
    let rubric = Rubric::clone(&services.rubric).with_priorities(&workload.priorities);
    let needed: BTreeMap<_, _> = rubric
        .checks()
        .flat_map(|(_, c)| &c.criteria)
        .map(|k| (k.id.clone(), k.proof))
        .collect();
    let mut turning = Turning { today, next: None };
    let mut standings = BTreeMap::new();
    let mut marks = BTreeMap::new();
    for answer in &answers {
        let kind = needed
            .get(&answer.criterion)
            .copied()
            .unwrap_or(ProofKind::Signal);
        let heard = machine.heard(services.framework, answer, today);
        turning.ends(heard.until);
        let on_file = ProofOnFile {
            signal_until: heard.supports,
            ..on_file(answer, &evidence, &attestations)
        };
        on_file
            .documents
            .iter()
            .for_each(|d| turning.starts(d.effective));
        let state = answer.answer.state();
        // Proof of something that nobody claims is no proof of an answer.
        let stands = standing(kind, &on_file, today).filter(|_| state == AnswerState::Met);
        turning.ends(stands.map(|s| s.until));
        marks.insert(
            answer.criterion.clone(),
            Mark {
                state,
                proven: stands.is_some(),
                conflict: heard.conflict,
            },
        );
        standings.extend(stands.map(|s| (answer.criterion.clone(), s)));
    }
    let accepted: Vec<_> = treatments.iter().filter(|t| t.in_force(today)).collect();
    for treatment in &accepted {
        turning.ends(treatment.expires_on);
    }
    let inputs = Inputs {
        open_findings: machine.open_findings(&mut turning),
        targets: workload.targets.clone(),
        answers: marks,
        accepted: accepted.iter().map(|t| t.risk.clone()).collect(),
        capacity: workload.capacity,
        ..Inputs::new(workload.profile.clone(), workload.tier)
    };
    let true_until = turning.next;
    Basis {
        workload,
        rubric,
        inputs,
        answers,
        evidence,
        attestations,
        treatments,
        standing: standings,
        true_until,
    }
}

/// All proof there is for one answer.
fn on_file(answer: &Stored, evidence: &[Evidence], attestations: &[Attestation]) -> ProofOnFile {
    ProofOnFile {
        documents: evidence
            .iter()
            .filter(|e| e.criteria.contains(&answer.criterion))
            .map(|e| e.dates)
            .collect(),
        attested: attestations
            .iter()
            .filter(|a| attests(a, answer))
            .map(|a| a.at.date())
            .collect(),
        signal_until: None,
    }
}

/// An attestation counts for an answer that somebody else gave, and that has not changed since.
pub(crate) fn attests(attestation: &Attestation, answer: &Stored) -> bool {
    attestation.criterion == answer.criterion
        && attestation.by != answer.by
        && attestation.at >= answer.at
}

/// Finds the last day before anything turns by itself.
struct Turning {
    today: Date,
    next: Option<Date>,
}

impl Turning {
    /// Something stops counting after this day.
    fn ends(&mut self, last: Option<Date>) {
        if let Some(last) = last.filter(|day| *day >= self.today) {
            self.next = Some(self.next.map_or(last, |next| next.min(last)));
        }
    }

    /// Something starts counting on this day.
    fn starts(&mut self, first: Date) {
        if first > self.today {
            self.ends(first.previous_day());
        }
    }
}
