//! Links that let somebody join a team or take a role in the organisation.

use domain::{
    Administer, Email, InvitationId, OrgRole, Permit, TeamId, TeamRole, UserId,
    access::ManageTeam,
    views::accounts::{InvitationOffer, InvitationRow, Invited, instant},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{StoreError, rows};

/// Who may invite to what.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// A role in a team.
    Team(&'a Permit<ManageTeam>, TeamRole),
    /// A role in the organisation.
    Organisation(&'a Administer, OrgRole),
}

impl Target<'_> {
    /// Who.
    pub const fn invited_by(&self) -> UserId {
        match self {
            Self::Team(permit, _) => permit.user(),
            Self::Organisation(permit, _) => permit.user(),
        }
    }

    fn team(&self) -> Option<(TeamId, TeamRole)> {
        match self {
            Self::Team(permit, role) => Some((permit.team(), *role)),
            Self::Organisation(..) => None,
        }
    }

    const fn org_role(&self) -> Option<OrgRole> {
        match self {
            Self::Team(..) => None,
            Self::Organisation(_, role) => Some(*role),
        }
    }
}

/// An invitation to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewInvitation<'a> {
    /// The new id.
    pub id: InvitationId,
    /// SHA-256 of the secret.
    pub token_hash: &'a [u8],
    /// For whom.
    pub email: &'a Email,
    /// To what, and by whom.
    pub target: Target<'a>,
    /// When.
    pub created_at: OffsetDateTime,
    /// Until when it can be accepted.
    pub expires_at: OffsetDateTime,
}

/// Keeps an invitation and revokes the open ones of the same address to the same thing: only the newest link works.
///
/// # Errors
/// When the database fails.
pub async fn insert(db: &mut PgConnection, new: NewInvitation<'_>) -> Result<(), StoreError> {
    let team = new.target.team();
    sqlx::query!(
        "UPDATE invitations SET revoked_at = $3
         WHERE email = $1 AND team_id IS NOT DISTINCT FROM $2 AND accepted_at IS NULL AND revoked_at IS NULL",
        new.email.as_str(),
        team.map(|(id, _)| id.0),
        new.created_at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO invitations (id, token_hash, email, team_id, role, org_role, invited_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.token_hash,
        new.email.as_str(),
        team.map(|(id, _)| id.0),
        team.map(|(_, role)| role.as_str()),
        new.target.org_role().map(OrgRole::as_str),
        new.target.invited_by().0,
        new.created_at,
        new.expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The invitations to a team that can still be accepted, newest first.
///
/// # Errors
/// When the database fails.
pub async fn open_of_team(
    db: &mut PgConnection,
    permit: &Permit<ManageTeam>,
    now: OffsetDateTime,
) -> Result<Vec<InvitationRow>, StoreError> {
    open(db, Some(permit.team()), now).await
}

/// All invitations that can still be accepted, newest first.
///
/// # Errors
/// When the database fails.
pub async fn open_of_all(
    db: &mut PgConnection,
    _permit: &Administer,
    now: OffsetDateTime,
) -> Result<Vec<InvitationRow>, StoreError> {
    open(db, None, now).await
}

async fn open(
    db: &mut PgConnection,
    team: Option<TeamId>,
    now: OffsetDateTime,
) -> Result<Vec<InvitationRow>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT i.id, i.email, i.team_id, t.name AS "team_name?", i.role, i.org_role, u.name AS invited_by, i.expires_at
           FROM invitations i JOIN users u ON u.id = i.invited_by LEFT JOIN teams t ON t.id = i.team_id
           WHERE ($1::uuid IS NULL OR i.team_id = $1) AND i.expires_at > $2
             AND i.accepted_at IS NULL AND i.revoked_at IS NULL
           ORDER BY i.created_at DESC, i.id DESC"#,
        team.map(|t| t.0),
        now
    )
    .fetch_all(db)
    .await?;
    let found = found.into_iter().map(|row| {
        Ok(InvitationRow {
            id: InvitationId(row.id),
            email: row.email,
            invited: invited(
                row.team_id,
                row.team_name,
                row.role.as_deref(),
                row.org_role.as_deref(),
            )?,
            invited_by: row.invited_by,
            expires_at: instant(row.expires_at),
        })
    });
    found.collect()
}

fn invited(
    team: Option<Uuid>,
    name: Option<String>,
    role: Option<&str>,
    org_role: Option<&str>,
) -> Result<Invited, StoreError> {
    match (team, name, role, org_role) {
        (Some(id), Some(name), Some(role), _) => Ok(Invited::Team {
            id: TeamId(id),
            name,
            role: rows::parse(role, "invitations", "role")?,
        }),
        (None, None, None, Some(role)) => Ok(Invited::Organisation {
            role: rows::parse(role, "invitations", "org_role")?,
        }),
        _ => Err(StoreError::Inconsistent {
            table: "invitations",
            column: "role",
        }),
    }
}

/// An open invitation, for those who want to revoke it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// For whom.
    pub email: String,
    /// The team; none for the organisation.
    pub team: Option<TeamId>,
}

