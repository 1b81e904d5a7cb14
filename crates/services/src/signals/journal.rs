//! Batches go to disk together: those that come while one commit is under way share the next. A commit waits for the
//! disk whatever it holds, so many senders need no more commits than one.

use std::{
    collections::BTreeSet,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::WorkloadId;
use store::{
    PgPool, StoreError,
    signals::batches::{self, NewBatch},
};
use time::OffsetDateTime;
use tokio::sync::oneshot;

/// Bytes that go into one commit at most, unless one batch alone has more.
const TOGETHER: usize = 16 << 20;

/// Batches on their way to disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Journal(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    waiting: Mutex<Vec<Waiting>>,
    /// Held by who writes.
    writing: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Waiting {
    batch: Arc<NewBatch>,
    at: OffsetDateTime,
    told: oneshot::Sender<bool>,
}

impl Journal {
    /// Puts a batch on disk; `false` where the same bytes came before.
    pub(super) async fn keep(
        &self,
        pool: &PgPool,
        batch: NewBatch,
        at: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let (told, kept) = oneshot::channel();
        let batch = Arc::new(batch);
        let again = Arc::clone(&batch);
        self.lock().push(Waiting { batch, at, told });
        // A task of its own: a sender that hangs up must not take the others' commit with it.
        tokio::spawn(self.clone().write(pool.clone()));
        if let Ok(new) = kept.await {
            return Ok(new);
        }
        // The common commit failed: alone, its own error says why.
        let new = commit(pool, &[again], at).await?;
        Ok(!new.is_empty())
    }

    /// Writes what waits, when nobody else does.
    async fn write(self, pool: PgPool) {
        let _writing = self.0.writing.lock().await;
        let some = self.next();
        let Some(at) = some.iter().map(|one| one.at).max() else {
            return;
        };
        let batches: Vec<_> = some.iter().map(|one| Arc::clone(&one.batch)).collect();
        match commit(&pool, &batches, at).await {
            Ok(new) => {
                for Waiting { batch, told, .. } in some {
                    // Nobody listens where the sender went away; it will send again, and count once.
                    let _ = told.send(new.contains(&(batch.workload, batch.digest)));
                }
            }
            // Those who wait are told by their senders' end being dropped.
            Err(error) => tracing::warn!(%error, batches = some.len(), "a common commit failed"),
        }
    }

    /// What goes into the next commit.
    fn next(&self) -> Vec<Waiting> {
        let mut waiting = self.lock();
        let mut bytes = 0;
        let fit = waiting.iter().take_while(|one| {
            let first = bytes == 0;
            bytes += one.batch.body.len();
            first || bytes <= TOGETHER
        });
        let fit = fit.count();
        let rest = waiting.split_off(fit);
        mem::replace(&mut waiting, rest)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Waiting>> {
        // A list is whole after each of our steps.
        self.0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// One statement, which is a transaction of its own.
async fn commit(
    pool: &PgPool,
    batches: &[Arc<NewBatch>],
    at: OffsetDateTime,
) -> Result<BTreeSet<(WorkloadId, [u8; 32])>, StoreError> {
    let mut db = pool.acquire().await?;
    batches::accept(&mut db, batches, at).await
}
