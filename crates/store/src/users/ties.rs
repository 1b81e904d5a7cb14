//! Which accounts go back to invitations by which others.

use std::collections::BTreeSet;

use domain::{TeamId, UserId};
use sqlx::PgConnection;

use crate::StoreError;

/// Of pairs of a guest and a host, those whose guest's account goes back to an invitation by the host, at once or through
/// people whom the host invited.
///
/// # Errors
/// When the database fails.
pub async fn invited(
    db: &mut PgConnection,
    pairs: &[(UserId, UserId)],
) -> Result<BTreeSet<(UserId, UserId)>, StoreError> {
    if pairs.is_empty() {
        return Ok(BTreeSet::new());
    }
    let guests: Vec<_> = pairs.iter().map(|(guest, _)| guest.0).collect();
    let hosts: Vec<_> = pairs.iter().map(|(_, host)| host.0).collect();
    let rows = sqlx::query!(
        r#"WITH RECURSIVE back AS (
               SELECT p.guest, p.host, u.invited_by AS inviter
               FROM unnest($1::uuid[], $2::uuid[]) AS p (guest, host) JOIN users u ON u.id = p.guest
               UNION
               SELECT b.guest, b.host, u.invited_by
               FROM back b JOIN users u ON u.id = b.inviter WHERE b.inviter <> b.host
           )
           SELECT DISTINCT guest AS "guest!", host AS "host!" FROM back WHERE inviter = host"#,
        &guests,
        &hosts
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UserId(row.guest), UserId(row.host)))
        .collect())
}

/// Whether anybody decides in a team (an owner, an administrator) whose account does not go back to a person.
///
/// # Errors
/// When the database fails.
pub async fn somebody_independent(
    db: &mut PgConnection,
    team: TeamId,
    of: UserId,
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"WITH RECURSIVE guests AS (
               SELECT id FROM users WHERE invited_by = $1
               UNION
               SELECT u.id FROM users u JOIN guests g ON u.invited_by = g.id
           )
           SELECT EXISTS (
               SELECT 1 FROM users u
               WHERE u.id <> $1 AND u.disabled_at IS NULL AND NOT EXISTS (SELECT 1 FROM guests g WHERE g.id = u.id)
                 AND (u.org_role IS NOT DISTINCT FROM 'administrator' OR EXISTS (
                     SELECT 1 FROM members m WHERE m.team_id = $2 AND m.user_id = u.id AND m.role = 'owner'))
           ) AS "somebody!""#,
        of.0,
        team.0
    )
    .fetch_one(db)
    .await?)
}
