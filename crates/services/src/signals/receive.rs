//! Batches of telemetry: once acknowledged they are durable, and a retry counts once.

use std::{cell::RefCell, sync::Arc};

use domain::{TokenId, WorkloadId, views::evidence::TokenScope};
use store::{StoreError, signals::batches::NewBatch, tokens};
use telemetry::{
    Intake, Limits, Millis,
    decompress::{Compression, DecompressError, decompress},
    dropped::Dropped,
    fingerprint, journal,
    otlp::{self, Encoding, Signal},
    prometheus::{exposition, remote_write},
};
use time::{Duration, OffsetDateTime};

use super::{
    fold::store_series,
    state::{Known, KnownSeries},
};
use crate::{Error, Services, accounts::token_hash, idempotency::Key};

/// For how long an admitted token is not looked up again: so long a revoked one still works in another process.
const REMEMBERED: Duration = Duration::seconds(10);
/// A sender's clock may be so far ahead.
const AHEAD: Duration = Duration::minutes(10);
/// What senders are asked to wait for when too much waits already, in seconds.
const LATER: u64 = 5;

/// A machine with a token for one workload's telemetry.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    /// Its token.
    pub token: TokenId,
    /// The workload.
    pub workload: WorkloadId,
}

/// Which workload a token opens for telemetry. Wrong, ended and expired ones are told nothing more than that.
///
/// # Errors
/// When the database fails.
pub async fn admit(services: &Services, text: &str) -> Result<Option<Machine>, Error> {
    if !text.starts_with(crate::evidence::TOKEN_PREFIX) {
        return Ok(None);
    }
    let (hash, now) = (token_hash(text), services.now());
    let known = &services.signals.0.tokens;
    if let Some(known) = known.get(&hash).filter(|known| known.until > now) {
        return Ok(Some(Machine {
            token: known.token,
            workload: known.workload,
        }));
    }
    let mut tx = services.begin().await?;
    let found = tokens::admit(&mut tx, &hash, TokenScope::Signals.as_str(), now).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let Some((token, workload)) = found else {
        known.remove(&hash);
        return Ok(None);
    };
    known.insert(
        hash,
        Known {
            token,
            workload,
            until: now + REMEMBERED,
        },
    );
    Ok(Some(Machine { token, workload }))
}

/// In what form a batch comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// OTLP.
    Otlp(Signal, Encoding),
    /// Prometheus remote write 1.0.
    RemoteWrite,
    /// Prometheus text exposition; points without a time were measured now.
    Exposition,
}

/// What was acknowledged.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Whether it was not there before.
    pub new: bool,
    /// What was not kept, and why.
    pub dropped: Dropped,
}

/// Why a batch is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is not what it says it is; the sentence says what and where, in English.
    #[error("{0}")]
    Malformed(String),
    /// Larger than is taken, in bytes after decompression.
    #[error("larger than {0} bytes after decompression")]
    TooLarge(usize),
    /// Too much waits already; the seconds after which to send it again.
    #[error("busy; try again in {0} seconds")]
    Busy(u64),
    /// The database failed, or something else of ours.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Takes a batch. When this returns, it is on disk.
///
/// # Errors
/// See [`Refusal`]; nothing of a refused batch is kept.
pub async fn receive(
    services: &Services,
    machine: Machine,
    door: Door,
    compression: Compression,
    body: bytes::Bytes,
) -> Result<Receipt, Refusal> {
    receive_once(services, machine, (door, None), compression, body).await
}

/// The same with a key that the sender gave the request: only with one a page of metrics without times can be sent again
/// and count once.
///
/// # Errors
/// As [`receive`].
#[tracing::instrument(skip_all, fields(size = body.len(), ?door))]
pub async fn receive_once(
    services: &Services,
    machine: Machine,
    (door, key): (Door, Option<Key>),
    compression: Compression,
    body: bytes::Bytes,
) -> Result<Receipt, Refusal> {
    if services.signals.is_full() {
        return Err(Refusal::Busy(LATER));
    }
    let span = window(services);
    let state = Arc::clone(&services.signals.0);
    let workload = machine.workload;
    let permit = services.signals.0.unpacking.acquire().await;
    let unpacked = blocking(move || {
        let known = KnownSeries {
            state: &state,
            workload,
            expected: RefCell::default(),
        };
        let unpacked = unpack((door, key.as_ref()), compression, &body, span, &known)?;
        Ok((unpacked, known.expected.into_inner()))
    });
    let (unpacked, written) = unpacked.await?;
    let Unpacked {
        mut intake,
        encoded,
        digest,
    } = unpacked;
    let dropped = intake.dropped.clone();
    let body = if let Some(encoded) = encoded {
        encoded
    } else {
        let ids = store_series(services, workload, &intake, &written).await?;
        blocking(move || {
            intake.settle(&ids);
            Ok(encode(&intake)?)
        })
        .await?
    };
    drop(permit);
    if body.is_empty() {
        return Ok(Receipt {
            new: false,
            dropped,
        });
    }
    let batch = NewBatch {
        workload,
        digest,
        body,
    };
    let journal = &services.signals.0.journal;
    let new = journal.keep(&services.pool, batch, services.now()).await?;
    services.signals.notify();
    Ok(Receipt { new, dropped })
}

