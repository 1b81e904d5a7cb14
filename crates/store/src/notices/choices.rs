//! What people chose otherwise than it is by default.

use domain::{UserId, notice::NoticeKind};
use sqlx::PgConnection;

use crate::{StoreError, rows::parse};

/// What some people chose; kinds that a later version knew are passed over.
///
/// # Errors
/// When the database fails.
pub async fn of(
    db: &mut PgConnection,
    users: &[UserId],
) -> Result<Vec<(UserId, NoticeKind, bool)>, StoreError> {
    let users: Vec<_> = users.iter().map(|user| user.0).collect();
    let rows = sqlx::query!(
        "SELECT user_id, kind, mail FROM notice_choices WHERE user_id = ANY ($1)",
        &users
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = parse(&row.kind, "notice_choices", "kind")?;
            Ok((UserId(row.user_id), kind, row.mail))
        })
        .collect()
}

/// Keeps what a person chose, all kinds at once.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut PgConnection,
    user: UserId,
    choices: &[(NoticeKind, bool)],
) -> Result<(), StoreError> {
    let kinds: Vec<_> = choices
        .iter()
        .map(|(kind, _)| kind.as_str().to_owned())
        .collect();
    let mail: Vec<_> = choices.iter().map(|(_, mail)| *mail).collect();
    sqlx::query!(
        "INSERT INTO notice_choices (user_id, kind, mail)
         SELECT $1, new.kind, new.mail FROM unnest($2::text[], $3::boolean[]) AS new (kind, mail)
         ON CONFLICT (user_id, kind) DO UPDATE SET mail = EXCLUDED.mail",
        user.0,
        &kinds,
        &mail
    )
    .execute(db)
    .await?;
    Ok(())
}
