//! Signing in.

use std::net::IpAddr;

use domain::{Email, FieldErrors, Problem, SessionHandle, TextError, UserId};
use serde_json::json;
use store::{StoreError, Tx, attempts::Try, users, users::Credentials};

use crate::{
    Error, Services,
    accounts::{Account, Address, Note, PER_ACCOUNT, Verdict, allowed, note, verify},
};

/// What a session must hold from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub user: UserId,
    /// Their password's epoch: a new password makes it worthless.
    pub epoch: i32,
    /// Names the new session without opening it.
    pub handle: SessionHandle,
}

/// Checks an address and a password. Whether the account exists or is disabled shows neither in the answer nor in the
/// time it takes.
///
/// Tries are counted, by account and by network address, in a transaction of their own before anything is compared:
/// many at once can't get past the limit, and no connection is held while hashing.
///
/// # Errors
/// [`Error::Invalid`] with `password` [`Problem::WrongPassword`]; [`Error::TooMany`].
#[tracing::instrument(skip_all)]
pub async fn sign_in(
    services: &Services,
    email: &str,
    password: &str,
    address: IpAddr,
) -> Result<SignedIn, Error> {
    require(email, password)?;
    let (account, address) = (Account::sign_in(email), Address::new(address));
    let (number, credentials) = count(services, &account, &address, email).await?;
    let kept = credentials.as_ref().map(|c| c.password_hash.clone());
    match (
        verify(services, password.to_owned(), kept).await?,
        credentials,
    ) {
        (Verdict::Right { better }, Some(credentials)) => {
            let mut tx = services.begin().await?;
            address.give_back(&mut tx).await?;
            account.clear(&mut tx).await?;
            accept(services, tx, credentials, better, number - 1).await
        }
        (_, credentials) => {
            if number == PER_ACCOUNT {
                refuse(services, credentials.map(|c| c.user)).await?;
            }
            Err(Error::field("password", Problem::WrongPassword))
        }
    }
}

fn require(email: &str, password: &str) -> Result<(), Error> {
    let mut errors = FieldErrors::default();
    for (field, text) in [("email", email.trim()), ("password", password)] {
        if text.is_empty() {
            errors.add(field, TextError::Required);
        }
    }
    Error::check(errors)
}

/// Counts the try and looks up what to compare with; the same statements whether or not there is something.
async fn count(
    services: &Services,
    account: &Account,
    address: &Address,
    email: &str,
) -> Result<(i32, Option<Credentials>), Error> {
    let now = services.now();
    let mut tx = services.begin().await?;
    // Always in this order, so that two can't wait for each other.
    let by_address = address.take(&mut tx, now).await?;
    let by_account = match by_address {
        Try::Allowed(_) => account.take(&mut tx, now).await?,
        blocked @ Try::Blocked(_) => blocked,
    };
    let credentials = match Email::parse(email) {
        Ok(email) => users::credentials_by_email(&mut tx, &email).await?,
        Err(_) => None,
    };
    tx.commit().await.map_err(StoreError::from)?;
    if let Try::Blocked(_) = by_account {
        tracing::warn!(
            by_address = matches!(by_address, Try::Blocked(_)),
            "too many sign-in tries"
        );
    }
    Ok((allowed(by_account, now)?, credentials))
}

async fn accept(
    services: &Services,
    mut tx: Tx,
    credentials: Credentials,
    better: Option<String>,
    failed: i32,
) -> Result<SignedIn, Error> {
    let Credentials {
        user,
        password_hash,
        epoch,
    } = credentials;
    if let Some(better) = better {
        users::replace_hash(&mut tx, user, &password_hash, &better).await?;
    }
    let (at, details) = (services.now(), json!({ "failed_before": failed }));
    note(
        &mut tx,
        Note {
            at,
            actor: Some(user),
            team: None,
            action: "login.ok",
            subject: &user,
            details,
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(SignedIn {
        user,
        epoch,
        handle: SessionHandle(services.new_id()),
    })
}

/// Failures are counted, and the log gets one entry for each window in which an account reached its limit, and none
/// for accounts that don't exist: who guesses passwords can't fill it. For those the entry is written and undone, so
/// that it takes as long.
async fn refuse(services: &Services, known: Option<UserId>) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let subject = known.map_or_else(String::new, |user| user.to_string());
    let (at, details) = (services.now(), json!({ "tries": PER_ACCOUNT }));
    note(
        &mut tx,
        Note {
            at,
            actor: None,
            team: None,
            action: "login.failed",
            subject: &subject,
            details,
        },
    )
    .await?;
    match known {
        Some(_) => tx.commit().await,
        None => tx.rollback().await,
    }
    .map_err(StoreError::from)?;
    Ok(())
}