/// What makes a batch the same as one that came before: its bytes, however they were packed. A page of metrics without
/// times is measured anew each time it is read, and so is the same only where its sender says so by a key.
fn digest((door, key): (Door, Option<&Key>), body: &[u8], now: Millis) -> [u8; 32] {
    let mut digest = fingerprint(body);
    if door != Door::Exposition {
        return digest;
    }
    if let Some(key) = key {
        digest = fingerprint(&[key.as_bytes(), digest.as_slice()].concat());
    } else {
        let now = now.to_le_bytes();
        digest
            .iter_mut()
            .zip(now)
            .for_each(|(to, from)| *to ^= from);
    }
    digest
}

pub(super) fn window(services: &Services) -> Window {
    let now = services.now();
    let millis =
        |at: OffsetDateTime| i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    Window {
        from: millis(now - Duration::days(services.signals.0.limits.hour_days)),
        to: millis(now + AHEAD),
        now: millis(now),
    }
}

/// From when to when points are kept, and now, in milliseconds since 1970.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub from: Millis,
    pub to: Millis,
    pub now: Millis,
}

struct Unpacked {
    intake: Intake,
    /// Its bytes, empty where there is nothing to keep; none where it has series that are to be stored first.
    encoded: Option<Vec<u8>>,
    digest: [u8; 32],
}

fn unpack(
    (door, key): (Door, Option<&Key>),
    compression: Compression,
    body: &[u8],
    window: Window,
    known: &KnownSeries<'_>,
) -> Result<Unpacked, Refusal> {
    let limits = Limits::default();
    let body = decompress(body, compression, limits.bytes)?;
    let mut intake = match door {
        Door::Otlp(signal, encoding) => otlp::read_known(signal, encoding, &body, &limits, known)?,
        Door::RemoteWrite => remote_write::read_known(&body, &limits, known)?,
        Door::Exposition => exposition::read(&body, window.now, &limits)?,
    };
    intake.keep_between(window.from, window.to);
    // What is made of spans and records is few, and stored when it is folded.
    let settled =
        intake.series.is_empty() || matches!(door, Door::Otlp(Signal::Traces | Signal::Logs, _));
    let encoded = settled.then(|| encode(&intake)).transpose()?;
    Ok(Unpacked {
        intake,
        encoded,
        digest: digest((door, key), &body, window.now),
    })
}

/// A batch as it is journalled; nothing where nothing is to be kept.
pub(super) fn encode(intake: &Intake) -> Result<Vec<u8>, Error> {
    if intake.is_empty() {
        return Ok(Vec::new());
    }
    journal::encode(intake).map_err(|e| Error::Internal("telemetry", Box::new(e)))
}

/// Work that takes a core for a while, away from those who wait.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|e| Error::Internal("telemetry", Box::new(e)))?
}

impl From<DecompressError> for Refusal {
    fn from(error: DecompressError) -> Self {
        match error {
            DecompressError::TooLarge { limit } => Self::TooLarge(limit),
            other => Self::Malformed(other.to_string()),
        }
    }
}

impl From<otlp::Unreadable> for Refusal {
    fn from(error: otlp::Unreadable) -> Self {
        match error {
            otlp::Unreadable::TooLarge { limit } => Self::TooLarge(limit),
            other => Self::Malformed(other.to_string()),
        }
    }
}

impl From<exposition::PageError> for Refusal {
    fn from(error: exposition::PageError) -> Self {
        match error {
            exposition::PageError::TooLarge { limit } => Self::TooLarge(limit),
            other => Self::Malformed(other.to_string()),
        }
    }
}
