//! The questionnaire and the review.

use serde::{Deserialize, Serialize};

use crate::{
    Answer, AnswerState, AttestationId, CheckId, CheckScore, Counts, CriterionId, Effort,
    EvidenceId, Exact, Inputs, Layer, PillarId, ProofKind, Provenance, Rubric, Triple, UserId,
    proof::Standing,
    views::{
        accounts::Tie,
        evidence::RuleView,
        platforms::PlatformSays,
        workloads::{Person, WorkloadHead},
    },
};

/// One check's page in the questionnaire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckPage {
    /// The workload.
    pub head: WorkloadHead,
    /// Navigation: pillars and their checks in scope.
    pub rail: Vec<RailPillar>,
    /// The check.
    pub check: CheckText,
    /// Its criteria in scope.
    pub criteria: Vec<CriterionView>,
    /// Its note and owner.
    pub note: NoteView,
    /// Documents on this check.
    pub evidence: Vec<EvidenceView>,
    /// Who can own a check.
    pub people: Vec<Person>,
    /// The check before this one.
    pub previous: Option<CheckId>,
    /// The check after this one.
    pub next: Option<CheckId>,
    /// Numbers of this check.
    pub score: Triple<Option<CheckScore>>,
    /// The workload's index.
    pub index: Triple<Option<Exact>>,
    /// The level it should reach.
    pub target: u8,
    /// Terms of the glossary, to be explained where they stand.
    pub terms: Vec<TermView>,
    /// The reader: an attestation needs somebody other than the answerer.
    pub me: UserId,
}

/// A pillar in the navigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RailPillar {
    /// Which.
    pub id: PillarId,
    /// Its name.
    pub name: String,
    /// What has been answered.
    pub counts: Counts,
    /// Its checks in scope.
    pub checks: Vec<RailCheck>,
}

/// A check in the navigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RailCheck {
    /// Which.
    pub id: CheckId,
    /// Its name.
    pub name: String,
    /// What has been answered.
    pub counts: Counts,
}

/// A check's texts in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckText {
    /// Which.
    pub id: CheckId,
    /// Its pillar.
    pub pillar: PillarId,
    /// Its pillar's name.
    pub pillar_name: String,
    /// Its name.
    pub name: String,
    /// The question.
    pub question: String,
    /// Why it matters.
    pub why: String,
    /// Its layer.
    pub layer: Layer,
    /// Its layer's name.
    pub layer_name: String,
    /// Weight in its pillar.
    pub weight: u32,
    /// Design principles: id and name.
    pub principles: Vec<(String, String)>,
    /// Risks: id and name.
    pub risks: Vec<(String, String)>,
    /// Other catalogs: name and ids.
    pub crosswalk: Vec<(String, Vec<String>)>,
}

/// A criterion with its answer and proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriterionView {
    /// Which.
    pub id: CriterionId,
    /// 2…5.
    pub level: u8,
    /// The statement.
    pub statement: String,
    /// What to do on Monday.
    pub how_to: String,
    /// How much work it is.
    pub effort: Effort,
    /// What proves it.
    pub proof: ProofKind,
    /// Criteria to be met first.
    pub requires: Vec<CriterionId>,
    /// Its answer.
    pub answer: Option<AnswerView>,
    /// Proof that stands today.
    pub standing: Option<Standing>,
    /// Second persons' confirmations.
    pub attestations: Vec<AttestationView>,
    /// Rules over other tools' data, and what they say.
    pub rules: Vec<RuleView>,
    /// What a platform says of it: the answer where it is inherited, else what the workload answers itself.
    pub platform: Option<PlatformSays>,
    /// Why the workload answers for itself all the same; empty where it did so before.
    pub own_reason: String,
    /// How many workloads inherit the answer; none where it is not offered.
    pub reach: Option<u32>,
}

/// An answer as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// What.
    pub answer: Answer,
    /// How it came to be.
    pub provenance: Provenance,
    /// For optimistic writes.
    pub version: i32,
    /// Who.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// When, RFC 3339.
    pub at: String,
    /// Whether a rule disagrees.
    pub conflict: bool,
}

