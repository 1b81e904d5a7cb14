//! What people chose otherwise than it is by default.

use domain::{UserId, notice::NoticeKind};
use sqlx::PgConnection;

use crate::{StoreError, rows::parse};

/// What somebody chose of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Of which.
    pub kind: NoticeKind,
    /// Whether the console shows it.
    pub console: bool,
    /// Whether it comes by mail.
    pub mail: bool,
}

/// What some people chose; kinds that a later version knew are passed over.
///
/// # Errors
/// When the database fails.
pub async fn of(
    db: &mut PgConnection,
    users: &[UserId],
) -> Result<Vec<(UserId, Chosen)>, StoreError> {
    let users: Vec<_> = users.iter().map(|user| user.0).collect();
    let rows = sqlx::query!(
        "SELECT user_id, kind, console, mail FROM notice_choices WHERE user_id = ANY ($1)",
        &users
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let chosen = Chosen {
                kind: parse(&row.kind, "notice_choices", "kind")?,
                console: row.console,
                mail: row.mail,
            };
            Ok((UserId(row.user_id), chosen))
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
    choices: &[Chosen],
) -> Result<(), StoreError> {
    let kinds: Vec<_> = choices
        .iter()
        .map(|one| one.kind.as_str().to_owned())
        .collect();
    let console: Vec<_> = choices.iter().map(|one| one.console).collect();
    let mail: Vec<_> = choices.iter().map(|one| one.mail).collect();
    sqlx::query!(
        "INSERT INTO notice_choices (user_id, kind, console, mail)
         SELECT $1, new.kind, new.console, new.mail
         FROM unnest($2::text[], $3::boolean[], $4::boolean[]) AS new (kind, console, mail)
         ON CONFLICT (user_id, kind) DO UPDATE SET console = EXCLUDED.console, mail = EXCLUDED.mail",
        user.0,
        &kinds,
        &console,
        &mail
    )
    .execute(db)
    .await?;
    Ok(())
}
