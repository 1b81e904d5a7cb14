//! People whom rows name, here and in the file.

use domain::{Administer, Email, Name, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{StoreError, rows::parse};

/// Somebody whom rows of an export name. A token that sent a file is one too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who, in the installation that wrote the file.
    pub id: UserId,
    /// Their name.
    pub name: Name,
    /// Their address; only administrators get it into a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
}

/// What names people.
pub trait PeopleOf {
    /// Goes through all people in it.
    fn people(&mut self, with: &mut dyn FnMut(&mut UserId));
}

impl PeopleOf for UserId {
    fn people(&mut self, with: &mut dyn FnMut(&mut UserId)) {
        with(self);
    }
}

impl<T: PeopleOf> PeopleOf for Option<T> {
    fn people(&mut self, with: &mut dyn FnMut(&mut UserId)) {
        if let Some(one) = self {
            one.people(with);
        }
    }
}

/// People and tokens by id, in order; addresses only of people who can sign in, and only where they are asked for.
///
/// # Errors
/// When the database fails.
pub async fn named(
    db: &mut PgConnection,
    ids: &[UserId],
    addresses: bool,
) -> Result<Vec<Person>, StoreError> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", name AS "name!", email FROM (
               SELECT id, name, CASE WHEN $2 AND NOT imported THEN email END AS email FROM users WHERE id = ANY ($1)
               UNION ALL
               SELECT id, name, NULL FROM tokens WHERE id = ANY ($1)
           ) AS found ORDER BY id"#,
        &ids,
        addresses
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let email = row.email.as_deref().map(|e| parse(e, "users", "email"));
            Ok(Person {
                id: UserId(row.id),
                name: parse(&row.name, "users", "name")?,
                email: email.transpose()?,
            })
        })
        .collect()
}

/// An account, or somebody who came with an import.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who.
    pub id: UserId,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Whether they came with an import and have no account.
    pub imported: bool,
}

/// Who is here of some people, by id or by address.
///
/// # Errors
/// When the database fails.
pub async fn known(
    db: &mut PgConnection,
    ids: &[UserId],
    emails: &[Email],
) -> Result<Vec<Known>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let emails: Vec<String> = emails.iter().map(ToString::to_string).collect();
    let rows = sqlx::query!(
        "SELECT id, email, name, imported FROM users WHERE id = ANY ($1) OR email = ANY ($2)",
        &ids,
        &emails
    )
    .fetch_all(db)
    .await?;
    let known = rows.into_iter().map(|row| Known {
        id: UserId(row.id),
        email: row.email,
        name: row.name,
        imported: row.imported,
    });
    Ok(known.collect())
}

/// Adds somebody who can be named and can't sign in; who is there stays as they are.
///
/// # Errors
/// When the database fails.
pub async fn add_person(
    db: &mut PgConnection,
    _permit: &Administer,
    id: UserId,
    name: &Name,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    // No password gives this hash.
    sqlx::query!(
        "INSERT INTO users (id, email, name, password_hash, created_at, disabled_at, imported)
         VALUES ($1, $2, $3, '', $4, $4, true) ON CONFLICT (id) DO NOTHING",
        id.0,
        format!("{id}@imported.invalid"),
        name.as_str(),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
