//! Documents and attestations.

use domain::{
    AttestationId, CheckId, CriterionId, EvidenceId, Permit, UserId, WorkloadId,
    access::{Assess, Attest},
    proof::DocumentDates,
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, rows::parse};

/// A document as it stands.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Which.
    pub id: EvidenceId,
    /// Its check.
    pub check: CheckId,
    /// Its title.
    pub title: String,
    /// SHA-256 of the file, or of the address.
    pub sha256: String,
    /// File or link.
    pub source: Source,
    /// Its dates.
    pub dates: DocumentDates,
    /// What it proves.
    pub criteria: Vec<CriterionId>,
    /// Who added it.
    pub by_name: String,
}

/// Where a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Kept here.
    File {
        /// The name it came with.
        name: String,
        /// What its content was recognised as.
        media_type: String,
        /// Bytes.
        size: i64,
    },
    /// Kept elsewhere.
    Link {
        /// The address.
        url: String,
    },
}

/// All documents of a workload that were not withdrawn, newest first.
///
/// # Errors
/// When the database fails.
pub async fn evidence(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<Evidence>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT e.id, e.check_id, e.title, e.sha256, e.file_name, e.media_type, e.url, e.effective, e.valid_until,
                  u.name AS by_name, b.size AS "size?",
                  ARRAY(SELECT criterion FROM evidence_criteria c WHERE c.evidence_id = e.id ORDER BY criterion) AS "criteria!"
           FROM evidence e JOIN users u ON u.id = e.added_by LEFT JOIN blobs b ON b.sha256 = e.sha256
           WHERE e.workload_id = $1 AND e.withdrawn_at IS NULL ORDER BY e.received_at DESC, e.id"#,
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let source = match (row.url, row.file_name, row.media_type) {
                (Some(url), ..) => Source::Link { url },
                (None, Some(name), Some(media_type)) => Source::File {
                    name,
                    media_type,
                    size: row.size.unwrap_or(0),
                },
                _ => {
                    return Err(StoreError::Inconsistent {
                        table: "evidence",
                        column: "file_name",
                    });
                }
            };
            let criteria = row
                .criteria
                .iter()
                .map(|c| parse(c, "evidence_criteria", "criterion"))
                .collect::<Result<_, _>>()?;
            Ok(Evidence {
                id: EvidenceId(row.id),
                check: parse(&row.check_id, "evidence", "check_id")?,
                title: row.title,
                sha256: row.sha256,
                source,
                dates: DocumentDates {
                    effective: row.effective,
                    valid_until: row.valid_until,
                },
                criteria,
                by_name: row.by_name,
            })
        })
        .collect()
}

/// A document to be added.
#[derive(Clone, Debug)]
pub struct NewEvidence<'a> {
    /// Its id.
    pub id: EvidenceId,
    /// Its check.
    pub check: &'a CheckId,
    /// Its title.
    pub title: &'a str,
    /// SHA-256 of the file, or of the address.
    pub sha256: &'a str,
    /// File or link.
    pub source: Source,
    /// Its dates.
    pub dates: DocumentDates,
    /// What it proves.
    pub criteria: &'a [CriterionId],
}

