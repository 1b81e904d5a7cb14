//! Reading takes a core and a multiple of a file's size: beside the requests, and only a few at once.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::Error;

/// Runs the work on a thread for blocking work once there is room. The permit goes with it: a request that is given up
/// does not make room before its file is read.
pub(super) async fn aside<T: Send + 'static>(
    room: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let permit = Arc::clone(room).acquire_owned().await.map_err(failed)?;
    let work = move || {
        let done = work();
        drop(permit);
        done
    };
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Internal("evidence", Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_reads_takes_up_room_and_gives_it_back() {
        let room = Arc::new(Semaphore::new(2));
        let seen = Arc::clone(&room);
        let left = aside(&room, move || seen.available_permits()).await;
        assert_eq!(left.ok(), Some(1));
        assert_eq!(room.available_permits(), 2);
    }

    #[tokio::test]
    async fn a_file_that_breaks_its_reader_keeps_nobody_out() {
        let room = Arc::new(Semaphore::new(1));
        let broken = aside(&room, || assert_eq!(1, 2, "a reader")).await;
        assert!(matches!(broken, Err(Error::Internal(..))));
        assert_eq!(room.available_permits(), 1);
    }
}
