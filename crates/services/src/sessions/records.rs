//! What the server's session layer keeps: rows by the hash of their id. No use cases, so nothing in the change log.

use domain::{SessionHandle, UserId};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
pub use store::sessions::Loaded;
use store::{StoreError, attempts, password_resets, sessions, sessions::Content};

use crate::{Error, Services, accounts::WINDOW};

/// The key of a session's data that says who is signed in ([`UserId`]).
pub const USER: &str = "user";
/// The key of a session's data for the password's epoch (a number).
pub const EPOCH: &str = "epoch";
/// The key of a session's data for its handle ([`SessionHandle`]).
pub const HANDLE: &str = "handle";
/// The key of a session's data for what the browser calls itself.
pub const USER_AGENT: &str = "user_agent";
/// The key of a session's data for where it comes from.
pub const ADDRESS: &str = "address";

/// What has a column of its own.
#[derive(Deserialize)]
struct Known {
    user: Option<UserId>,
    handle: Option<SessionHandle>,
    #[serde(default)]
    user_agent: String,
    #[serde(default)]
    address: String,
}

impl Known {
    fn of(data: &Value) -> Result<Self, Error> {
        let mut known = Self::deserialize(data)
            .map_err(|e| Error::Internal("a session's data", Box::new(e)))?;
        known.user_agent = shown(&known.user_agent);
        known.address = shown(&known.address);
        Ok(known)
    }

    fn content<'a>(
        &'a self,
        id_hash: &'a [u8],
        new: SessionHandle,
        data: &'a Value,
    ) -> Content<'a> {
        Content {
            id_hash,
            handle: self.handle.unwrap_or(new),
            user: self.user,
            data,
            user_agent: &self.user_agent,
            address: &self.address,
        }
    }
}

/// What a client says of itself, short enough for a list and without control characters.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

fn hashed(id: [u8; 16]) -> [u8; 32] {
    Sha256::digest(id).into()
}

/// Starts a session; false if the id is taken.
///
/// # Errors
/// When the data is not an object with the known keys in their form, or the database fails.
pub async fn create(services: &Services, id: [u8; 16], data: &Value) -> Result<bool, Error> {
    let known = Known::of(data)?;
    let hash = hashed(id);
    let content = known.content(&hash, SessionHandle(services.new_id()), data);
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(sessions::create(&mut db, content, services.now()).await?)
}

/// Writes a session that holds; false if there is none: one that was revoked meanwhile does not come back.
///
/// # Errors
/// As [`create`].
pub async fn save(services: &Services, id: [u8; 16], data: &Value) -> Result<bool, Error> {
    let known = Known::of(data)?;
    let hash = hashed(id);
    let content = known.content(&hash, SessionHandle(services.new_id()), data);
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(sessions::save(&mut db, content, services.now()).await?)
}

/// Reads a session that holds; it is then in use for another twelve hours.
///
/// # Errors
/// When the database fails.
pub async fn load(services: &Services, id: [u8; 16]) -> Result<Option<Loaded>, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(sessions::load(&mut db, &hashed(id), services.now()).await?)
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn delete(services: &Services, id: [u8; 16]) -> Result<(), Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(sessions::delete(&mut db, &hashed(id)).await?)
}

/// Forgets sessions, links and tries that are over; how many rows.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn sweep(services: &Services) -> Result<u64, Error> {
    let now = services.now();
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let sessions = sessions::delete_expired(&mut db, now).await?;
    let resets = password_resets::delete_expired(&mut db, now).await?;
    let tries = attempts::delete_before(&mut db, now - WINDOW).await?;
    Ok(sessions + resets + tries)
}