/// A check's note and owner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    /// The note.
    pub text: String,
    /// The owner.
    pub owner: Option<UserId>,
    /// For optimistic writes; 0 where there is none yet.
    pub version: i32,
    /// Who changed it last.
    pub by: String,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceView {
    /// Which.
    pub id: EvidenceId,
    /// Its title.
    pub title: String,
    /// The file's name, where it is a file.
    pub file_name: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    /// The address, where it is a link.
    pub url: Option<String>,
    /// SHA-256 at receipt.
    pub sha256: String,
    /// When what it says was true, `2026-11-22`.
    pub effective: String,
    /// The last day on which it counts.
    pub valid_until: String,
    /// Whether it counts today.
    pub valid: bool,
    /// What it proves.
    pub criteria: Vec<CriterionId>,
    /// Who added it.
    pub by: String,
}

/// A second person's confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttestationView {
    /// Which.
    pub id: AttestationId,
    /// What they saw.
    pub statement: String,
    /// Who.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// Day, `2026-11-22`.
    pub on: String,
    /// Whether it counts: under a year old and later than the answer.
    pub counts: bool,
}

/// A term and its spellings in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermView {
    /// Its id.
    pub id: String,
    /// The term.
    pub name: String,
    /// Spellings, longest first.
    pub spellings: Vec<String>,
    /// What it means.
    pub definition: String,
}

/// One wanted change of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which criterion.
    pub criterion: CriterionId,
    /// The version that the writer saw; 0 for none.
    pub expected: i32,
    /// The new answer; none takes it back.
    pub answer: Option<Answer>,
}

/// What became of a save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Saved {
    /// Written; the new versions by criterion (0 where the answer was taken back).
    Done {
        /// New versions.
        versions: Vec<(CriterionId, i32)>,
        /// How many workloads inherit any of them.
        #[serde(default)]
        reached: u32,
    },
    /// Somebody was faster; nothing was written. What stands now, for those that differ.
    Conflict {
        /// What stands.
        theirs: Vec<(CriterionId, Option<AnswerView>)>,
    },
}

/// What became of a saved note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum NoteSaved {
    /// Written; the new version.
    Done {
        /// New version.
        version: i32,
    },
    /// Somebody was faster; nothing was written.
    Conflict {
        /// What stands.
        theirs: NoteView,
    },
}

/// What live scoring in the browser starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Structure and weights.
    pub rubric: Rubric,
    /// Answers and circumstances.
    pub inputs: Inputs,
}

/// The review page: the audit before submission and what reviewers said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewPage {
    /// The workload.
    pub head: WorkloadHead,
    /// What has been answered.
    pub counts: Counts,
    /// Checks with criteria nobody answered.
    pub unanswered: Vec<OpenCheck>,
    /// Checks with criteria answered `unknown`.
    pub unknown: Vec<OpenCheck>,
    /// `met` without proof that stands, by check.
    pub unproven: Vec<OpenCheck>,
    /// Inherited from platforms, by check: nobody of the team answered these.
    pub inherited: Vec<OpenCheck>,
    /// Submissions and verdicts, newest first.
    pub reviews: Vec<ReviewView>,
    /// How the reader is tied to who submitted it: somebody else reviews, where there is somebody.
    pub tie: Option<Tie>,
}

/// A check with open criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCheck {
    /// Which.
    pub id: CheckId,
    /// Its name.
    pub name: String,
    /// The criteria.
    pub criteria: Vec<CriterionId>,
}

/// A submission or verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// `submit`, `withdraw`, `approve`, `send_back`.
    pub kind: String,
    /// What they said.
    pub comment: String,
    /// Who.
    pub by: String,
    /// Of an approval: how they are tied to who submitted it, where they are.
    pub tie: Option<Tie>,
    /// When, RFC 3339.
    pub at: String,
    /// The assessment's number.
    pub assessment: i32,
}

/// An answer in a milestone difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkView {
    /// The state.
    pub state: Option<AnswerState>,
    /// Whether its proof stood.
    pub proven: bool,
}
