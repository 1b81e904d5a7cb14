//! Requests that are sent again: what ran once under an `Idempotency-Key` does not run a second time.

use domain::{TokenId, UserId};
use sha2::{Digest, Sha256};
use store::{
    StoreError,
    idempotency_keys::{self, Answer, Claim, Known},
};
use time::{Duration, OffsetDateTime};

use crate::{Error, Services};

/// For how long an answer is kept.
pub const KEPT: Duration = Duration::hours(24);
/// How large an answer may be to be kept, in bytes.
pub const LARGEST_ANSWER: usize = 256 * 1024;
/// After this time a request without an answer was given up: its process ended. Longer than any answer may take.
const GIVEN_UP: Duration = Duration::minutes(5);

/// A key: 1–255 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

/// The text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key")]
pub struct InvalidKey;

impl Key {
    /// Reads what stands in the header.
    ///
    /// # Errors
    /// [`InvalidKey`].
    pub fn parse(bytes: &[u8]) -> Result<Self, InvalidKey> {
        let text = str::from_utf8(bytes).map_err(|_| InvalidKey)?;
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        if visible && (1..=255).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidKey)
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Who sends a request: nobody meets another one's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A person with a session.
    Person(UserId),
    /// A machine with a token.
    Machine(TokenId),
}

/// A request, as far as a retry must equal it.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Who sends it.
    pub caller: Caller,
    /// Its method.
    pub method: &'a str,
    /// Its path, without what stands after the `?`.
    pub path: &'a str,
    /// Its key.
    pub key: &'a Key,
    /// What stands after the `?`.
    pub query: &'a str,
    /// The kind of body.
    pub content_type: &'a [u8],
    /// The body.
    pub body: &'a [u8],
}

impl Request<'_> {
    fn name(&self) -> [u8; 32] {
        let caller = match self.caller {
            Caller::Person(user) => format!("user:{user}"),
            Caller::Machine(token) => format!("token:{token}"),
        };
        digest(&[&caller, self.method, self.path, &self.key.0].map(str::as_bytes))
    }

    fn fingerprint(&self) -> [u8; 32] {
        digest(&[self.query.as_bytes(), self.content_type, self.body])
    }
}

/// A hash of several parts, of which none can pass for the end of another.
fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        hash.update(length.to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Leave to run a request; give it back with [`finish`] or [`release`].
#[derive(Clone, Debug)]
pub struct Claimed {
    name: [u8; 32],
    at: OffsetDateTime,
}

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its status.
    pub status: u16,
    /// The kind of body.
    pub content_type: Option<String>,
    /// The body; none where it was not kept.
    pub body: Option<Vec<u8>>,
}

/// What is to be done with a request.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It is the first one: run it.
    Run(Claimed),
    /// It ran: answer as it was answered.
    Replay(Kept),
    /// It runs at this moment.
    UnderWay,
    /// The key came with another request before.
    AnotherRequest,
}

/// Whether a request is to run.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn claim(services: &Services, request: &Request<'_>) -> Result<Verdict, Error> {
    let (name, fingerprint, at) = (request.name(), request.fingerprint(), services.now());
    let wanted = Claim {
        name: &name,
        fingerprint: &fingerprint,
        at,
        forgotten: at - KEPT,
        given_up: at - GIVEN_UP,
    };
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    if idempotency_keys::claim(&mut db, &wanted).await? {
        return Ok(Verdict::Run(Claimed { name, at }));
    }
    let known = idempotency_keys::known(&mut db, &name).await?;
    Ok(known.map_or(Verdict::UnderWay, |known| judge(known, &fingerprint)))
}

fn judge(known: Known, fingerprint: &[u8; 32]) -> Verdict {
    if known.fingerprint != fingerprint {
        return Verdict::AnotherRequest;
    }
    match known.status.map(u16::try_from) {
        Some(Ok(status)) => Verdict::Replay(Kept {
            status,
            content_type: known.content_type,
            body: known.body,
        }),
        _ => Verdict::UnderWay,
    }
}

/// Keeps the answer to a request.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn finish(services: &Services, claimed: &Claimed, kept: &Kept) -> Result<(), Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let answer = Answer {
        status: i16::try_from(kept.status).unwrap_or(i16::MAX),
        content_type: kept.content_type.as_deref(),
        body: kept.body.as_deref(),
    };
    Ok(idempotency_keys::finish(&mut db, (&claimed.name, claimed.at), answer).await?)
}

/// Forgets a request that failed on our side: a retry runs.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn release(services: &Services, claimed: &Claimed) -> Result<(), Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(idempotency_keys::release(&mut db, (&claimed.name, claimed.at)).await?)
}

/// Forgets what is old enough; how many.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn sweep(services: &Services) -> Result<u64, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(idempotency_keys::delete_until(&mut db, services.now() - KEPT).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_bounds() {
        for good in ["a", "\"8e03978e-40d5\"", &"x".repeat(255)] {
            assert!(Key::parse(good.as_bytes()).is_ok(), "{good}");
        }
        for bad in ["", "a b", "键", "a\t", "a\u{7f}", &"x".repeat(256)] {
            assert!(Key::parse(bad.as_bytes()).is_err(), "{bad:?}");
        }
        assert!(Key::parse(&[b'a', 0xff]).is_err());
    }

    #[test]
    fn no_part_passes_for_another() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
        assert_ne!(digest(&[b"a", b""]), digest(&[b"a"]));
    }
}
