//! Who is in which team.

use domain::{
    Permit, TeamId, TeamRole, UserId,
    access::{ManageTeam, Read},
    views::accounts::{MemberRow, instant},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{StoreError, invitations::Claimed, rows};

/// A team's members: owners first, then by name.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    permit: &Permit<Read>,
) -> Result<Vec<MemberRow>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT u.id, u.name, u.email, m.role, u.disabled_at IS NOT NULL AS "disabled!", m.created_at
           FROM members m JOIN users u ON u.id = m.user_id WHERE m.team_id = $1
           ORDER BY m.role <> 'owner', lower(u.name), u.id"#,
        permit.team().0
    )
    .fetch_all(db)
    .await?;
    let found = found.into_iter().map(|row| {
        Ok(MemberRow {
            user: UserId(row.id),
            name: row.name,
            email: row.email,
            role: rows::parse(&row.role, "members", "role")?,
            disabled: row.disabled,
            since: instant(row.created_at),
        })
    });
    found.collect()
}

/// A person's role in a team.
///
/// # Errors
/// When the database fails.
pub async fn role(
    db: &mut PgConnection,
    permit: &Permit<ManageTeam>,
    user: UserId,
) -> Result<Option<TeamRole>, StoreError> {
    let role = sqlx::query_scalar!(
        "SELECT role FROM members WHERE team_id = $1 AND user_id = $2",
        permit.team().0,
        user.0
    )
    .fetch_optional(db)
    .await?;
    rows::parse_opt(role.as_deref(), "members", "role")
}

/// Whether somebody else than this person owns the team and can sign in. Hold the team
/// ([`teams::lock`](crate::teams::lock)) before asking.
///
/// # Errors
/// When the database fails.
pub async fn has_other_owner(
    db: &mut PgConnection,
    permit: &Permit<ManageTeam>,
    user: UserId,
) -> Result<bool, StoreError> {
    let other = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT 1 FROM members m JOIN users u ON u.id = m.user_id
               WHERE m.team_id = $1 AND m.role = 'owner' AND m.user_id <> $2 AND u.disabled_at IS NULL
           ) AS "other!""#,
        permit.team().0,
        user.0
    )
    .fetch_one(db)
    .await?;
    Ok(other)
}

/// Adds somebody; false if they are in the team already.
///
/// # Errors
/// When the person does not exist (`members_user_id_fkey`) or the database fails.
pub async fn add(
    db: &mut PgConnection,
    permit: &Permit<ManageTeam>,
    user: UserId,
    role: TeamRole,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO members (team_id, user_id, role, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        permit.team().0,
        user.0,
        role.as_str(),
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes a member's role.
///
/// # Errors
/// When the database fails.
pub async fn set_role(
    db: &mut PgConnection,
    permit: &Permit<ManageTeam>,
    user: UserId,
    role: TeamRole,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE members SET role = $3 WHERE team_id = $1 AND user_id = $2",
        permit.team().0,
        user.0,
        role.as_str()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes a member.
///
/// # Errors
/// When the database fails.
pub async fn remove(
    db: &mut PgConnection,
    permit: &Permit<ManageTeam>,
    user: UserId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM members WHERE team_id = $1 AND user_id = $2",
        permit.team().0,
        user.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives an invited person what the invitation says. It never takes away: who is more already stays so.
///
/// # Errors
/// When the database fails.
pub async fn join(
    db: &mut PgConnection,
    claimed: &Claimed,
    user: UserId,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    if let Some((team, role)) = claimed.team() {
        sqlx::query!(
            "INSERT INTO members (team_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (team_id, user_id) DO UPDATE SET role = excluded.role
             WHERE excluded.role = 'owner' OR members.role = 'viewer'",
            team.0,
            user.0,
            role.as_str(),
            at
        )
        .execute(&mut *db)
        .await?;
    }
    if let Some(role) = claimed.org_role() {
        sqlx::query!(
            "UPDATE users SET org_role = $2, version = version + 1
             WHERE id = $1 AND org_role IS DISTINCT FROM 'administrator'",
            user.0,
            role.as_str()
        )
        .execute(db)
        .await?;
    }
    Ok(())
}

/// A team's members who may sign in, by name: who can own something in it.
///
/// # Errors
/// When the database fails.
pub async fn people(
    db: &mut PgConnection,
    team: TeamId,
) -> Result<Vec<domain::views::workloads::Person>, StoreError> {
    let rows = sqlx::query!(
        "SELECT u.id, u.name FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.team_id = $1 AND u.disabled_at IS NULL ORDER BY u.name, u.id",
        team.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| domain::views::workloads::Person {
            id: UserId(row.id),
            name: row.name,
        })
        .collect())
}
