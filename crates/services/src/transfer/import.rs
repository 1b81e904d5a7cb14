//! In: one transaction for the whole file. Looking is the same, undone at the end.

use std::collections::BTreeMap;

use domain::{
    Administer, ImportId, Name, UserId, Viewer,
    views::transfer::{ImportRemark, ImportReport, Obstacle},
};
use serde_json::json;
use store::{
    StoreError, Tx, organisation,
    transfer::{self, NewImport, OrganisationPart, ThresholdPart},
};
use time::OffsetDateTime;

use super::{
    account::{Account, number},
    document::{EndLine, HeadLine, Kind},
    lines::{Lines, Reread, Text},
    people::{self, Placed},
    teams::Teams,
    write::Desk,
};
use crate::{
    Error, Services,
    accounts::{Note, note},
    rules, texts,
};

/// A file to be imported.
pub struct Source<'a> {
    /// Its content, from the beginning.
    pub reader: &'a mut dyn Reread,
    /// Its name.
    pub name: &'a str,
    /// SHA-256 of all of it, in hexadecimal.
    pub sha256: &'a str,
    /// Bytes.
    pub size: i64,
}

/// How a file is to be imported, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Whether people are taken for accounts here that have their address.
    pub match_people: bool,
    /// Who imports; none from the command line.
    pub actor: Option<UserId>,
}

/// What an import of a file would do, and what is in the way; changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators; [`Error::State`] `not_set_up`.
#[tracing::instrument(skip_all)]
pub async fn look(
    services: &Services,
    viewer: &Viewer,
    source: Source<'_>,
    wish: Wish,
) -> Result<ImportReport, Error> {
    let permit = viewer.administer()?;
    let mut tx = services.begin().await?;
    let report = read(services, &permit, &mut tx, source, wish).await?;
    tx.rollback().await.map_err(StoreError::from)?;
    Ok(report)
}

/// Imports a file, all of it or nothing: where the report has obstacles, nothing was imported.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators; [`Error::State`] `not_set_up`.
#[tracing::instrument(skip_all)]
pub async fn import(
    services: &Services,
    viewer: &Viewer,
    source: Source<'_>,
    wish: Wish,
) -> Result<ImportReport, Error> {
    let permit = viewer.administer()?;
    let mut tx = services.begin().await?;
    let (name, sha256, size) = (
        source.name.to_owned(),
        source.sha256.to_owned(),
        source.size,
    );
    let report = read(services, &permit, &mut tx, source, wish).await?;
    if !report.obstacles.is_empty() {
        tx.rollback().await.map_err(StoreError::from)?;
        return Ok(report);
    }
    let now = services.now();
    let id = ImportId(services.new_id());
    let new = NewImport {
        id,
        sha256: &sha256,
        file_name: &name,
        size,
        match_people: wish.match_people,
        body: None,
        report: &report,
        by: wish.actor,
        done_at: Some(now),
    };
    transfer::add(&mut tx, &permit, new, now)
        .await
        .map_err(again)?;
    finish(services, tx, (wish.actor, id), (&sha256, &report)).await?;
    Ok(report)
}

/// Somebody else imported the same file a moment before.
pub(super) fn again(error: StoreError) -> Error {
    match error.constraint() {
        Some("imports_sha256_key") => Error::State("imported_already"),
        _ => Error::Store(error),
    }
}

