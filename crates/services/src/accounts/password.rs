//! Passwords as Argon2id hashes, computed beside the requests and only a few at once.

use std::sync::Arc;

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier,
    Version, password_hash,
};
use domain::NewPassword;

use crate::{Error, Services};

/// How expensive a password hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    memory_kib: u32,
    passes: u32,
}

impl Default for PasswordCost {
    /// What OWASP asks for at least: 19 MiB and two passes in one lane.
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
        }
    }
}

impl PasswordCost {
    /// Another cost: higher on strong machines, lower in tests.
    pub const fn new(memory_kib: u32, passes: u32) -> Self {
        Self { memory_kib, passes }
    }

    fn params(self) -> argon2::Result<Params> {
        Params::new(
            self.memory_kib,
            self.passes,
            1,
            Some(Params::DEFAULT_OUTPUT_LEN),
        )
    }

    fn hasher(self) -> argon2::Result<Argon2<'static>> {
        Ok(Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            self.params()?,
        ))
    }
}

/// Whether a password is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is not, or there is nothing to compare it with.
    Wrong,
    /// It is.
    Right {
        /// Its hash at today's cost, where the kept one has another.
        better: Option<String>,
    },
}

/// Hashes a new password, in the PHC string format.
pub(crate) async fn hash(services: &Services, password: NewPassword) -> Result<String, Error> {
    let (cost, salt) = (services.password_cost, salt(services));
    aside(services, move || compute(cost, password.as_str(), &salt)).await
}

/// Compares a password with its hash. With no hash it takes as long and says no.
pub(crate) async fn verify(
    services: &Services,
    password: String,
    kept: Option<String>,
) -> Result<Verdict, Error> {
    let (cost, salt) = (services.password_cost, salt(services));
    aside(services, move || {
        compare(cost, &password, kept.as_deref(), &salt)
    })
    .await
}

fn salt(services: &Services) -> [u8; 16] {
    let mut salt = [0; 16];
    (services.randomness.0)(&mut salt);
    salt
}

fn compute(cost: PasswordCost, password: &str, salt: &[u8]) -> Result<String, Error> {
    let hasher = cost.hasher().map_err(internal)?;
    Ok(hasher
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(internal)?
        .to_string())
}

fn compare(
    cost: PasswordCost,
    password: &str,
    kept: Option<&str>,
    salt: &[u8],
) -> Result<Verdict, Error> {
    let Some(kept) = kept else {
        compute(cost, password, salt)?;
        return Ok(Verdict::Wrong);
    };
    let kept = PasswordHash::new(kept).map_err(internal)?;
    let hasher = cost.hasher().map_err(internal)?;
    match hasher.verify_password(password.as_bytes(), &kept) {
        Err(password_hash::Error::PasswordInvalid) => return Ok(Verdict::Wrong),
        other => other.map_err(internal)?,
    }
    let params = Params::try_from(&kept).map_err(internal)?;
    let current = kept.algorithm == ARGON2ID_IDENT && params == *hasher.params();
    let better = if current {
        None
    } else {
        Some(compute(cost, password, salt)?)
    };
    Ok(Verdict::Right { better })
}

/// Runs on a thread for blocking work. The permit goes with it: a request that is given up does not make room before
/// its hash is done.
async fn aside<T: Send + 'static>(
    services: &Services,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let permit = Arc::clone(&services.hashing)
        .acquire_owned()
        .await
        .map_err(internal)?;
    let work = move || {
        let done = work();
        drop(permit);
        done
    };
    tokio::task::spawn_blocking(work).await.map_err(internal)?
}

fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Internal("hashing a password", Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: PasswordCost = PasswordCost::new(64, 1);

    #[test]
    fn the_default_is_what_owasp_asks_for() {
        let hash = compute(PasswordCost::default(), "correct horse battery", &[1; 16]).unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
    }

    #[test]
    fn only_the_right_password_is_right() {
        let hash = compute(CHEAP, "correct horse battery", &[1; 16]).unwrap();
        let compare = |password, kept| compare(CHEAP, password, kept, &[2; 16]).unwrap();
        assert_eq!(
            compare("correct horse battery", Some(hash.as_str())),
            Verdict::Right { better: None }
        );
        assert_eq!(
            compare("correct horse batterz", Some(hash.as_str())),
            Verdict::Wrong
        );
        assert_eq!(compare("correct horse battery", None), Verdict::Wrong);
    }

    #[test]
    fn another_cost_gives_a_better_hash() {
        let hash = compute(PasswordCost::new(32, 1), "correct horse battery", &[1; 16]).unwrap();
        let Verdict::Right {
            better: Some(better),
        } = compare(CHEAP, "correct horse battery", Some(&hash), &[2; 16]).unwrap()
        else {
            panic!("no better hash");
        };
        assert!(better.contains("m=64,t=1,p=1"), "{better}");
    }

    #[test]
    fn a_kept_hash_that_is_none_is_an_error() {
        assert!(compare(CHEAP, "x", Some("plain text"), &[2; 16]).is_err());
    }
}
