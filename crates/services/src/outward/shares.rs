//! Links with which anybody reads one report as it was when the link was made.

use domain::{
    FieldErrors, Problem, ShareId, Viewer,
    views::outward::{About, ShareRow, ShareState, SharesPage},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{
    StoreError, report_files, shares,
    shares::{NewShare, Share},
};
use time::{Duration, OffsetDateTime};

use super::subject;
use crate::{
    Error, Services,
    accounts::{Secret, allowed, take_report},
    basis::hex,
    export, texts,
};

/// Links on one page.
const PER_PAGE: u32 = 50;
/// How long a link may work, in days.
const LONGEST: i64 = 366;

/// What the form sends.
#[derive(Clone, Debug, Default)]
pub struct ShareForm {
    /// What the report is about: `organisation`, `team:…`, `workload:…`.
    pub about: String,
    /// For whom it is.
    pub kind: String,
    /// Its form.
    pub format: String,
    /// Its language.
    pub locale: String,
    /// For how many days the link works, from 1 to 366.
    pub days: String,
}

/// A link that was just made: its secret is shown now and never again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The secret.
    pub token: String,
    /// When it ends, as RFC 3339.
    pub expires_at: String,
}

/// Links that the viewer made or manages, and what a new one may be about; `asked` is chosen at first.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn shares_page(
    services: &Services,
    viewer: &Viewer,
    asked: &str,
    page: u32,
) -> Result<SharesPage, Error> {
    let (page, now) = (page.max(1), services.now());
    let limits = (
        i64::from(PER_PAGE),
        i64::from(page - 1) * i64::from(PER_PAGE),
    );
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let (subjects, _) = subject::choices(&mut db, viewer, asked).await?;
    let (rows, total) = shares::list(&mut db, &subject::sight(viewer), None, now, limits).await?;
    let size = i64::from(PER_PAGE);
    Ok(SharesPage {
        subjects,
        rows: rows.into_iter().map(|share| row(share, now)).collect(),
        page,
        pages: u32::try_from((total + size - 1) / size).unwrap_or(1).max(1),
        total,
    })
}

fn row(share: Share, now: OffsetDateTime) -> ShareRow {
    let state = match share.revoked_at {
        Some(_) => ShareState::Revoked,
        None if share.expires_at <= now => ShareState::Expired,
        None => ShareState::Open,
    };
    ShareRow {
        id: share.id,
        about: subject::about(share.place),
        name: share.name,
        kind: share.kind,
        format: share.format,
        locale: share.locale,
        size: share.size,
        sha256: share.sha256,
        by: share.by_name,
        created_at: texts::instant(share.created_at),
        expires_at: texts::instant(share.expires_at),
        state,
        last_used_at: share.last_used_at.map(texts::instant),
        uses: share.uses,
    }
}

/// Freezes a report as the viewer reads it now, and makes a link to it.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::NotFound`] where the viewer may not read the subject; [`Error::TooMany`].
#[tracing::instrument(skip_all)]
pub async fn create_share(
    services: &Services,
    viewer: &Viewer,
    form: &ShareForm,
) -> Result<NewLink, Error> {
    let mut errors = FieldErrors::default();
    let about = errors.check("about", About::parse(&form.about).ok_or(Problem::Choice));
    let kinds = (&*form.kind, &*form.format, &*form.locale);
    let kinds = subject::form(&mut errors, kinds);
    let days = form.days.trim().parse::<i64>().ok();
    let days = days.filter(|days| (1..=LONGEST).contains(days));
    let days = errors.check("days", days.ok_or(Problem::Number));
    let (Some(about), Some(kinds), Some(days)) = (about, kinds, days) else {
        return Err(Error::Invalid(errors));
    };
    let mut tx = services.begin().await?;
    let found = subject::find(&mut tx, viewer, about).await?;
    let tried = take_report(&mut tx, viewer.user, services.now()).await?;
    // Typesetting takes a while: no connection is held meanwhile.
    tx.commit().await.map_err(StoreError::from)?;
    allowed(tried, services.now())?;
    let (kind, format, locale) = kinds;
    let report = export::render(services, viewer, &found.subject, kind, format, locale).await?;
    let (secret, now) = (Secret::new(services), services.now());
    let (id, expires_at) = (ShareId(services.new_id()), now + Duration::days(days));
    let sha256 = hex(&Sha256::digest(&report.bytes));
    let mut tx = services.begin().await?;
    report_files::keep(&mut tx, &sha256, &report.bytes, now).await?;
    let new = NewShare {
        id,
        hash: &secret.hash,
        subject: &found.subject,
        place: found.place,
        name: &found.name,
        form: kinds,
        file_name: &report.file_name,
        sha256: &sha256,
        size: i64::try_from(report.bytes.len()).unwrap_or(i64::MAX),
        by: viewer.user,
        expires_at,
    };
    shares::add(&mut tx, new, now).await?;
    let details = json!({
        "about": about.to_string(), "kind": kind, "format": format, "locale": locale.tag(), "days": days, "sha256": sha256,
    });
    let entry = ("share.create", &*id.to_string(), details);
    subject::finish(services, tx, viewer, found.place, entry).await?;
    Ok(NewLink {
        token: secret.token,
        expires_at: texts::instant(expires_at),
    })
}

/// Ends a link at once.
///
/// # Errors
/// [`Error::NotFound`] where the viewer neither made it nor manages its team; [`Error::State`] `share_over`.
#[tracing::instrument(skip_all)]
pub async fn revoke_share(services: &Services, viewer: &Viewer, id: ShareId) -> Result<(), Error> {
    let now = services.now();
    let mut tx = services.begin().await?;
    let sight = subject::sight(viewer);
    let (found, _) = shares::list(&mut tx, &sight, Some(id), now, (1, 0)).await?;
    let found = found.into_iter().next().ok_or(Error::NotFound)?;
    if !shares::revoke(&mut tx, id, viewer.user, now).await? {
        return Err(Error::State("share_over"));
    }
    let details = json!({ "uses": found.uses });
    let entry = ("share.revoke", &*id.to_string(), details);
    subject::finish(services, tx, viewer, found.place, entry).await
}
