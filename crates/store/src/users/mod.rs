//! People. They are never deleted, for the change log and every list name them; they are disabled.

mod account;
mod admin;
mod ties;

use domain::{
    Email, Locale, Name, OrgRole, TeamId, TeamRole, UserId,
    views::frame::{Me, MyTeam, Theme},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

pub use account::{Profile, replace_hash, set_locale, set_password, set_theme, update_profile};
pub use admin::{list, lock_administrators, set_disabled, set_org_role};
pub use ties::{invited, somebody_independent};

use crate::{StoreError, rows};

/// A person to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewUser<'a> {
    /// The new id.
    pub id: UserId,
    /// Address.
    pub email: &'a Email,
    /// Display name.
    pub name: &'a Name,
    /// In the PHC string format.
    pub password_hash: &'a str,
    /// Role in the organisation.
    pub org_role: Option<OrgRole>,
    /// Whose invitation made the account; none for the first.
    pub invited_by: Option<UserId>,
    /// When.
    pub at: OffsetDateTime,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// Address.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Role in the organisation.
    pub org_role: Option<OrgRole>,
    /// Chosen language.
    pub locale: Option<Locale>,
    /// Chosen theme.
    pub theme: Option<Theme>,
    /// Can't sign in.
    pub disabled: bool,
    /// Grows with each change.
    pub version: i32,
}

/// What a password is checked against.
#[derive(Clone)]
pub struct Credentials {
    /// Whose.
    pub user: UserId,
    /// In the PHC string format.
    pub password_hash: String,
    /// Part of each session: grows with each new password.
    pub epoch: i32,
}

/// Who a session belongs to, with all that every page shows of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The person with roles and teams.
    pub me: Me,
    /// Chosen language.
    pub locale: Option<Locale>,
    /// Chosen theme.
    pub theme: Option<Theme>,
}

/// Whether there is anybody.
///
/// # Errors
/// When the database fails.
pub async fn any(db: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM users) AS "any!""#)
            .fetch_one(db)
            .await?,
    )
}

/// Adds a person.
///
/// # Errors
/// When the address is taken (`users_email_key`) or the database fails.
pub async fn insert(db: &mut PgConnection, user: NewUser<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO users (id, email, name, password_hash, org_role, invited_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        user.id.0,
        user.email.as_str(),
        user.name.as_str(),
        user.password_hash,
        user.org_role.map(OrgRole::as_str),
        user.invited_by.map(|by| by.0),
        user.at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A person by id.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &mut PgConnection, id: UserId) -> Result<Option<User>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT email, name, org_role, locale, theme, disabled_at IS NOT NULL AS "disabled!", version
           FROM users WHERE id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(User {
            id,
            email: row.email,
            name: row.name,
            org_role: rows::parse_opt(row.org_role.as_deref(), "users", "org_role")?,
            locale: row.locale.as_deref().and_then(Locale::from_tag),
            theme: rows::parse_opt(row.theme.as_deref(), "users", "theme")?,
            disabled: row.disabled,
            version: row.version,
        })
    })
    .transpose()
}

/// A person's id by address, disabled or not.
///
/// # Errors
/// When the database fails.
pub async fn id_by_email(
    db: &mut PgConnection,
    email: &Email,
) -> Result<Option<UserId>, StoreError> {
    let id = sqlx::query_scalar!("SELECT id FROM users WHERE email = $1", email.as_str())
        .fetch_optional(db)
        .await?;
    Ok(id.map(UserId))
}

/// What to check the password of an address against; none for unknown and disabled people.
///
/// # Errors
/// When the database fails.
pub async fn credentials_by_email(
    db: &mut PgConnection,
    email: &Email,
) -> Result<Option<Credentials>, StoreError> {
    let row = sqlx::query!(
        "SELECT id, password_hash, password_epoch FROM users WHERE email = $1 AND disabled_at IS NULL",
        email.as_str()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| Credentials {
        user: UserId(r.id),
        password_hash: r.password_hash,
        epoch: r.password_epoch,
    }))
}

/// What to check the password of a person against; none for disabled people.
///
/// # Errors
/// When the database fails.
pub async fn credentials(
    db: &mut PgConnection,
    user: UserId,
) -> Result<Option<Credentials>, StoreError> {
    let row = sqlx::query!(
        "SELECT password_hash, password_epoch FROM users WHERE id = $1 AND disabled_at IS NULL",
        user.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| Credentials {
        user,
        password_hash: r.password_hash,
        epoch: r.password_epoch,
    }))
}

/// Who a session belongs to, in one query; none if they are disabled or set a new password since it began.
///
/// # Errors
/// When the database fails.
pub async fn session(
    db: &mut PgConnection,
    user: UserId,
    epoch: i32,
) -> Result<Option<Session>, StoreError> {
    let all = sqlx::query!(
        r#"SELECT u.email, u.name, u.org_role, u.locale, u.theme, m.team_id AS "team_id?", t.name AS "team_name?",
               m.role AS "role?"
           FROM users u LEFT JOIN members m ON m.user_id = u.id LEFT JOIN teams t ON t.id = m.team_id
           WHERE u.id = $1 AND u.password_epoch = $2 AND u.disabled_at IS NULL
           ORDER BY lower(t.name), t.id"#,
        user.0,
        epoch
    )
    .fetch_all(db)
    .await?;
    let mut teams = Vec::with_capacity(all.len());
    for row in &all {
        if let (Some(id), Some(name), Some(role)) = (row.team_id, &row.team_name, &row.role) {
            let role: TeamRole = rows::parse(role, "members", "role")?;
            teams.push(MyTeam {
                id: TeamId(id),
                name: name.clone(),
                role,
            });
        }
    }
    let Some(row) = all.into_iter().next() else {
        return Ok(None);
    };
    let org_role = rows::parse_opt(row.org_role.as_deref(), "users", "org_role")?;
    Ok(Some(Session {
        me: Me {
            id: user,
            name: row.name,
            email: row.email,
            org_role,
            teams,
        },
        locale: row.locale.as_deref().and_then(Locale::from_tag),
        theme: rows::parse_opt(row.theme.as_deref(), "users", "theme")?,
    }))
}

/// The names of some people.
///
/// # Errors
/// When the database fails.
pub async fn names(
    db: &mut PgConnection,
    people: &[UserId],
) -> Result<Vec<(UserId, String)>, StoreError> {
    let ids: Vec<_> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!("SELECT id, name FROM users WHERE id = ANY ($1)", &ids)
        .fetch_all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (UserId(row.id), row.name))
        .collect())
}
