//! The secrets of webhooks where they are kept: sealed, as far as the installation has a key.

use domain::{WebhookId, views::notices::SecretState};
use store::{
    StoreError,
    webhooks::{self, Kept},
};

use crate::{Error, Services, sealing::SealError};

/// What came of the secrets when the console started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Stood in clear and are sealed now.
    pub now: usize,
    /// Stand in clear: there is no key.
    pub clear: usize,
    /// Can't be opened: they were sealed with another key.
    pub lost: usize,
}

/// Seals what stands in clear, and counts what can't be opened.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn seal_secrets(services: &Services) -> Result<Sealed, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let mut done = Sealed::default();
    for (id, kept) in webhooks::kept(&mut db).await? {
        match &kept {
            Kept::Clear(secret) => match keep(services, id, secret)? {
                // Where somebody gave it a new secret meanwhile, that one is sealed already.
                Kept::Sealed(sealed) => {
                    done.now += usize::from(webhooks::seal(&mut db, id, secret, &sealed).await?);
                }
                Kept::Clear(_) => done.clear += 1,
            },
            Kept::Sealed(_) if open(services, id, &kept).is_none() => done.lost += 1,
            Kept::Sealed(_) => {}
        }
    }
    Ok(done)
}

/// A secret as it is to be kept.
pub(super) fn keep(services: &Services, id: WebhookId, secret: &[u8]) -> Result<Kept, Error> {
    let Some(key) = &services.sealing else {
        return Ok(Kept::Clear(secret.to_vec()));
    };
    let mut nonce = [0; 12];
    (services.randomness.0)(&mut nonce);
    let sealed = key.seal(nonce, id.0.as_bytes(), secret);
    let failed = |e: SealError| Error::Internal("sealing", Box::new(e));
    Ok(Kept::Sealed(sealed.map_err(failed)?))
}

/// The secret itself; none where it was sealed with another key than the installation's.
pub(super) fn open(services: &Services, id: WebhookId, kept: &Kept) -> Option<Vec<u8>> {
    match kept {
        Kept::Clear(secret) => Some(secret.clone()),
        Kept::Sealed(sealed) => services.sealing.as_ref()?.open(id.0.as_bytes(), sealed),
    }
}

/// How it is kept.
pub(super) fn state(services: &Services, id: WebhookId, kept: &Kept) -> SecretState {
    match kept {
        Kept::Clear(_) => SecretState::Clear,
        Kept::Sealed(_) if open(services, id, kept).is_some() => SecretState::Sealed,
        Kept::Sealed(_) => SecretState::Lost,
    }
}