/// Whose leave is needed to revoke an open invitation.
///
/// # Errors
/// When the database fails.
pub async fn scope(
    db: &mut PgConnection,
    id: InvitationId,
    now: OffsetDateTime,
) -> Result<Option<Scope>, StoreError> {
    let row = sqlx::query!(
        "SELECT email, team_id FROM invitations
         WHERE id = $1 AND expires_at > $2 AND accepted_at IS NULL AND revoked_at IS NULL",
        id.0,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Scope {
        email: row.email,
        team: row.team_id.map(TeamId),
    }))
}

/// Leave to revoke.
#[derive(Clone, Copy, Debug)]
pub enum Leave<'a> {
    /// Invitations to one team.
    Team(&'a Permit<ManageTeam>),
    /// All invitations.
    Organisation(&'a Administer),
}

/// Revokes an open invitation; false if there is none.
///
/// # Errors
/// When the database fails.
pub async fn revoke(
    db: &mut PgConnection,
    leave: Leave<'_>,
    id: InvitationId,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let team = match leave {
        Leave::Team(permit) => Some(permit.team().0),
        Leave::Organisation(_) => None,
    };
    let done = sqlx::query!(
        "UPDATE invitations SET revoked_at = $2
         WHERE id = $1 AND expires_at > $2 AND accepted_at IS NULL AND revoked_at IS NULL
           AND ($3::uuid IS NULL OR team_id = $3)",
        id.0,
        now,
        team
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What a link offers, while it holds: open, not expired, and its maker may still invite to that.
///
/// # Errors
/// When the database fails.
pub async fn look(
    db: &mut PgConnection,
    token_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<InvitationOffer>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT o.name AS organisation, i.email, i.team_id, t.name AS "team_name?", i.role, i.org_role,
               u.name AS invited_by, i.expires_at
           FROM invitations i JOIN users u ON u.id = i.invited_by LEFT JOIN teams t ON t.id = i.team_id, organisation o
           WHERE i.token_hash = $1 AND i.expires_at > $2 AND i.accepted_at IS NULL AND i.revoked_at IS NULL
             AND u.disabled_at IS NULL AND (u.org_role IS NOT DISTINCT FROM 'administrator' OR EXISTS (
                 SELECT 1 FROM members m WHERE m.team_id = i.team_id AND m.user_id = u.id AND m.role = 'owner'))"#,
        token_hash,
        now
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(InvitationOffer {
            organisation: row.organisation,
            email: row.email,
            invited: invited(
                row.team_id,
                row.team_name,
                row.role.as_deref(),
                row.org_role.as_deref(),
            )?,
            invited_by: row.invited_by,
            expires_at: instant(row.expires_at),
        })
    })
    .transpose()
}

/// An invitation that this transaction has accepted: proof that somebody may have what it says. Only [`claim`] makes
/// it.
#[derive(Clone, Debug)]
pub struct Claimed {
    id: InvitationId,
    invited_by: UserId,
    email: Email,
    team: Option<(TeamId, TeamRole)>,
    org_role: Option<OrgRole>,
}

impl Claimed {
    /// Which.
    pub const fn id(&self) -> InvitationId {
        self.id
    }

    /// Who invited.
    pub const fn invited_by(&self) -> UserId {
        self.invited_by
    }

    /// For whom.
    pub const fn email(&self) -> &Email {
        &self.email
    }

    /// The team and the role in it.
    pub const fn team(&self) -> Option<(TeamId, TeamRole)> {
        self.team
    }

    /// The role in the organisation.
    pub const fn org_role(&self) -> Option<OrgRole> {
        self.org_role
    }
}

/// Accepts an invitation, if it holds as for [`look`]: of two at once only one gets it. With an address, only the one
/// for that address.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    db: &mut PgConnection,
    token_hash: &[u8],
    email: Option<&Email>,
    now: OffsetDateTime,
) -> Result<Option<Claimed>, StoreError> {
    let row = sqlx::query!(
        "UPDATE invitations i SET accepted_at = $2 FROM users u
         WHERE i.token_hash = $1 AND i.expires_at > $2 AND i.accepted_at IS NULL AND i.revoked_at IS NULL
           AND ($3::text IS NULL OR i.email = $3)
           AND u.id = i.invited_by AND u.disabled_at IS NULL
           AND (u.org_role IS NOT DISTINCT FROM 'administrator' OR EXISTS (
               SELECT 1 FROM members m WHERE m.team_id = i.team_id AND m.user_id = u.id AND m.role = 'owner'))
         RETURNING i.id, i.invited_by, i.email, i.team_id, i.role, i.org_role",
        token_hash,
        now,
        email.map(Email::as_str)
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role = rows::parse_opt(row.role.as_deref(), "invitations", "role")?;
    Ok(Some(Claimed {
        id: InvitationId(row.id),
        invited_by: UserId(row.invited_by),
        email: Email::parse(&row.email).map_err(|_| StoreError::Inconsistent {
            table: "invitations",
            column: "email",
        })?,
        team: row.team_id.map(TeamId).zip(role),
        org_role: rows::parse_opt(row.org_role.as_deref(), "invitations", "org_role")?,
    }))
}
