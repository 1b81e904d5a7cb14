//! What the process remembers of telemetry between requests, and how much it takes.

use std::{
    cell::RefCell,
    hash::{BuildHasher, RandomState},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use domain::{TokenId, WorkloadId};
use quick_cache::sync::Cache;
use time::OffsetDateTime;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use telemetry::{
    Registry, WireKey,
    series::{Kind, SeriesKey},
};

use super::{Fetch, journal::Journal};

/// How much telemetry is taken and how long it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Series of one workload.
    pub series: i64,
    /// Batches that wait to be folded; beyond that senders are asked to come later.
    pub backlog: i64,
    /// Days for which minutes are kept.
    pub minute_days: i64,
    /// Days for which hours are kept.
    pub hour_days: i64,
    /// Days for which traces are kept.
    pub trace_days: i64,
    /// How long rules wait after the first new data.
    pub settle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            series: 50_000,
            backlog: 20_000,
            minute_days: 14,
            hour_days: 400,
            trace_days: 31,
            settle: Duration::from_secs(30),
        }
    }
}

/// A token that was admitted, and when that was.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub token: TokenId,
    pub workload: WorkloadId,
    pub until: OffsetDateTime,
}

/// What the process remembers of telemetry between requests.
#[derive(Clone, Debug)]
pub struct State(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub limits: Limits,
    /// Hashes of tokens that were admitted a moment ago: the row is not written for each request.
    pub tokens: Cache<[u8; 32], Known>,
    /// Ids of series, which never change.
    pub series: Cache<(WorkloadId, [u8; 16]), i64>,
    /// Names of series by id, which never change either.
    pub named: Cache<i64, Arc<str>>,
    /// The signals that series of a name give.
    pub names: Cache<String, Arc<[&'static str]>>,
    /// Ids of series by the way that senders write them.
    pub written: Cache<(WorkloadId, WireKey), (i64, Kind)>,
    /// Keeps senders from making two series look the same.
    pub seed: u64,
    /// Held by who stores new series: when many bodies bring the same, the first stores them.
    pub storing: tokio::sync::Mutex<()>,
    /// Batches on their way to disk.
    pub journal: Journal,
    /// Bodies are unpacked by no more than this many requests at once: each may take its whole limit of memory.
    pub unpacking: Semaphore,
    /// Room for bodies that are being received, in MiB: senders of all kinds share it.
    pub room: Arc<Semaphore>,
    /// Batches that wait, as last counted.
    pub backlog: AtomicI64,
    /// Something was accepted.
    pub arrived: Notify,
    /// The installation's Prometheus, where it has one.
    pub fetch: Option<Fetch>,
}

/// Requests that unpack at once.
const UNPACKING: usize = 4;
/// Room for bodies that are being received, in MiB.
const ROOM: usize = 256;
/// How long a request waits for room.
const PATIENCE: Duration = Duration::from_secs(5);
/// Tokens remembered.
const TOKENS: usize = 10_000;
/// Series remembered, about 100 bytes each.
const SERIES: usize = 500_000;
/// Names of series remembered.
const NAMES: usize = 20_000;

impl State {
    /// Days for which hours are kept.
    pub(crate) fn hour_days(&self) -> i64 {
        self.0.limits.hour_days
    }

    /// With other limits than the usual ones, and a Prometheus to fetch from.
    pub fn new(limits: Limits, fetch: Option<Fetch>) -> Self {
        Self(Arc::new(Inner {
            limits,
            tokens: Cache::new(TOKENS),
            series: Cache::new(SERIES),
            named: Cache::new(SERIES),
            names: Cache::new(NAMES),
            written: Cache::new(SERIES),
            seed: RandomState::new().hash_one(SERIES),
            storing: tokio::sync::Mutex::default(),
            journal: Journal::default(),
            unpacking: Semaphore::new(UNPACKING),
            room: Arc::new(Semaphore::new(ROOM)),
            backlog: AtomicI64::new(0),
            arrived: Notify::new(),
            fetch,
        }))
    }

    /// Waits until something was accepted, or a time has passed.
    pub async fn arrived(&self, longest: Duration) {
        // Either is a reason to look.
        let _ = tokio::time::timeout(longest, self.0.arrived.notified()).await;
    }

    /// Room for a body of so many bytes, until the permit is dropped; none where too much is being received.
    pub async fn room(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let mebibytes = bytes.div_ceil(1 << 20).clamp(1, ROOM);
        let room = Arc::clone(&self.0.room).acquire_many_owned(u32::try_from(mebibytes).ok()?);
        tokio::time::timeout(PATIENCE, room).await.ok()?.ok()
    }

    /// Something is there to fold.
    pub(super) fn notify(&self) {
        self.0.arrived.notify_one();
    }

    /// The installation's Prometheus, where it has one.
    pub(super) fn fetch(&self) -> Option<Fetch> {
        self.0.fetch.clone()
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.backlog.load(Ordering::Relaxed) >= self.0.limits.backlog
    }
}

/// What is known of a workload's series from bodies before.
pub(super) struct KnownSeries<'s> {
    pub state: &'s Inner,
    pub workload: WorkloadId,
    /// Series that are not stored yet, and how they are written.
    pub expected: RefCell<Vec<(WireKey, SeriesKey, Kind)>>,
}

impl Registry for KnownSeries<'_> {
    fn seed(&self) -> u64 {
        self.state.seed
    }

    fn by_wire(&self, key: WireKey) -> Option<(i64, Kind)> {
        self.state.written.get(&(self.workload, key))
    }

    fn by_key(&self, key: SeriesKey) -> Option<i64> {
        self.state.series.get(&(self.workload, *key.as_bytes()))
    }

    fn remember(&self, key: WireKey, id: i64, kind: Kind) {
        self.state.written.insert((self.workload, key), (id, kind));
    }

    fn expect(&self, key: WireKey, series: SeriesKey, kind: Kind) {
        self.expected.borrow_mut().push((key, series, kind));
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new(Limits::default(), None)
    }
}
