//! What entries are about, by name.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// What rows with these ids are called today; what is gone, and what has no name, is left out. Workloads are, too: who reads
/// an entry may not read every one that it is about.
///
/// # Errors
/// When the database fails.
pub async fn names(
    db: &mut PgConnection,
    subjects: &[Uuid],
) -> Result<Vec<(Uuid, String)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT named.id AS "id!", named.name AS "name!" FROM (
               SELECT id, title AS name FROM evidence WHERE id = ANY ($1)
               UNION ALL SELECT id, file_name FROM readings WHERE id = ANY ($1)
               UNION ALL SELECT id, name FROM tokens WHERE id = ANY ($1)
               UNION ALL SELECT id, name FROM components WHERE id = ANY ($1)
               UNION ALL SELECT id, name FROM map_parts WHERE id = ANY ($1)
               UNION ALL SELECT id, name FROM teams WHERE id = ANY ($1)
               UNION ALL SELECT id, name FROM users WHERE id = ANY ($1)
               UNION ALL SELECT id, email FROM invitations WHERE id = ANY ($1)
               UNION ALL SELECT id, name FROM webhooks WHERE id = ANY ($1)
               UNION ALL SELECT id, file_name FROM imports WHERE id = ANY ($1)
           ) AS named"#,
        subjects
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
