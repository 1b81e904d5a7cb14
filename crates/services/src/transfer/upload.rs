//! Importing in the browser: the file is kept while its report is read.

use std::io::Cursor;

use domain::{
    Administer, ImportId, Viewer,
    views::transfer::{ImportPage, ImportRow, ImportsPage},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{
    StoreError,
    transfer::{self, Import, NewImport},
};
use time::Duration;

use super::import::{Source, Wish, again, finish, look, read};
use crate::{
    Error, Services,
    accounts::{Note, note},
    assessing::{NewFile, file_name},
    basis::hex,
    texts,
};

/// The largest file that the browser may send, in bytes; larger ones are for the command line.
pub const LARGEST_UPLOAD: usize = 64 * 1024 * 1024;
/// How long a file is kept that nobody imports.
const KEPT: Duration = Duration::hours(24);

/// What was handed in, newest first.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn uploads(services: &Services, viewer: &Viewer) -> Result<ImportsPage, Error> {
    let permit = viewer.administer()?;
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let rows = transfer::list(&mut db, &permit).await?;
    Ok(ImportsPage {
        rows: rows.iter().map(row).collect(),
        largest: u64::try_from(LARGEST_UPLOAD).unwrap_or(0),
        kept_hours: u32::try_from(KEPT.whole_hours()).unwrap_or(0),
    })
}

fn row(import: &Import) -> ImportRow {
    ImportRow {
        id: import.id,
        file_name: import.file_name.clone(),
        sha256: import.sha256.clone(),
        size: import.size,
        by: import.by_name.clone().unwrap_or_default(),
        at: texts::instant(import.uploaded_at),
        match_people: import.match_people,
        done_at: import.done_at.map(texts::instant),
        workloads: import.report.totals.workloads,
        obstacles: super::account::number(import.report.obstacles.len()),
    }
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn page(services: &Services, viewer: &Viewer, id: ImportId) -> Result<ImportPage, Error> {
    let permit = viewer.administer()?;
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let found = transfer::get(&mut db, &permit, id)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(ImportPage {
        row: row(&found),
        report: found.report,
    })
}

/// Looks at a file and keeps it with what was seen, until it is imported or a day is over.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators; [`Error::Invalid`] with `file`.
#[tracing::instrument(skip_all)]
pub async fn upload(
    services: &Services,
    viewer: &Viewer,
    file: Option<&NewFile>,
    match_people: bool,
) -> Result<ImportId, Error> {
    use domain::{Problem, TextError};

    let permit = viewer.administer()?;
    let file = file.ok_or_else(|| Error::field("file", TextError::Required))?;
    if file.bytes.is_empty() {
        return Err(Error::field("file", Problem::FileEmpty));
    }
    if file.bytes.len() > LARGEST_UPLOAD {
        return Err(Error::field("file", Problem::FileTooLarge));
    }
    let (sha256, name) = (hex(&Sha256::digest(&file.bytes)), file_name(&file.name));
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let wish = Wish {
        match_people,
        actor: Some(viewer.user),
    };
    let source = Source {
        reader: &mut Cursor::new(&file.bytes),
        name: &name,
        sha256: &sha256,
        size,
    };
    let report = look(services, viewer, source, wish).await?;
    let (id, now) = (ImportId(services.new_id()), services.now());
    let new = NewImport {
        id,
        sha256: &sha256,
        file_name: &name,
        size,
        match_people,
        body: Some(&file.bytes),
        report: &report,
        by: wish.actor,
        done_at: None,
    };
    let mut tx = services.begin().await?;
    transfer::add(&mut tx, &permit, new, now).await?;
    let details = json!({ "file": sha256, "name": name, "size": size });
    log(services, tx, viewer, ("import.look", id, details)).await?;
    Ok(id)
}

/// Imports a file that was looked at. The report says what came of it: with obstacles, nothing was imported.
///
/// # Errors
/// [`Error::State`] `import_gone` where there is no file any more, `import_obstacles` where something is in the way;
/// [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn run(services: &Services, viewer: &Viewer, id: ImportId) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let mut tx = services.begin().await?;
    let found = transfer::get(&mut tx, &permit, id)
        .await?
        .ok_or(Error::NotFound)?;
    let body = transfer::body(&mut tx, &permit, id)
        .await?
        .ok_or(Error::State("import_gone"))?;
    let wish = Wish {
        match_people: found.match_people,
        actor: Some(viewer.user),
    };
    let source = Source {
        reader: &mut Cursor::new(&body),
        name: &found.file_name,
        sha256: &found.sha256,
        size: found.size,
    };
    let report = read(services, &permit, &mut tx, source, wish).await?;
    if !report.obstacles.is_empty() {
        tx.rollback().await.map_err(StoreError::from)?;
        return Err(Error::State("import_obstacles"));
    }
    transfer::done(&mut tx, &permit, id, &report, services.now())
        .await
        .map_err(again)?;
    finish(services, tx, (wish.actor, id), (&found.sha256, &report)).await
}

/// Drops a file that was not imported.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn discard(services: &Services, viewer: &Viewer, id: ImportId) -> Result<(), Error> {
    let permit: Administer = viewer.administer()?;
    let mut tx = services.begin().await?;
    if !transfer::discard(&mut tx, &permit, id).await? {
        return Err(Error::NotFound);
    }
    log(services, tx, viewer, ("import.discard", id, json!({}))).await
}

async fn log(
    services: &Services,
    mut tx: store::Tx,
    viewer: &Viewer,
    (action, id, details): (&str, ImportId, serde_json::Value),
) -> Result<(), Error> {
    let entry = Note {
        at: services.now(),
        actor: Some(viewer.user),
        team: None,
        action,
        subject: &id,
        details,
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Forgets files that nobody imported; how many.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn sweep(services: &Services) -> Result<u64, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(transfer::forget(&mut db, services.now() - KEPT).await?)
}
