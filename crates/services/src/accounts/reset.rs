//! Links with which a person sets a new password without the old one.

use domain::{
    Email, FieldErrors, UserId, Viewer,
    views::accounts::{IssuedLink, ResetOffer, instant},
};
use serde_json::json;
use store::{StoreError, Tx, password_resets, password_resets::NewReset, sessions, users};
use time::Duration;

use super::{Account, Note, Secret, hash, new_password, note, token_hash};
use crate::{Error, Services};

/// How long a link can be used.
const VALID: Duration = Duration::hours(24);

/// What the form behind the link sends.
#[derive(Clone, Default)]
pub struct SetPassword {
    /// `password`
    pub password: String,
    /// `repeat`: the password again.
    pub repeat: String,
}

/// Makes a link for somebody who can't sign in; an earlier one stops working.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators; [`Error::NotFound`]; [`Error::State`] `disabled`.
#[tracing::instrument(skip_all)]
pub async fn issue_reset(
    services: &Services,
    viewer: &Viewer,
    user: UserId,
) -> Result<IssuedLink, Error> {
    let permit = viewer.administer()?;
    let mut tx = services.begin().await?;
    let link = issue(services, &mut tx, user, Some(permit.user())).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(link)
}

/// Makes a link on the server's command line, for the day on which no administrator can sign in: who may start the
/// program on the database needs no other leave.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::State`] `disabled`.
#[tracing::instrument(skip_all)]
pub async fn recover(services: &Services, email: &str) -> Result<IssuedLink, Error> {
    let email = Email::parse(email).map_err(|_| Error::NotFound)?;
    let mut tx = services.begin().await?;
    let user = users::id_by_email(&mut tx, &email)
        .await?
        .ok_or(Error::NotFound)?;
    let link = issue(services, &mut tx, user, None).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(link)
}

async fn issue(
    services: &Services,
    tx: &mut Tx,
    user: UserId,
    by: Option<UserId>,
) -> Result<IssuedLink, Error> {
    let person = users::find(tx, user).await?.ok_or(Error::NotFound)?;
    if person.disabled {
        return Err(Error::State("disabled"));
    }
    let (secret, now) = (Secret::new(services), services.now());
    let expires_at = now + VALID;
    let reset = NewReset {
        user,
        token_hash: &secret.hash,
        issued_by: by,
        created_at: now,
        expires_at,
    };
    password_resets::put(tx, reset).await?;
    let entry = Note {
        at: now,
        actor: by,
        team: None,
        action: "user.reset_link",
        subject: &user,
        details: json!({}),
    };
    note(tx, entry).await?;
    Ok(IssuedLink {
        token: secret.token,
        expires_at: instant(expires_at),
    })
}

/// What a link is for.
///
/// # Errors
/// [`Error::NotFound`] where it does not hold, whatever the reason.
#[tracing::instrument(skip_all)]
pub async fn look_reset(services: &Services, token: &str) -> Result<ResetOffer, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    password_resets::look(&mut db, &token_hash(token), services.now())
        .await?
        .ok_or(Error::NotFound)
}

/// Uses a link up: sets the password and ends all sessions.
///
/// # Errors
/// [`Error::NotFound`] where it does not hold, whatever the reason; [`Error::Invalid`].
#[tracing::instrument(skip_all)]
pub async fn reset_password(
    services: &Services,
    token: &str,
    form: &SetPassword,
) -> Result<(), Error> {
    // Nobody without a link that holds makes the server hash.
    look_reset(services, token).await?;
    let mut errors = FieldErrors::default();
    let password = new_password(&mut errors, "password", &form.password, &form.repeat);
    let Some(password) = password else {
        return Err(Error::Invalid(errors));
    };
    let password_hash = hash(services, password).await?;
    let now = services.now();
    let mut tx = services.begin().await?;
    let (user, email) = password_resets::claim(&mut tx, &token_hash(token), now)
        .await?
        .ok_or(Error::NotFound)?;
    Account::sign_in(email.as_str()).clear(&mut tx).await?;
    let credentials = users::credentials(&mut tx, user)
        .await?
        .ok_or(Error::NotFound)?;
    let set = users::set_password(&mut tx, user, &password_hash, credentials.epoch).await?;
    set.ok_or(Error::Stale)?;
    let ended = sessions::revoke_all(&mut tx, user, None).await?;
    let details = json!({ "sessions_ended": ended });
    let entry = Note {
        at: now,
        actor: Some(user),
        team: None,
        action: "user.password_reset",
        subject: &user,
        details,
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
