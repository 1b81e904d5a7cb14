//! Answers, notes and the state of an assessment.

use domain::{
    Answer, AnswerState, AssessmentId, AssessmentState, CheckId, CriterionId, Permit, Provenance,
    UserId, access::Assess, platform::Platform,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    StoreError,
    rows::{parse, parse_opt},
};

/// An answer as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Which criterion.
    pub criterion: CriterionId,
    /// What.
    pub answer: Answer,
    /// How it came to be.
    pub provenance: Provenance,
    /// For optimistic writes, from 1.
    pub version: i32,
    /// Who.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// When the state last changed; of an inherited answer since when the workload is subscribed.
    pub at: OffsetDateTime,
    /// Why the workload answers for itself what a platform answers for it.
    pub own_reason: Option<String>,
    /// The platform that an answer is inherited from; none of them stands in the table.
    pub source: Option<Platform>,
}

impl Stored {
    /// An answer that a workload takes over from a platform: nobody's of its team, and nothing to write over.
    pub fn inherited(
        criterion: CriterionId,
        answer: Answer,
        (source, since): (Platform, OffsetDateTime),
    ) -> Self {
        Self {
            criterion,
            answer,
            provenance: Provenance::Inherited,
            version: 0,
            by: UserId(uuid::Uuid::nil()),
            by_name: source.name.clone(),
            at: since,
            own_reason: None,
            source: Some(source),
        }
    }
}

/// All answers of an assessment, in order of the criterion.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    assessment: AssessmentId,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query!(
        "SELECT a.criterion, a.state, a.reason, a.reason_text, a.provenance, a.version, a.answered_by, a.answered_at,
                a.own_reason, u.name AS by_name
         FROM answers a JOIN users u ON u.id = a.answered_by WHERE a.assessment_id = $1 ORDER BY a.criterion",
        assessment.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Stored {
                criterion: parse(&row.criterion, "answers", "criterion")?,
                answer: answer(
                    &row.state,
                    row.reason.as_deref(),
                    row.reason_text.as_deref(),
                )?,
                provenance: parse(&row.provenance, "answers", "provenance")?,
                version: row.version,
                by: UserId(row.answered_by),
                by_name: row.by_name,
                at: row.answered_at,
                own_reason: row.own_reason,
                source: None,
            })
        })
        .collect()
}

fn answer(state: &str, reason: Option<&str>, text: Option<&str>) -> Result<Answer, StoreError> {
    let broken = StoreError::Inconsistent {
        table: "answers",
        column: "reason",
    };
    Ok(match parse::<AnswerState>(state, "answers", "state")? {
        AnswerState::Met => Answer::Met,
        AnswerState::NotMet => Answer::NotMet,
        AnswerState::Unknown => Answer::Unknown,
        AnswerState::NotApplicable => {
            let reason = parse_opt(reason, "answers", "reason")?;
            let text = text.and_then(|t| domain::Comment::parse(t).ok());
            let (reason, text) = reason.zip(text).ok_or(broken)?;
            Answer::NotApplicable { reason, text }
        }
    })
}

/// Locks an assessment against submission while its answers change; its state, or none where it is not there.
///
/// # Errors
/// When the database fails.
pub async fn lock_for_answers(
    db: &mut PgConnection,
    id: AssessmentId,
) -> Result<Option<AssessmentState>, StoreError> {
    let state = sqlx::query_scalar!(
        "SELECT state FROM assessments WHERE id = $1 FOR SHARE",
        id.0
    )
    .fetch_optional(db)
    .await?;
    parse_opt(state.as_deref(), "assessments", "state")
}

/// Who writes an answer, and when.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// Leave to do so.
    pub permit: &'a Permit<Assess>,
    /// When.
    pub at: OffsetDateTime,
    /// How the answer came to be.
    pub provenance: Provenance,
}

/// Writes an answer over the expected version (0: none yet); the new version, or none where another stands.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut PgConnection,
    writer: Writer<'_>,
    assessment: AssessmentId,
    criterion: &CriterionId,
    expected: i32,
    answer: &Answer,
) -> Result<Option<i32>, StoreError> {
    let (state, reason, text) = (
        answer.state().as_str(),
        answer.reason().map(domain::Reason::as_str),
        answer.reason_text(),
    );
    let by = writer.permit.user().0;
    if expected == 0 {
        return Ok(sqlx::query_scalar!(
            "INSERT INTO answers (assessment_id, criterion, state, reason, reason_text, provenance, version, answered_by, answered_at)
             VALUES ($1, $2, $3, $4, $5, $8, 1, $6, $7) ON CONFLICT DO NOTHING RETURNING version",
            assessment.0,
            criterion.as_str(),
            state,
            reason,
            text,
            by,
            writer.at,
            writer.provenance.as_str()
        )
        .fetch_optional(db)
        .await?);
    }
    // An attestation saw the state and who answered; both stay where only the reason is reworded.
    Ok(sqlx::query_scalar!(
        "UPDATE answers SET state = $4, reason = $5, reason_text = $6, provenance = $9, version = version + 1,
                answered_by = CASE WHEN state = $4 THEN answered_by ELSE $7 END,
                answered_at = CASE WHEN state = $4 THEN answered_at ELSE $8 END
         WHERE assessment_id = $1 AND criterion = $2 AND version = $3 RETURNING version",
        assessment.0,
        criterion.as_str(),
        expected,
        state,
        reason,
        text,
        by,
        writer.at,
        writer.provenance.as_str()
    )
    .fetch_optional(db)
    .await?)
}

