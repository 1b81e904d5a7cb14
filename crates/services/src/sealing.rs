//! Secrets that must be read again, such as those that sign: sealed where they are kept, with a key that is not kept there.

use std::{fmt, sync::Arc};

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// The installation's key for secrets in the database; cheap to clone.
#[derive(Clone)]
pub struct SealingKey(Arc<LessSafeKey>);

/// The cipher refused, which it does not with keys of the right length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cipher refused")]
pub struct SealError;

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey")
    }
}

impl SealingKey {
    /// The length of a key in bytes.
    pub const LEN: usize = 32;

    /// From its bytes.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn new(bytes: &[u8; Self::LEN]) -> Result<Self, SealError> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, bytes).map_err(|_| SealError)?;
        Ok(Self(Arc::new(LessSafeKey::new(key))))
    }

    /// Seals a secret for one row: it can't be opened as another's. The nonce, which is random, stands in front.
    pub(crate) fn seal(
        &self,
        nonce: [u8; NONCE_LEN],
        row: &[u8],
        secret: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let mut text = secret.to_vec();
        let unique = Nonce::assume_unique_for_key(nonce);
        let sealed = self
            .0
            .seal_in_place_append_tag(unique, Aad::from(row), &mut text);
        sealed.map_err(|_| SealError)?;
        Ok([nonce.as_slice(), &text].concat())
    }

    /// The secret; none where it was sealed with another key or for another row, or was changed.
    pub(crate) fn open(&self, row: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let secret = self.0.open_in_place(nonce, Aad::from(row), &mut text);
        secret.ok().map(|secret| secret.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_row_open_what_is_sealed() {
        let key = SealingKey::new(&[7; 32]).unwrap();
        let sealed = key.seal([1; 12], b"row", b"signs what is sent").unwrap();
        assert_eq!(key.open(b"row", &sealed).unwrap(), b"signs what is sent");
        assert!(!sealed.windows(5).any(|part| part == b"signs"));
        assert!(key.open(b"another row", &sealed).is_none());
        let other = SealingKey::new(&[8; 32]).unwrap();
        assert!(other.open(b"row", &sealed).is_none());
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(key.open(b"row", &changed).is_none(), "{place}");
        }
        for short in [&sealed[..0], &sealed[..12], &sealed[..20]] {
            assert!(key.open(b"row", short).is_none());
        }
    }
}
