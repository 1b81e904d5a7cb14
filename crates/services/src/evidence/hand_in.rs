//! Files of other tools, by a person or by a pipeline.

use domain::{
    CheckId, FindingId, Framework, ReadingId, TokenId, Viewer, WorkloadId,
    access::{Assess, Permit},
    evidence::{Completeness, Finding, Place, Reading, Scope, ScopeKind, Unusable},
    rule::Look,
    views::evidence::ReadingRow,
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

use super::judging;
use crate::{
    Error, Services,
    assessing::{NewFile, open_for},
    basis::hex,
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
    /// It can't be read as evidence, and nothing was kept.
    Unusable(Unusable),
}

struct Parsed {
    row: ReadingRow,
    content: Reading,
    findings: Vec<Finding>,
    series: String,
}

/// Reads a file, keeps what it says, and judges the rules that read such files. With `keep` false only reads it.
///
/// The file itself is not kept: it may hold secrets. The same file twice counts once.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`]; [`Error::State`] where the workload is archived.
#[tracing::instrument(skip_all, fields(size = file.bytes.len(), keep))]
pub async fn hand_in(
    services: &Services,
    sender: Sender<'_>,
    id: WorkloadId,
    file: NewFile,
    keep: bool,
) -> Result<HandedIn, Error> {
    // Nobody makes the server read a file for a workload that is not theirs.
    drop(allowed(&mut services.begin().await?, sender, id).await?);
    let today = services.today();
    let read = tokio::task::spawn_blocking(move || parse(&file, today)).await;
    let mut parsed = match read.map_err(|e| Error::Internal("evidence", Box::new(e)))? {
        Ok(parsed) => parsed,
        Err(unusable) => return Ok(HandedIn::Unusable(unusable)),
    };
    parsed.row.received_at = texts::instant(services.now());
    if !keep {
        return Ok(HandedIn::Read {
            reading: Box::new(parsed.row),
            new: true,
        });
    }
    let mut tx = services.begin().await?;
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
        parsed.row.id = readings::by_content(&mut tx, id, &parsed.row.sha256).await?;
        return Ok(HandedIn::Read {
            reading: Box::new(parsed.row),
            new: false,
        });
    }
    parsed.row.id = Some(new);
    keep_findings(services, &mut tx, id, new, &parsed).await?;
    judging::judge(services, &mut tx, id, Some(parsed.row.kind)).await?;
    log(services, &mut tx, sender, &workload, &parsed.row).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(HandedIn::Read {
        reading: Box::new(parsed.row),
        new: true,
    })
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

fn parse(file: &NewFile, today: Date) -> Result<Parsed, Unusable> {
    let mut content = evidence::read(&file.bytes, &evidence::Limits::default())?;
    let findings = std::mem::take(&mut content.findings);
    // What a file is about that doesn't say so: else a clean run about one thing would end another's findings.
    if content.scopes.is_empty() {
        content.scopes.push(Scope {
            kind: ScopeKind::Path,
            value: Place::clip(&file.name),
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
        file_name: file
            .name
            .chars()
            .filter(|c| !c.is_control())
            .take(120)
            .collect(),
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
        ignored: content.ignored.clone(),
        warnings: content.warnings.clone(),
    };
    Ok(Parsed {
        series: series(&content),
        row,
        content,
        findings,
    })
}

/// Files of the same kind and tool about the same things follow each other.
fn series(reading: &Reading) -> String {
    let mut hash = Sha256::new();
    hash.update(reading.kind.code());
    for part in [reading.tool.name.as_str()]
        .into_iter()
        .chain(reading.scopes.iter().map(|scope| scope.value.as_str()))
    {
        hash.update([0]);
        hash.update(part);
    }
    hex(&hash.finalize()).chars().take(32).collect()
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
    let new = NewReading {
        id: reading,
        sha256: &parsed.row.sha256,
        file_name: &parsed.row.file_name,
        size: i64::try_from(parsed.row.size).unwrap_or(i64::MAX),
        series: &parsed.series,
        day: parsed.row.day,
        content: &parsed.content,
    };
    Ok(readings::add(tx, from, id, new, services.now()).await?)
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
    if parsed.row.completeness == Completeness::Complete && all {
        findings::close_unseen(tx, id, run).await?;
    }
    Ok(())
}

/// The checks whose rules count a finding.
fn checks(framework: &Framework, parsed: &Parsed, finding: &Finding) -> Vec<CheckId> {
    let mut found: Vec<_> = framework
        .rules
        .iter()
        .filter(|rule| {
            rule.test.as_ref().is_some_and(|test| {
                let takes =
                    matches!(&test.look, Look::Scan { select, .. } if select.takes(finding));
                takes && test.kinds.contains(&parsed.row.kind)
            })
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
    let (actor, token) = match sender {
        Sender::Person(viewer) => (Some(viewer.user), None),
        Sender::Machine(token, _) => (None, Some(token)),
    };
    let details = json!({
        "kind": row.kind, "tool": row.tool, "file": row.file_name, "sha256": row.sha256,
        "day": row.day.to_string(), "token": token,
    });
    let entry = change_log::Entry {
        chain: Chain::Workload(workload.id),
        at: services.now(),
        actor,
        team: Some(workload.team),
        action: "reading.add",
        subject: &row.id.map(|id| id.to_string()).unwrap_or_default(),
        details,
    };
    change_log::append(tx, entry).await?;
    Ok(())
}
