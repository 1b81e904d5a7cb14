//! Everything that a workload's numbers follow from, read in one transaction.

mod bench;
mod turning;

pub(crate) use bench::{Bench, attests, in_scope};
pub(crate) use turning::Turning;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CriterionId, Inputs, Mark, OwnRisk, Rubric, WorkloadId,
    platform::{Inherited, Offering, inherit},
    proof::Standing,
    views::results::Attention,
};
use sha2::{Digest, Sha256};
use store::{
    PgConnection,
    answers::{self, Stored},
    decisions::{self, ActionState, Treatment},
    findings, own_risks,
    proof::{self, Attestation, Evidence},
    verdicts,
    workloads::{self, Workload},
};
use time::Date;

use crate::{
    Error, Services,
    evidence::Beside,
    platforms::{Heard, offerings},
};

/// A workload with its answers, its proof and what was decided about its risks.
pub(crate) struct Basis {
    pub workload: Workload,
    pub rubric: Rubric,
    pub inputs: Inputs,
    /// Its own answers, and those that it inherits.
    pub answers: Vec<Stored>,
    /// What platforms say to it, whether it takes that over or not.
    pub offerings: Vec<Offering>,
    pub evidence: Vec<Evidence>,
    pub attestations: Vec<Attestation>,
    pub treatments: Vec<Treatment>,
    /// What was decided about actions.
    pub actions: Vec<ActionState>,
    /// The workload's own risks, closed ones too.
    pub own_risks: Vec<own_risks::Stored>,
    /// Findings that are not fixed.
    pub findings: Vec<findings::Unfixed>,
    /// What rules say.
    pub verdicts: Vec<verdicts::Stored>,
    /// Verdicts that wait for somebody, and proof that ends soon.
    pub attention: Attention,
    /// Proof that stands today, by criterion answered `met`.
    pub standing: BTreeMap<CriterionId, Standing>,
    /// The day on which it stands.
    pub today: Date,
    /// The last day on which all this is true if nobody changes anything.
    pub true_until: Option<Date>,
}

impl Basis {
    /// `sha256:` and the hash of the canonical inputs.
    pub fn input_hash(&self) -> String {
        input_hash(&self.rubric, &self.inputs)
    }

