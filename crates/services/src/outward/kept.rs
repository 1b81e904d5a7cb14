//! What somebody was sent, to be read again.

use domain::{KeptReportId, Viewer, views::outward::KeptRow};
use store::{PgConnection, StoreError, schedules};

use crate::{Error, Services, texts};

/// Reports on one page.
const MOST: i64 = 100;

/// What the viewer was sent and may still read.
pub(super) async fn rows(db: &mut PgConnection, viewer: &Viewer) -> Result<Vec<KeptRow>, Error> {
    let kept = schedules::of_user(db, viewer.user, &viewer.readable(), MOST).await?;
    let row = |one: schedules::Kept| KeptRow {
        id: one.id,
        file_name: one.file_name,
        kind: one.kind,
        format: one.format,
        locale: one.locale,
        size: one.size,
        sha256: one.sha256,
        at: texts::instant(one.at),
    };
    Ok(kept.into_iter().map(row).collect())
}

/// What the viewer was sent and may still read, newest first.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn reports_kept(services: &Services, viewer: &Viewer) -> Result<Vec<KeptRow>, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    rows(&mut db, viewer).await
}

/// A report that the viewer was sent and may still read: its name and content.
///
/// # Errors
/// [`Error::NotFound`].
#[tracing::instrument(skip_all)]
pub async fn download(
    services: &Services,
    viewer: &Viewer,
    id: KeptReportId,
) -> Result<(String, Vec<u8>), Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let found = schedules::download(&mut db, viewer.user, &viewer.readable(), id).await?;
    found.ok_or(Error::NotFound)
}
