//! What every use case needs: the database, the framework, the clock, randomness.

use std::sync::Arc;
use std::time::Duration;

use domain::{Framework, Rubric};
use store::{PgPool, StoreError, Tx};
use time::{Date, OffsetDateTime};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::accounts::PasswordCost;

/// Tells the time; tests hold it.
#[derive(Clone)]
pub struct Clock(pub Arc<dyn Fn() -> OffsetDateTime + Send + Sync>);

impl Clock {
    /// Now, in microseconds as Postgres keeps them.
    pub fn now(&self) -> OffsetDateTime {
        let now = (self.0)();
        now.replace_microsecond(now.microsecond()).unwrap_or(now)
    }
}

/// What fills bytes with randomness.
pub type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// Fills bytes with randomness; tests may make it repeat.
#[derive(Clone)]
pub struct Randomness(pub Arc<Fill>);

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct Services {
    pub(crate) pool: PgPool,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) framework: &'static Framework,
    pub(crate) rubric: Arc<Rubric>,
    /// Password hashing is made expensive on purpose: no more at once than this.
    pub(crate) hashing: Arc<Semaphore>,
    pub(crate) password_cost: PasswordCost,
    /// Files of other tools are read by no more than this many requests at once: 20 MiB can become some hundred in memory.
    pub(crate) reading: Arc<Semaphore>,
    pub(crate) typesetting: crate::export::Typesetting,
    pub(crate) results: crate::results::Read,
    /// How long a page of all plans waits for the order of those that changed.
    pub(crate) patience: Duration,
    pub(crate) signals: crate::signals::State,
    /// Whether this installation sends mail.
    pub(crate) sends_mail: bool,
    /// Seals secrets in the database, where the installation has a key.
    pub(crate) sealing: Option<crate::SealingKey>,
}

impl Services {
    /// Use cases over a database whose migrations have run.
    pub fn new(
        pool: PgPool,
        clock: Clock,
        randomness: Randomness,
        framework: &'static Framework,
    ) -> Self {
        let rubric = Arc::new(framework.rubric());
        let hashing = Arc::new(Semaphore::new(2));
        Self {
            pool,
            clock,
            randomness,
            framework,
            rubric,
            hashing,
            password_cost: PasswordCost::default(),
            reading: Arc::new(Semaphore::new(4)),
            typesetting: crate::export::Typesetting::default(),
            results: crate::results::Read::new(framework),
            patience: Duration::from_secs(5),
            signals: crate::signals::State::default(),
            sends_mail: false,
            sealing: None,
        }
    }

    /// With another cost of password hashes. Those at the old cost are replaced when their owners sign in.
    #[must_use]
    pub const fn with_password_cost(mut self, cost: PasswordCost) -> Self {
        self.password_cost = cost;
        self
    }

    /// The same with another clock: what is written with it happens at that time.
    #[must_use]
    pub fn with_clock(&self, clock: Clock) -> Self {
        Self {
            clock,
            ..self.clone()
        }
    }

    /// With other limits of telemetry, and a Prometheus to fetch from.
    #[must_use]
    pub fn with_signals(
        mut self,
        limits: crate::signals::Limits,
        fetch: Option<crate::signals::Fetch>,
    ) -> Self {
        self.signals = crate::signals::State::new(limits, fetch);
        self
    }

    /// With another time for which a page of all plans waits for the order of those that changed.
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Of an installation that sends mail.
    #[must_use]
    pub const fn with_mail(mut self, sends: bool) -> Self {
        self.sends_mail = sends;
        self
    }

    /// With a key that seals secrets in the database.
    #[must_use]
    pub fn with_sealing(mut self, key: Option<crate::SealingKey>) -> Self {
        self.sealing = key;
        self
    }

    /// What the process remembers of telemetry.
    pub const fn signals(&self) -> &crate::signals::State {
        &self.signals
    }

    /// The built-in framework.
    pub const fn framework(&self) -> &'static Framework {
        self.framework
    }

    /// Now.
    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// Today, in UTC: dates of proof are days, and a day is the same for everybody.
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Starts the one transaction of a use case.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(self.pool.begin().await?)
    }

    /// A new id (UUID v7: in order of time).
    pub(crate) fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        (self.randomness.0)(&mut random);
        let now = self.now();
        let millis = u64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// A secret of 32 random bytes.
    pub(crate) fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        (self.randomness.0)(&mut bytes);
        bytes
    }
}