/// Keeps a file by its content.
///
/// # Errors
/// When the database fails.
pub async fn keep_file(
    db: &mut PgConnection,
    sha256: &str,
    bytes: &[u8],
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    sqlx::query!(
        "INSERT INTO blobs (sha256, bytes, size, received_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        sha256,
        bytes,
        size,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds a document.
///
/// # Errors
/// When the database fails.
pub async fn add_evidence(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    new: NewEvidence<'_>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let (url, file_name, media_type) = match &new.source {
        Source::Link { url } => (Some(url.as_str()), None, None),
        Source::File {
            name, media_type, ..
        } => (None, Some(name.as_str()), Some(media_type.as_str())),
    };
    sqlx::query!(
        "INSERT INTO evidence (id, workload_id, check_id, title, sha256, file_name, media_type, url, effective, valid_until,
                               added_by, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        new.id.0,
        workload.0,
        new.check.as_str(),
        new.title,
        new.sha256,
        file_name,
        media_type,
        url,
        new.dates.effective,
        new.dates.valid_until,
        permit.user().0,
        at
    )
    .execute(&mut *db)
    .await?;
    let criteria: Vec<String> = new.criteria.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "INSERT INTO evidence_criteria (evidence_id, criterion) SELECT $1, unnest($2::text[])",
        new.id.0,
        &criteria
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Withdraws a document; its check, or none where it is not there or was withdrawn already.
///
/// # Errors
/// When the database fails.
pub async fn withdraw_evidence(
    db: &mut PgConnection,
    permit: &Permit<Assess>,
    workload: WorkloadId,
    id: EvidenceId,
    at: OffsetDateTime,
) -> Result<Option<CheckId>, StoreError> {
    let check = sqlx::query_scalar!(
        "UPDATE evidence SET withdrawn_at = $3, withdrawn_by = $4
         WHERE id = $1 AND workload_id = $2 AND withdrawn_at IS NULL RETURNING check_id",
        id.0,
        workload.0,
        at,
        permit.user().0
    )
    .fetch_optional(db)
    .await?;
    check.map(|c| parse(&c, "evidence", "check_id")).transpose()
}

/// A file to be sent back to a reader.
#[derive(Clone, Debug)]
pub struct Download {
    /// The workload that it belongs to.
    pub workload: WorkloadId,
    /// The name it came with.
    pub name: String,
    /// What its content was recognised as.
    pub media_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A document's file.
///
/// # Errors
/// When the database fails.
pub async fn download(
    db: &mut PgConnection,
    id: EvidenceId,
) -> Result<Option<Download>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT e.workload_id, e.file_name AS "name!", e.media_type AS "media_type!", b.bytes
           FROM evidence e JOIN blobs b ON b.sha256 = e.sha256 WHERE e.id = $1 AND e.file_name IS NOT NULL"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Download {
        workload: WorkloadId(row.workload_id),
        name: row.name,
        media_type: row.media_type,
        bytes: row.bytes,
    }))
}

/// A second person's confirmation.
#[derive(Clone, Debug)]
pub struct Attestation {
    /// Which.
    pub id: AttestationId,
    /// Of what.
    pub criterion: CriterionId,
    /// What they saw.
    pub statement: String,
    /// Who.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
}

/// All attestations of a workload that were not withdrawn, newest first.
///
/// # Errors
/// When the database fails.
pub async fn attestations(
    db: &mut PgConnection,
    workload: WorkloadId,
) -> Result<Vec<Attestation>, StoreError> {
    let rows = sqlx::query!(
        "SELECT a.id, a.criterion, a.statement, a.by_user, u.name AS by_name, a.at
         FROM attestations a JOIN users u ON u.id = a.by_user
         WHERE a.workload_id = $1 AND a.withdrawn_at IS NULL ORDER BY a.at DESC, a.id",
        workload.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Attestation {
                id: AttestationId(row.id),
                criterion: parse(&row.criterion, "attestations", "criterion")?,
                statement: row.statement,
                by: UserId(row.by_user),
                by_name: row.by_name,
                at: row.at,
            })
        })
        .collect()
}

/// Adds an attestation.
///
/// # Errors
/// When the database fails.
pub async fn attest(
    db: &mut PgConnection,
    permit: &Permit<Attest>,
    workload: WorkloadId,
    id: AttestationId,
    criterion: &CriterionId,
    (statement, at): (&str, OffsetDateTime),
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO attestations (id, workload_id, criterion, statement, by_user, at) VALUES ($1, $2, $3, $4, $5, $6)",
        id.0,
        workload.0,
        criterion.as_str(),
        statement,
        permit.user().0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Withdraws one's own attestation; its criterion, or none where there is no such.
///
/// # Errors
/// When the database fails.
pub async fn withdraw_attestation(
    db: &mut PgConnection,
    permit: &Permit<Attest>,
    workload: WorkloadId,
    id: AttestationId,
    at: OffsetDateTime,
) -> Result<Option<CriterionId>, StoreError> {
    let criterion = sqlx::query_scalar!(
        "UPDATE attestations SET withdrawn_at = $4
         WHERE id = $1 AND workload_id = $2 AND by_user = $3 AND withdrawn_at IS NULL RETURNING criterion",
        id.0,
        workload.0,
        permit.user().0,
        at
    )
    .fetch_optional(db)
    .await?;
    criterion
        .map(|c| parse(&c, "attestations", "criterion"))
        .transpose()
}
