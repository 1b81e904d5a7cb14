//! Files of other tools, by a person or by a pipeline.

use std::collections::BTreeSet;

use domain::{
    CheckId, FindingId, Framework, ReadingId, TokenId, Viewer, WorkloadId,
    access::{Assess, Permit},
    cost::FILE_KINDS,
    evidence::{
        Completeness, ComponentKind, Finding, Ignored, IgnoredWhy, Kind, Place, Reading, Reason,
        Scope, ScopeKind, Unusable,
    },
    views::{
        evidence::{ReadingRow, TelemetryFile},
        glance::Glance,
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{
    Tx, change_log,
    change_log::Chain,
    findings::{self, NewFinding, Run},
    readings::{self, NewReading},
    results,
    workloads::Workload,
};
use time::Date;

use super::{aside::aside, judging, subject};
use crate::{
    Error, Services,
    assessing::{NewFile, open_for},
    basis::hex,
    notices, plan,
    platforms::Reach,
    signals::file as signals,
    texts,
};

/// Who sends a file.
#[derive(Clone, Copy, Debug)]
pub enum Sender<'a> {
    /// A person.
    Person(&'a Viewer),
    /// A machine with a token for one workload.
    Machine(TokenId, WorkloadId),
}

/// What a sender says of a file, beside its content.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Its kind, where its content alone does not tell.
    pub kind: Option<Kind>,
    /// What it is about: later files of the same kind and tool about the same follow it. Empty where the file says so
    /// itself, or its name does.
    pub subject: String,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub enum HandedIn {
    /// It was read; `new` is false where it was there already and so counts once.
    Read {
        /// What it was read as.
        reading: Box<ReadingRow>,
        /// Whether it was not there before.
        new: bool,
    },
    /// It holds telemetry; `new` as above.
    Telemetry {
        /// What it holds.
        held: TelemetryFile,
        /// Whether it was not there before.
        new: bool,
    },
    /// It can't be read as evidence, and nothing was kept.
    Unusable(Unusable),
}

/// What a file turned out to be.
enum Content {
    Evidence(Box<Parsed>),
    Telemetry(Box<signals::Read>),
}

struct Parsed {
    row: ReadingRow,
    content: Reading,
    findings: Vec<Finding>,
    series: String,
    /// What the sender says that it is about.
    said: String,
}

/// Reads a file, keeps what it says, and judges the rules that read such files. With `keep` false only reads it.
///
/// The file itself is not kept: it may hold secrets. The same file twice counts once; one without a date of its own,
/// once a day, unless it states amounts.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`]; [`Error::State`] where the workload is archived.
pub async fn hand_in(
    services: &Services,
    sender: Sender<'_>,
    id: WorkloadId,
    file: NewFile,
    keep: bool,
) -> Result<HandedIn, Error> {
    hand_in_as(services, sender, id, (file, Said::default()), keep).await
}

/// The same for a file of which somebody says more than it does itself.
///
/// # Errors
/// As [`hand_in`].
#[tracing::instrument(skip_all, fields(size = file.bytes.len(), keep))]
pub async fn hand_in_as(
    services: &Services,
    sender: Sender<'_>,
    id: WorkloadId,
    (file, said): (NewFile, Said),
    keep: bool,
) -> Result<HandedIn, Error> {
    let name = file.name.clone();
    // Nobody makes the server read a file for a workload that is not theirs.
    drop(allowed(&mut services.begin().await?, sender, id).await?);
    let (today, window) = (services.today(), signals::kept(services));
    let read = aside(&services.reading, move || {
        match parse(&file, &said, today) {
            Ok(parsed) => Ok(Content::Evidence(Box::new(parsed))),
            Err(why) if said.kind.is_some() => Err(why),
            Err(why) => match signals::read(&file.bytes, window) {
                Ok(Some(read)) => Ok(Content::Telemetry(Box::new(read))),
                // What breaks the file says more than what it might have been.
                Err(flawed) if matches!(why, Unusable::UnknownFormat { .. }) => Err(flawed),
                Ok(None) | Err(_) => Err(why),
            },
        }
    });
    let mut parsed = match read.await? {
        Ok(Content::Evidence(parsed)) => *parsed,
        Ok(Content::Telemetry(read)) => {
            return keep_telemetry(services, (sender, id), (*read, &name), keep).await;
        }
        Err(unusable) => return Ok(HandedIn::Unusable(unusable)),
    };
    parsed.row.received_at = texts::instant(services.now());
    let mut tx = services.begin().await?;
    if !keep {
        parsed.row.id = there(&mut tx, id, &parsed).await?;
        return Ok(HandedIn::Read {
            new: parsed.row.id.is_none(),
            reading: Box::new(parsed.row),
        });
    }
    let (workload, permit) = allowed(&mut tx, sender, id).await?;
    let new = ReadingId(services.new_id());
    if !add(
        services,
        &mut tx,
        (sender, permit.as_ref()),
        id,
        new,
        &parsed,
    )
    .await?
    {
        parsed.row.id = there(&mut tx, id, &parsed).await?;
        return Ok(HandedIn::Read {
            reading: Box::new(parsed.row),
            new: false,
        });
    }
    parsed.row.id = Some(new);
    keep_findings(services, &mut tx, id, new, &parsed).await?;
    keep_components(services, &mut tx, id, &parsed).await?;
    // Before verdicts are written: whoever judges telemetry locks in this order.
    crate::cost::filed(services, &mut tx, id, (parsed.row.day, &parsed.content)).await?;
    crate::signals::filed(services, &mut tx, id, parsed.row.kind).await?;
    let stood = notices::contradicted(services, &mut tx, id).await?;
    let fulfilled = plan::fulfilled(services, &mut tx, id).await?;
    judging::judge(services, &mut tx, id, Some(parsed.row.kind)).await?;
    let since = plan::Since {
        by: None,
        claimed: &BTreeSet::new(),
        fulfilled: &fulfilled,
        about: None,
    };
    plan::settle(services, &mut tx, id, since).await?;
    notices::tell_contradicted(services, &mut tx, id, &stood).await?;
    log(services, &mut tx, sender, &workload, &parsed.row).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(HandedIn::Read {
        reading: Box::new(parsed.row),
        new: true,
    })
}

/// Telemetry in a file goes the way of what senders send.
async fn keep_telemetry(
    services: &Services,
    (sender, id): (Sender<'_>, WorkloadId),
    (read, name): (signals::Read, &str),
    keep: bool,
) -> Result<HandedIn, Error> {
    let held = read.held.clone();
    if !keep {
        let new = !signals::is_known(services, id, &read).await?;
        return Ok(HandedIn::Telemetry { held, new });
    }
    let mut tx = services.begin().await?;
    let (workload, _) = allowed(&mut tx, sender, id).await?;
    drop(tx);
    let new = signals::keep(services, id, read).await?;
    if new {
        let mut tx = services.begin().await?;
        let details = json!({
            "form": held.form, "file": file_name(name), "points": held.points,
            "series": held.series, "traces": held.traces,
        });
        let entry = ("telemetry.add", "file", details);
        note(services, &mut tx, sender, &workload, entry).await?;
        tx.commit().await.map_err(store::StoreError::from)?;
    }
    Ok(HandedIn::Telemetry { held, new })
}

async fn allowed(
    tx: &mut Tx,
    sender: Sender<'_>,
    id: WorkloadId,
) -> Result<(Workload, Option<Permit<Assess>>), Error> {
    match sender {
        Sender::Person(viewer) => {
            let (workload, permit) = open_for::<Assess>(tx, viewer, id).await?;
            Ok((workload, Some(permit)))
        }
        Sender::Machine(_, theirs) if theirs == id => {
            let workload = store::workloads::lookup(tx, id).await?;
            let workload = workload.ok_or(Error::NotFound)?;
            match workload.archived_at {
                Some(_) => Err(Error::State("archived")),
                None => Ok((workload, None)),
            }
        }
        Sender::Machine(..) => Err(Error::NotFound),
    }
}

fn parse(file: &NewFile, said: &Said, today: Date) -> Result<Parsed, Unusable> {
    let limits = evidence::Limits::default();
    let mut content = match said.kind {
        Some(kind) => evidence::read_as(kind, &file.bytes, &limits)?,
        None => evidence::read(&file.bytes, &limits)?,
    };
    let findings = std::mem::take(&mut content.findings);
    // What a file is about that doesn't say so: else a clean run about one thing would end another's findings.
    let named = !content.scopes.is_empty() && !content.kind.names_only_hits();
    let said = Place::clip(&said.subject);
    if !named || !said.is_empty() {
        let value = if said.is_empty() {
            by_name(content.kind, &file.name)
        } else {
            said.clone()
        };
        content.scopes.push(Scope {
            kind: ScopeKind::Subject,
            value,
        });
    }
    let stated = content
        .taken_at
        .map(|at| at.to_offset(time::UtcOffset::UTC).date());
    // A run in the future is a clock gone wrong; the file counts from its receipt.
    let stated = stated.filter(|day| *day <= today);
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let row = ReadingRow {
        id: None,
        kind: content.kind,
        tool: content.tool.name.to_string(),
        tool_version: content.tool.version.as_ref().map(ToString::to_string),
        file_name: file_name(&file.name),
        subject: content.subject(),
        size: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
        sha256: hex(&Sha256::digest(&file.bytes)),
        day: stated.unwrap_or(today),
        dated: stated.is_some(),
        received_at: String::new(),
        sender: String::new(),
        completeness: content.completeness,
        tally: content.tally,
        measures: count(content.measures.len()),
        components: count(content.components.len()),
        glance: Glance::of(&content, &findings),
        ignored: content.ignored.clone(),
        warnings: content.warnings.clone(),
    };
    Ok(Parsed {
        series: series(&content),
        said: said.to_string(),
        row,
        content,
        findings,
    })
}

/// The name that a file came with, as far as it is kept.
fn file_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}

/// What a file is about that does not say so. Files of cost and energy are about a period or a run of which numbers and
/// dates are a part: they add up, and none takes another's place by its name.
fn by_name(kind: Kind, name: &str) -> Place {
    if FILE_KINDS.contains(&kind) {
        Place::clip(name)
    } else {
        Place::clip(&subject::of_name(name))
    }
}

/// Files of the same kind and tool about the same things follow each other.
fn series(reading: &Reading) -> String {
    let about = reading.about().into_iter();
    hash_of(reading, about.map(|scope| scope.value.as_str()))
}

fn hash_of<'a>(reading: &'a Reading, about: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    hash.update(reading.kind.code());
    for part in [reading.tool.name.as_str()].into_iter().chain(about) {
        hash.update([0]);
        hash.update(part);
    }
    hex(&hash.finalize()).chars().take(32).collect()
}

/// The reading that says the same and is there already.
async fn there(tx: &mut Tx, id: WorkloadId, parsed: &Parsed) -> Result<Option<ReadingId>, Error> {
    let Parsed { row, said, .. } = parsed;
    let (content, run) = ((&*row.sha256, row.kind), (row.day, &**said));
    if let Some(booked) = booked(tx, id, row).await? {
        return Ok(Some(booked));
    }
    Ok(readings::by_content(tx, id, content, run).await?)
}

/// The reading of the same bytes, where they state amounts: those add up, so that the same file must not count again on
/// another day or about something else.
async fn booked(tx: &mut Tx, id: WorkloadId, row: &ReadingRow) -> Result<Option<ReadingId>, Error> {
    if !FILE_KINDS.contains(&row.kind) {
        return Ok(None);
    }
    Ok(readings::by_bytes(tx, id, (&row.sha256, row.kind)).await?)
}

async fn add(
    services: &Services,
    tx: &mut Tx,
    (sender, permit): (Sender<'_>, Option<&Permit<Assess>>),
    id: WorkloadId,
    reading: ReadingId,
    parsed: &Parsed,
) -> Result<bool, Error> {
    let from = match (sender, permit) {
        (Sender::Machine(token, _), _) => readings::Sender::Token(token),
        (Sender::Person(_), Some(permit)) => readings::Sender::Person(permit),
        (Sender::Person(_), None) => return Err(Error::Forbidden),
    };
    if booked(tx, id, &parsed.row).await?.is_some() {
        return Ok(false);
    }
    let new = NewReading {
        id: reading,
        sha256: &parsed.row.sha256,
        file_name: &parsed.row.file_name,
        size: i64::try_from(parsed.row.size).unwrap_or(i64::MAX),
        series: &parsed.series,
        day: parsed.row.day,
        said: &parsed.said,
        content: &parsed.content,
    };
    Ok(readings::add(tx, from, id, new, services.now()).await?)
}

/// Parts that somebody must know of; libraries and data sets are lists of their own.
async fn keep_components(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    parsed: &Parsed,
) -> Result<(), Error> {
    use ComponentKind::{Agent, McpServer, Model, Service, Skill, Tool};
    let known = [Agent, McpServer, Model, Service, Skill, Tool];
    let seen: Vec<_> = parsed
        .content
        .components
        .iter()
        .filter(|one| known.contains(&one.kind))
        .collect();
    crate::signals::keep_components(services, tx, id, parsed.row.kind.code(), &seen).await
}

/// Findings follow the newest file of a series: an older one that comes late changes nothing.
async fn keep_findings(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    reading: ReadingId,
    parsed: &Parsed,
) -> Result<(), Error> {
    let newest = readings::newest_day(tx, id, &parsed.series).await?;
    if newest.is_some_and(|day| day > parsed.row.day) {
        return Ok(());
    }
    let run = Run {
        reading,
        series: &parsed.series,
        kind: parsed.row.kind.code(),
        tool: &parsed.row.tool,
        day: parsed.row.day,
    };
    let found: Vec<_> = parsed
        .findings
        .iter()
        .map(|finding| NewFinding {
            id: FindingId(services.new_id()),
            content: finding,
            checks: checks(services.framework, parsed, finding),
        })
        .collect();
    findings::see(tx, id, run, &found).await?;
    let all = found.len() == usize::try_from(parsed.row.tally.total()).unwrap_or(usize::MAX);
    if all && shows_what_is_gone(&parsed.row) {
        findings::close_unseen(tx, id, run).await?;
        close_former(tx, id, run, parsed).await?;
    }
    Ok(())
}

/// Closes what files of this name reported before names said what they are about: their series was that of the whole
/// name, or any where a file names only what was found. Not where the file or its sender says what it is about.
async fn close_former(
    tx: &mut Tx,
    id: WorkloadId,
    run: Run<'_>,
    parsed: &Parsed,
) -> Result<(), Error> {
    let Parsed { content, row, .. } = parsed;
    let subject = |scope: &Scope| scope.kind == ScopeKind::Subject;
    if !parsed.said.is_empty() || !content.scopes.iter().any(subject) {
        return Ok(());
    }
    let name = Place::clip(&row.file_name);
    let former =
        (!row.kind.names_only_hits()).then(|| hash_of(content, [name.as_str()].into_iter()));
    findings::close_former(tx, id, run, (&row.file_name, former.as_deref())).await?;
    Ok(())
}

/// Whether what a file does not list is gone. Many scanners write what they found and not where they looked: that
/// proves nothing clean, but such a file about the same as before would still list what is still there. Not one that
/// lost entries on the way.
fn shows_what_is_gone(row: &ReadingRow) -> bool {
    let lost = |one: &Ignored| matches!(one.why, IgnoredWhy::Broken | IgnoredWhy::Incomplete);
    match row.completeness {
        Completeness::Complete => true,
        Completeness::Partial(Reason::CoverageNotStated) => {
            row.kind.lists_every_hit() && !row.ignored.iter().any(lost)
        }
        Completeness::Partial(_) | Completeness::NothingScanned | Completeness::Failed(_) => false,
    }
}

/// The checks whose rules count a finding.
fn checks(framework: &Framework, parsed: &Parsed, finding: &Finding) -> Vec<CheckId> {
    let mut found: Vec<_> = framework
        .rules
        .iter()
        .filter(|rule| {
            let test = rule.test.as_ref();
            test.is_some_and(|test| test.counts(parsed.row.kind, finding))
        })
        .map(|rule| rule.check.clone())
        .collect();
    found.sort();
    found.dedup();
    found
}

async fn log(
    services: &Services,
    tx: &mut Tx,
    sender: Sender<'_>,
    workload: &Workload,
    row: &ReadingRow,
) -> Result<(), Error> {
    results::touch(tx, workload.id).await?;
    let mut details = json!({
        "kind": row.kind, "tool": row.tool, "file": row.file_name, "sha256": row.sha256,
        "day": row.day.to_string(),
    });
    let reach = Reach::of(tx, workload.id).await?;
    reach.all(services).note(&mut details);
    let subject = row.id.map(|id| id.to_string()).unwrap_or_default();
    let entry = ("reading.add", &*subject, details);
    note(services, tx, sender, workload, entry).await
}

/// Writes who sent what into the change log.
async fn note(
    services: &Services,
    tx: &mut Tx,
    sender: Sender<'_>,
    workload: &Workload,
    (action, subject, mut details): (&str, &str, serde_json::Value),
) -> Result<(), Error> {
    let (actor, token) = match sender {
        Sender::Person(viewer) => (Some(viewer.user), None),
        Sender::Machine(token, _) => (None, Some(token)),
    };
    if let Some(fields) = details.as_object_mut() {
        fields.insert("token".to_owned(), json!(token));
    }
    let entry = change_log::Entry {
        chain: Chain::Workload(workload.id),
        at: services.now(),
        actor,
        team: Some(workload.team),
        action,
        subject,
        details,
    };
    change_log::append(tx, entry).await?;
    Ok(())
}
