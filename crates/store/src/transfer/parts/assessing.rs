//! Assessments, their answers and notes, reviews and milestones.

use domain::{
    AnswerState, AssessmentId, AssessmentState, CheckId, Comment, CriterionId, FrameworkId,
    MilestoneId, Note, Provenance, Reason, Remark, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::people::PeopleOf;

parts! {
    /// An assessment: the open one, and approved ones.
    AssessmentPart [submitted_by] {
        /// Which.
        id: AssessmentId,
        /// From 1.
        number: i32,
        /// Which framework.
        framework_id: FrameworkId,
        /// Which version of it.
        framework_version: String,
        /// Where it stands.
        state: AssessmentState,
        /// Who submitted it.
        submitted_by: Option<UserId>,
        /// When.
        #[serde(with = "time::serde::rfc3339::option")]
        submitted_at: Option<OffsetDateTime>,
        /// When it was started.
        #[serde(with = "time::serde::rfc3339")]
        created_at: OffsetDateTime,
        /// The last change of its state.
        #[serde(with = "time::serde::rfc3339")]
        updated_at: OffsetDateTime,
        /// Grows with each change.
        version: i32,
    }

    /// A submission or verdict.
    ReviewPart [by_user] {
        /// Which.
        id: Uuid,
        /// Of which assessment.
        assessment_id: AssessmentId,
        /// `submit`, `withdraw`, `approve`, `send_back`.
        kind: String,
        /// What they said.
        comment: Remark,
        /// Who.
        by_user: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    }

    /// An answer of the open assessment.
    AnswerPart [answered_by] {
        /// To which criterion.
        criterion: CriterionId,
        /// The state.
        state: AnswerState,
        /// Why it does not apply.
        reason: Option<Reason>,
        /// The same in words.
        reason_text: Option<Comment>,
        /// How it came to be.
        provenance: Provenance,
        /// Grows with each change.
        version: i32,
        /// Who.
        answered_by: UserId,
        /// When the state last changed.
        #[serde(with = "time::serde::rfc3339")]
        answered_at: OffsetDateTime,
        /// Why it is not inherited from a platform.
        #[serde(default)]
        own_reason: Option<Remark>,
    }

    /// A check's note and owner in the open assessment.
    NotePart [owner_id, updated_by] {
        /// Of which check.
        check_id: CheckId,
        /// The note.
        note: Note,
        /// The owner.
        owner_id: Option<UserId>,
        /// Grows with each change.
        version: i32,
        /// Who changed it last.
        updated_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        updated_at: OffsetDateTime,
    }

    /// An approved assessment as it was.
    MilestonePart [approved_by] {
        /// Which.
        id: MilestoneId,
        /// Of which assessment.
        assessment_id: AssessmentId,
        /// From 1.
        number: i32,
        /// Which framework.
        framework_id: FrameworkId,
        /// Which version of it.
        framework_version: String,
        /// Answers, notes, proof and circumstances.
        snapshot: Value,
        /// The numbers that followed.
        evaluation: Value,
        /// SHA-256 of what the numbers follow from.
        input_hash: String,
        /// What the reviewer said.
        comment: Remark,
        /// Who approved.
        approved_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        approved_at: OffsetDateTime,
    }
}
