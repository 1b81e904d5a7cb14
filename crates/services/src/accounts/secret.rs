//! Secrets that stand in links.

use sha2::{Digest, Sha256};

use crate::Services;

/// The alphabet of base64url (RFC 4648, section 5).
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A new secret: what the link carries, and what is kept.
pub(crate) struct Secret {
    /// 43 characters.
    pub token: String,
    /// Its SHA-256.
    pub hash: [u8; 32],
}

impl Secret {
    /// Makes one from 32 random bytes.
    pub(crate) fn new(services: &Services) -> Self {
        let token = base64url(&services.secret());
        let hash = token_hash(&token);
        Self { token, hash }
    }
}

/// What is kept of a token. Nothing but the right text gives the right hash, so malformed ones need no other answer.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Base64url without padding.
pub(super) fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_usize, |bits, byte| (bits << 8) | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        let sextets = [18, 12, 6, 0].map(|shift| (bits >> shift) & 63);
        let letters = sextets
            .iter()
            .take(chunk.len() + 1)
            .filter_map(|sextet| ALPHABET.get(*sextet));
        text.extend(letters.map(|letter| char::from(*letter)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64url;

    #[test]
    fn tokens_are_base64url_without_padding() {
        let examples: [(&[u8], &str); 5] = [
            (b"", ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (&[0xfb, 0xff, 0xbf], "-_-_"),
        ];
        for (bytes, text) in examples {
            assert_eq!(base64url(bytes), text);
        }
        assert_eq!(base64url(&[7; 32]).len(), 43);
    }
}