/// Writes an answer where there is none yet, with why it is not inherited; the version, or none where one stands.
///
/// # Errors
/// When the database fails.
pub async fn set_own(
    db: &mut PgConnection,
    writer: Writer<'_>,
    assessment: AssessmentId,
    criterion: &CriterionId,
    (answer, own_reason): (&Answer, &str),
) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "INSERT INTO answers (assessment_id, criterion, state, reason, reason_text, provenance, version, answered_by, answered_at,
                              own_reason)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING version",
        assessment.0,
        criterion.as_str(),
        answer.state().as_str(),
        answer.reason().map(domain::Reason::as_str),
        answer.reason_text(),
        writer.provenance.as_str(),
        writer.permit.user().0,
        writer.at,
        own_reason
    )
    .fetch_optional(db)
    .await?)
}

/// Takes an answer of the expected version back; false where another stands.
///
/// # Errors
/// When the database fails.
pub async fn clear(
    db: &mut PgConnection,
    _permit: &Permit<Assess>,
    assessment: AssessmentId,
    criterion: &CriterionId,
    expected: i32,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM answers WHERE assessment_id = $1 AND criterion = $2 AND version = $3",
        assessment.0,
        criterion.as_str(),
        expected
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A check's note and owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredNote {
    /// Which check.
    pub check: CheckId,
    /// The note.
    pub text: String,
    /// The owner.
    pub owner: Option<UserId>,
    /// The owner's name.
    pub owner_name: Option<String>,
    /// For optimistic writes, from 1.
    pub version: i32,
    /// Who changed it last.
    pub by_name: String,
}

/// All notes of an assessment, in order of the check.
///
/// # Errors
/// When the database fails.
pub async fn notes(
    db: &mut PgConnection,
    assessment: AssessmentId,
) -> Result<Vec<StoredNote>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT n.check_id, n.note, n.owner_id, o.name AS "owner_name?", n.version, u.name AS by_name
           FROM check_notes n JOIN users u ON u.id = n.updated_by LEFT JOIN users o ON o.id = n.owner_id
           WHERE n.assessment_id = $1 ORDER BY n.check_id"#,
        assessment.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StoredNote {
                check: parse(&row.check_id, "check_notes", "check_id")?,
                text: row.note,
                owner: row.owner_id.map(UserId),
                owner_name: row.owner_name,
                version: row.version,
                by_name: row.by_name,
            })
        })
        .collect()
}

/// Writes a check's note and owner over the expected version (0: none yet); the new version, or none where another stands.
///
/// # Errors
/// When the database fails.
pub async fn set_note(
    db: &mut PgConnection,
    writer: Writer<'_>,
    assessment: AssessmentId,
    check: &CheckId,
    expected: i32,
    (text, owner): (&str, Option<UserId>),
) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "INSERT INTO check_notes AS n (assessment_id, check_id, note, owner_id, version, updated_by, updated_at)
         SELECT $1, $2, $3, $4, 1, $6, $7
         WHERE $5 = 0 OR EXISTS (SELECT 1 FROM check_notes WHERE assessment_id = $1 AND check_id = $2)
         ON CONFLICT (assessment_id, check_id) DO UPDATE
         SET note = $3, owner_id = $4, version = n.version + 1, updated_by = $6, updated_at = $7
         WHERE n.version = $5 RETURNING version",
        assessment.0,
        check.as_str(),
        text,
        owner.map(|u| u.0),
        expected,
        writer.permit.user().0,
        writer.at
    )
    .fetch_optional(db)
    .await?)
}

/// Copies answers and notes of an approved assessment into the draft that follows it.
///
/// # Errors
/// When the database fails.
pub async fn copy(
    db: &mut PgConnection,
    from: AssessmentId,
    to: AssessmentId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO answers (assessment_id, criterion, state, reason, reason_text, provenance, version, answered_by, answered_at, own_reason)
         SELECT $2, criterion, state, reason, reason_text, provenance, 1, answered_by, answered_at, own_reason
         FROM answers WHERE assessment_id = $1",
        from.0,
        to.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO check_notes (assessment_id, check_id, note, owner_id, version, updated_by, updated_at)
         SELECT $2, check_id, note, owner_id, 1, updated_by, updated_at FROM check_notes WHERE assessment_id = $1",
        from.0,
        to.0
    )
    .execute(db)
    .await?;
    Ok(())
}
