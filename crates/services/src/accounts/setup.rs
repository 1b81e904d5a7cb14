//! The first start: the organisation and its first administrator.

use domain::{Email, FieldErrors, OrgRole, UserId};
use serde_json::json;
use store::{StoreError, organisation, users, users::NewUser};

use super::{Note, hash, new_password, note, one_line};
use crate::{Error, Services};

/// What the set-up form sends.
#[derive(Clone, Default)]
pub struct NewOrganisation {
    /// `organisation`: the organisation's name.
    pub organisation: String,
    /// `name`: the first administrator's name.
    pub name: String,
    /// `email`: the address to sign in with.
    pub email: String,
    /// `password`
    pub password: String,
    /// `repeat`: the password again.
    pub repeat: String,
}

/// Whether nobody has an account yet.
///
/// # Errors
/// When the database fails.
pub async fn needs_setup(services: &Services) -> Result<bool, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(!users::any(&mut db).await?)
}

/// Makes the organisation and its first administrator. Works once: of two at the same time one wins.
///
/// # Errors
/// [`Error::Invalid`]; [`Error::State`] `already_set_up`.
#[tracing::instrument(skip_all)]
pub async fn setup(services: &Services, form: &NewOrganisation) -> Result<UserId, Error> {
    if !needs_setup(services).await? {
        return Err(Error::State("already_set_up"));
    }
    let mut errors = FieldErrors::default();
    let organisation = errors.check("organisation", one_line(&form.organisation));
    let name = errors.check("name", one_line(&form.name));
    let email = errors.check("email", Email::parse(&form.email));
    let password = new_password(&mut errors, "password", &form.password, &form.repeat);
    let (Some(organisation), Some(name), Some(email), Some(password)) =
        (organisation, name, email, password)
    else {
        return Err(Error::Invalid(errors));
    };
    let password_hash = hash(services, password).await?;
    let (id, now) = (UserId(services.new_id()), services.now());
    let mut tx = services.begin().await?;
    // The one row that can be there only once is the lock; nobody but the set-up makes people without an invitation.
    if !organisation::create(&mut tx, &organisation, now).await? || users::any(&mut tx).await? {
        return Err(Error::State("already_set_up"));
    }
    let org_role = Some(OrgRole::Administrator);
    let user = NewUser {
        id,
        email: &email,
        name: &name,
        password_hash: &password_hash,
        org_role,
        invited_by: None,
        at: now,
    };
    users::insert(&mut tx, user).await?;
    let details = json!({ "organisation": organisation, "name": name, "email": email });
    let entry = Note {
        at: now,
        actor: Some(id),
        team: None,
        action: "organisation.setup",
        subject: &id,
        details,
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}
