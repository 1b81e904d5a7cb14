//! What the holder of an invitation's link does with it.

use domain::{Email, FieldErrors, Problem, UserId, Viewer, views::accounts::InvitationOffer};
use serde_json::json;
use store::{
    StoreError, Tx,
    invitations::{self, Claimed},
    members, users,
    users::NewUser,
};

use crate::{
    Error, Services,
    accounts::{Note, hash, new_password, note, one_line, token_hash},
};

/// What the form behind the link sends.
#[derive(Clone, Default)]
pub struct Accept {
    /// `name`
    pub name: String,
    /// `password`
    pub password: String,
    /// `repeat`: the password again.
    pub repeat: String,
}

/// What a link offers.
///
/// # Errors
/// [`Error::NotFound`] where it does not hold, whatever the reason: wrong, expired, used, revoked, or its maker may no
/// longer invite to that.
#[tracing::instrument(skip_all)]
pub async fn look(services: &Services, token: &str) -> Result<InvitationOffer, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    invitations::look(&mut db, &token_hash(token), services.now())
        .await?
        .ok_or(Error::NotFound)
}

/// Makes an account for somebody new, who gets what the invitation says.
///
/// # Errors
/// As [`look`]; [`Error::Invalid`], with `email` [`Problem::Taken`] where there is an account with that address, which
/// must sign in and [`accept_as`].
#[tracing::instrument(skip_all)]
pub async fn accept(services: &Services, token: &str, form: &Accept) -> Result<UserId, Error> {
    // Nobody without a link that holds makes the server hash.
    look(services, token).await?;
    let mut errors = FieldErrors::default();
    let name = errors.check("name", one_line(&form.name));
    let password = new_password(&mut errors, "password", &form.password, &form.repeat);
    let (Some(name), Some(password)) = (name, password) else {
        return Err(Error::Invalid(errors));
    };
    let password_hash = hash(services, password).await?;
    let (id, now) = (UserId(services.new_id()), services.now());
    let mut tx = services.begin().await?;
    let claimed = invitations::claim(&mut tx, &token_hash(token), None, now)
        .await?
        .ok_or(Error::NotFound)?;
    let email = claimed.email();
    let user = NewUser {
        id,
        email,
        name: &name,
        password_hash: &password_hash,
        org_role: None,
        invited_by: Some(claimed.invited_by()),
        at: now,
    };
    users::insert(&mut tx, user).await.map_err(taken)?;
    join(services, tx, &claimed, id, true).await?;
    Ok(id)
}

/// Gives a signed-in person what the invitation says, if it is for their address.
///
/// # Errors
/// As [`look`]; also [`Error::NotFound`] where it is for somebody else.
#[tracing::instrument(skip_all)]
pub async fn accept_as(services: &Services, viewer: &Viewer, token: &str) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let user = users::find(&mut tx, viewer.user)
        .await?
        .ok_or(Error::NotFound)?;
    let email = Email::parse(&user.email).map_err(|_| Error::NotFound)?;
    let claimed =
        invitations::claim(&mut tx, &token_hash(token), Some(&email), services.now()).await?;
    join(
        services,
        tx,
        &claimed.ok_or(Error::NotFound)?,
        viewer.user,
        false,
    )
    .await
}

async fn join(
    services: &Services,
    mut tx: Tx,
    claimed: &Claimed,
    user: UserId,
    new: bool,
) -> Result<(), Error> {
    let now = services.now();
    members::join(&mut tx, claimed, user, now).await?;
    let team = claimed.team().map(|(team, _)| team);
    let details = json!({
        "user": user,
        "email": claimed.email(),
        "new_account": new,
        "role": claimed.team().map(|(_, role)| role),
        "org_role": claimed.org_role(),
    });
    let entry = Note {
        at: now,
        actor: Some(user),
        team,
        action: "invitation.accept",
        subject: &claimed.id(),
        details,
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

fn taken(error: StoreError) -> Error {
    match error.constraint() {
        Some("users_email_key") => Error::field("email", Problem::Taken),
        _ => Error::Store(error),
    }
}