/// Logs an import and commits.
pub(super) async fn finish(
    services: &Services,
    mut tx: Tx,
    (actor, id): (Option<UserId>, ImportId),
    (sha256, report): (&str, &ImportReport),
) -> Result<(), Error> {
    let details = json!({
        "file": sha256, "origin": report.origin, "exported_at": report.exported_at, "totals": report.totals,
        "matched": report.matched.len(), "named": report.named_total,
    });
    let entry = Note {
        at: services.now(),
        actor,
        team: None,
        action: "import.done",
        subject: &id,
        details,
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Writes all of a file into the transaction; what is in the way stands in the report.
pub(super) async fn read(
    services: &Services,
    permit: &Administer,
    tx: &mut Tx,
    source: Source<'_>,
    wish: Wish,
) -> Result<ImportReport, Error> {
    let ours = organisation::find(tx)
        .await?
        .ok_or(Error::State("not_set_up"))?;
    let mut account = Account::new(wish.match_people);
    if let Some(at) = transfer::imported(tx, source.sha256).await? {
        account.obstacle(Obstacle::Again {
            at: texts::instant(at),
        });
    }
    let teams = Teams::new(transfer::teams_here(tx).await?, ours.priorities);
    let mut desk = Desk {
        services,
        permit,
        actor: wish.actor,
        sha256: source.sha256,
        organisation: None,
        teams,
        people: Placed::default(),
        account,
        subscribers: Vec::new(),
        following: None,
        lines: 0,
        empty: false,
    };
    let whole = write_and_compare(&mut desk, tx, source.reader).await;
    match whole {
        Ok(()) => {}
        // Something was noted that can't be gone on from.
        Err(Error::State("refused")) if !desk.account.clear() => {}
        Err(error) => return Err(error),
    }
    older(&mut desk);
    Ok(desk.account.finish())
}

async fn write_and_compare(
    desk: &mut Desk<'_>,
    tx: &mut Tx,
    reader: &mut dyn Reread,
) -> Result<(), Error> {
    documents(desk, tx, &mut Lines::new(reader)).await?;
    desk.subscribe(tx).await?;
    if !desk.account.clear() {
        return Ok(());
    }
    let again = |e: std::io::Error| Error::Internal("import", Box::new(e));
    reader.rewind().map_err(again)?;
    let mut lines = Lines::new(reader);
    while let Ok(Some(text)) = lines.next() {
        if text.about.kind == Kind::Workload {
            desk.verify(tx, &text).await?;
        }
    }
    Ok(())
}

async fn documents(desk: &mut Desk<'_>, tx: &mut Tx, lines: &mut Lines<'_>) -> Result<(), Error> {
    let (mut organisation, mut ended, mut any) = (false, false, false);
    loop {
        let text = match lines.next() {
            Ok(Some(text)) => text,
            Ok(None) => break,
            Err(obstacle) => {
                desk.account.obstacle(obstacle);
                return Ok(());
            }
        };
        if text.about.kind != Kind::Measured {
            desk.settle(tx).await?;
        }
        match text.about.kind {
            Kind::Organisation if !any => {
                organisation = true;
                head(desk, tx, &text).await?;
            }
            Kind::Workload if !ended => desk.workload(tx, &text).await?,
            Kind::Measured if organisation && !ended => desk.measured(tx, &text).await?,
            Kind::Group if organisation && !ended => desk.group(tx, &text).await?,
            Kind::End if organisation && !ended => ended = end(desk, &text),
            Kind::Organisation | Kind::Workload | Kind::Measured | Kind::Group | Kind::End => {
                desk.account.obstacle(Obstacle::Unknown);
                return Ok(());
            }
        }
        any = true;
    }
    if !any {
        desk.account.obstacle(Obstacle::Unknown);
    } else if organisation && !ended && desk.account.clear() {
        let workloads = desk.account.report.totals.workloads;
        desk.account.obstacle(Obstacle::CutOff { workloads });
    }
    Ok(())
}

/// What holds for a whole organisation is taken over where there is no workload yet, and left alone elsewhere. Of a file
/// of one workload only numbers of rules are: its team has the priorities that its scores follow from.
async fn head(desk: &mut Desk<'_>, tx: &mut Tx, text: &Text) -> Result<(), Error> {
    let line: HeadLine = match text.parse() {
        Ok(line) => line,
        Err(obstacle) => {
            desk.account.obstacle(obstacle);
            return Ok(());
        }
    };
    let report = &mut desk.account.report;
    report.organisation = line.export.workload.is_none();
    report.origin = line.export.organisation.name.to_string();
    report.exported_at = texts::instant(line.export.exported_at);
    let empty = transfer::workloads_here(tx).await? == 0;
    desk.empty = empty;
    desk.organisation = Some(line.export.organisation.clone());
    let (services, permit) = (desk.services, desk.permit);
    let ours = organisation::find(tx).await?;
    let ours = ours.map(|o| o.priorities).unwrap_or_default();
    let whole = line.export.workload.is_none();
    if whole && empty && ours != line.export.organisation.priorities {
        let OrganisationPart { priorities, .. } = line.export.organisation;
        transfer::set_organisation(tx, permit, &priorities).await?;
        desk.teams = Teams::new(transfer::teams_here(tx).await?, priorities);
        desk.account.remark(ImportRemark::Priorities);
    }
    let now = services.now();
    thresholds(desk, tx, (empty, now), &line.export.thresholds).await
}

async fn thresholds(
    desk: &mut Desk<'_>,
    tx: &mut Tx,
    (empty, now): (bool, OffsetDateTime),
    theirs: &[ThresholdPart],
) -> Result<(), Error> {
    let ours: BTreeMap<_, _> = transfer::thresholds(tx)
        .await?
        .into_iter()
        .map(|t| (t.rule, t.content))
        .collect();
    let known = |t: &&ThresholdPart| rules::known(desk.services, &t.rule);
    let new: Vec<_> = theirs
        .iter()
        .filter(known)
        .filter(|t| ours.get(&t.rule) != Some(&t.content))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let count = number(new.len());
    if !(empty && ours.is_empty()) {
        desk.account.remark(ImportRemark::OtherThresholds { count });
        return Ok(());
    }
    let actor = match desk.actor {
        Some(actor) => actor,
        None => nobody(desk, tx, now).await?,
    };
    for part in new {
        transfer::add_threshold(tx, desk.permit, part, actor, now).await?;
    }
    desk.account.remark(ImportRemark::Thresholds { count });
    Ok(())
}

/// Who did it where the command line did: a name, the other organisation's.
async fn nobody(desk: &Desk<'_>, tx: &mut Tx, at: OffsetDateTime) -> Result<UserId, Error> {
    let name = Name::parse(&desk.account.report.origin)
        .map_err(|e| Error::Internal("import", Box::new(e)))?;
    let id = people::elsewhere(UserId(uuid::Uuid::nil()));
    transfer::add_person(tx, desk.permit, id, &name, at).await?;
    Ok(id)
}

/// Whether the file is whole.
fn end(desk: &mut Desk<'_>, text: &Text) -> bool {
    match text.parse::<EndLine>() {
        Ok(line) => {
            let workloads = desk.account.report.totals.workloads;
            let whole = line.export.workloads == workloads && line.export.lines == desk.lines;
            if !whole && desk.account.clear() {
                desk.account.obstacle(Obstacle::CutOff { workloads });
            }
        }
        Err(obstacle) => desk.account.obstacle(obstacle),
    }
    true
}

/// Numbers are compared as of the export's day; since then proof may have ended.
fn older(desk: &mut Desk<'_>) {
    use time::format_description::well_known::Rfc3339;

    let at = OffsetDateTime::parse(&desk.account.report.exported_at, &Rfc3339);
    let Ok(at) = at else { return };
    let days = (desk.services.today() - at.date()).whole_days();
    if let Some(days) = u32::try_from(days).ok().filter(|days| *days > 0) {
        desk.account.remark(ImportRemark::Older { days });
    }
}
