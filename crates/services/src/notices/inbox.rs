//! One's own notices.

use domain::{
    EventId, Framework, Locale, Viewer,
    notice::NoticeKind,
    views::notices::{Named, NoticeQuery, NoticeRow, NoticesPage},
};
use store::{
    StoreError,
    notices::{
        events::Told,
        inbox::{self, Notice},
    },
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{Error, Services, texts};

/// Notices on one page.
const PER_PAGE: u32 = 30;
/// Nobody needs to know a greater number.
const MOST: i64 = 100;

/// How many notices somebody has not read, at most a hundred.
///
/// # Errors
/// When the database fails.
pub async fn unread(services: &Services, viewer: &Viewer) -> Result<i64, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(inbox::unread(&mut db, viewer.user, &viewer.readable(), MOST).await?)
}

/// One's notices, those not read first; none about what one may not read any more or chose not to see.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn notices_page(
    services: &Services,
    viewer: &Viewer,
    query: &NoticeQuery,
    locale: Locale,
) -> Result<NoticesPage, Error> {
    let kind: Option<NoticeKind> = query.kind.parse().ok();
    let page = query.page.max(1);
    let offset = i64::from(page - 1) * i64::from(PER_PAGE);
    let readable = viewer.readable();
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let unread = inbox::unread(&mut db, viewer.user, &readable, MOST).await?;
    let limits = (i64::from(PER_PAGE), offset);
    let (rows, total) = inbox::list(&mut db, viewer.user, &readable, kind, limits).await?;
    let row = |Notice { told, unread }| row(services.framework, told, unread, locale);
    Ok(NoticesPage {
        kind,
        rows: rows.into_iter().map(row).collect(),
        page,
        pages: pages(total, PER_PAGE),
        total,
        unread,
        seen: texts::instant(services.now()),
    })
}

/// How many pages some rows fill.
pub(super) fn pages(total: i64, per_page: u32) -> u32 {
    u32::try_from(total)
        .unwrap_or(u32::MAX)
        .div_ceil(per_page)
        .max(1)
}

/// An event with its names in one language.
pub(super) fn row(framework: &Framework, told: Told, unread: bool, locale: Locale) -> NoticeRow {
    let criteria = told.event.criteria().into_iter().map(|id| {
        let found = framework.criterion(id);
        Named {
            id: id.to_string(),
            check: found.map(|(check, _)| check.id.clone()),
            text: found
                .map(|(_, criterion)| criterion.statement.get(locale).to_owned())
                .unwrap_or_default(),
        }
    });
    let risk = told.event.risk().map(|id| Named {
        id: id.to_string(),
        check: None,
        text: texts::named(framework, id, told.own_risk.as_deref(), locale),
    });
    NoticeRow {
        about: criteria.chain(risk).collect(),
        id: told.id,
        event: told.event,
        workload: told.workload,
        workload_name: told.workload_name,
        team_name: told.team_name,
        at: texts::instant(told.at),
        unread,
    }
}

/// Marks one notice as read. No entry in the change log: it concerns nobody else.
///
/// # Errors
/// [`Error::NotFound`] where it is none of theirs.
#[tracing::instrument(skip_all)]
pub async fn read_one(services: &Services, viewer: &Viewer, event: EventId) -> Result<(), Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    if inbox::read_one(&mut db, viewer.user, event, services.now()).await? {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Marks all notices as read that came until `seen` (RFC 3339), when the page was made; all where it is no instant.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn read_all(services: &Services, viewer: &Viewer, seen: &str) -> Result<(), Error> {
    let now = services.now();
    let seen = OffsetDateTime::parse(seen, &Rfc3339).map_or(now, |seen| seen.min(now));
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    inbox::read_all(&mut db, viewer.user, seen, now).await?;
    Ok(())
}