    /// How many answers are inherited.
    pub fn inherited(&self) -> u32 {
        let inherited = self.answers.iter().filter(|a| a.source.is_some());
        u32::try_from(inherited.count()).unwrap_or(u32::MAX)
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
    load_after(services, db, id, &mut Heard::default()).await
}

/// The same for one of many workloads: a platform is listened to once for all of them.
pub(crate) async fn load_after(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    heard: &mut Heard,
) -> Result<Basis, Error> {
    let workload = workloads::lookup(db, id).await?.ok_or(Error::NotFound)?;
    let material = Material {
        answers: answers::list(db, workload.assessment.id).await?,
        offerings: offerings(services, db, id, heard).await?,
        evidence: proof::evidence(db, id).await?,
        attestations: proof::attestations(db, id).await?,
        treatments: decisions::treatments(db, id).await?,
        actions: decisions::actions(db, id).await?,
        verdicts: verdicts::list(db, id).await?,
        own_risks: own_risks::list(db, id).await?,
        findings: findings::unfixed_counts(db, id).await?,
    };
    Ok(assemble(services, workload, material))
}

/// What people said and handed in, what platforms say, what machines saw.
struct Material {
    answers: Vec<Stored>,
    offerings: Vec<Offering>,
    evidence: Vec<Evidence>,
    attestations: Vec<Attestation>,
    treatments: Vec<Treatment>,
    actions: Vec<ActionState>,
    verdicts: Vec<verdicts::Stored>,
    own_risks: Vec<own_risks::Stored>,
    findings: Vec<findings::Unfixed>,
}

/// Answers as scoring sees them, with the proof that stands.
#[derive(Default)]
struct Marks {
    marks: BTreeMap<CriterionId, Mark>,
    standing: BTreeMap<CriterionId, Standing>,
}

impl Marks {
    fn add(&mut self, criterion: &CriterionId, mark: Mark, standing: Option<Standing>) {
        self.marks.insert(criterion.clone(), mark);
        self.standing
            .extend(standing.map(|s| (criterion.clone(), s)));
    }
}

fn assemble(services: &Services, workload: Workload, material: Material) -> Basis {
    let Material {
        mut answers,
        offerings,
        evidence,
        attestations,
        treatments,
        actions,
        verdicts,
        own_risks,
        findings,
    } = material;
    let today = services.today();
    let rubric = Rubric::clone(&services.rubric).with_priorities(&workload.priorities);
    let mut turning = Turning::from(today);
    let bench = Bench {
        framework: services.framework,
        evidence: &evidence,
        attestations: &attestations,
        verdicts: &verdicts,
    };
    let mut marks = Marks::default();
    for answer in &answers {
        let (mark, standing) = bench.judge(answer, &mut turning);
        marks.add(&answer.criterion, mark, standing);
    }
    for stored in inherited(services, &workload, &answers, &offerings) {
        let (answer, from) = stored;
        let (mark, standing) = taken_over(&bench, &answer, from, &mut turning);
        marks.add(&answer.criterion, mark, standing);
        answers.push(answer);
    }
    let accepted: Vec<_> = treatments.iter().filter(|t| t.in_force(today)).collect();
    for treatment in &accepted {
        turning.ends(treatment.expires_on);
    }
    for offering in &offerings {
        turning.ends(offering.until);
    }
    let inputs = Inputs {
        open_findings: bench::open_findings(&findings, &mut turning),
        targets: workload.targets.clone(),
        answers: marks.marks,
        accepted: accepted.iter().map(|t| t.risk.clone()).collect(),
        own_risks: open_own_risks(&own_risks),
        capacity: workload.capacity,
        efforts: efforts(&actions),
        requires: requires(&actions),
        inherited: answers
            .iter()
            .filter(|a| a.source.is_some())
            .map(|a| a.criterion.clone())
            .collect(),
        ..Inputs::new(workload.profile.clone(), workload.tier)
    };
    let attention = Beside {
        services,
        workload: &workload,
        answers: &answers,
        verdicts: &verdicts,
    }
    .attention();
    Basis {
        verdicts,
        attention,
        workload,
        rubric,
        inputs,
        answers,
        offerings,
        evidence,
        attestations,
        treatments,
        actions,
        own_risks,
        findings,
        standing: marks.standing,
        today,
        true_until: turning.next,
    }
}

/// Efforts that somebody set instead of the framework's.
fn efforts(actions: &[ActionState]) -> BTreeMap<CriterionId, u32> {
    let own = actions
        .iter()
        .filter_map(|a| Some((a.criterion.clone(), a.effort_days?)));
    own.collect()
}

/// What comes first by somebody's decision.
fn requires(actions: &[ActionState]) -> BTreeMap<CriterionId, BTreeSet<CriterionId>> {
    let own = actions.iter().filter(|a| !a.requires.is_empty());
    own.map(|a| (a.criterion.clone(), a.requires.iter().cloned().collect()))
        .collect()
}

/// What is closed is no risk any more.
fn open_own_risks(own: &[own_risks::Stored]) -> Vec<OwnRisk> {
    let open = own.iter().filter(|risk| risk.closed.is_none());
    open.map(|risk| risk.risk.clone()).collect()
}

/// The answers that a workload takes over, of criteria that its own profile brings in.
pub(crate) fn inherited<'a>(
    services: &Services,
    workload: &Workload,
    own: &[Stored],
    offerings: &'a [Offering],
) -> Vec<(Stored, Inherited<'a>)> {
    let own: BTreeSet<_> = own.iter().map(|a| a.criterion.clone()).collect();
    let inherited = inherit(&own, offerings).into_iter();
    inherited
        .filter(|(id, _)| in_scope(services.framework, &workload.profile, id))
        .map(|(id, from)| {
            let source = (from.from.platform.clone(), from.from.since);
            let answer = Stored::inherited(id.clone(), from.said.answer.clone(), source);
            (answer, from)
        })
        .collect()
}

/// What an inherited answer is worth: the platform's proof is proof here, and so is the workload's own; a rule may
/// disagree on either side.
fn taken_over(
    bench: &Bench<'_>,
    answer: &Stored,
    from: Inherited<'_>,
    turning: &mut Turning,
) -> (Mark, Option<Standing>) {
    let (own, standing) = bench.judge(answer, turning);
    let standing = bench::longer(standing, from.said.standing);
    let mark = Mark {
        state: own.state,
        proven: standing.is_some(),
        conflict: own.conflict || from.said.conflict,
    };
    (mark, standing)
}
