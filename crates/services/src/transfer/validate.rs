//! Whether the rows of a document fit each other and the framework; whether they fit the database, the database says.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    AnswerState, AssessmentState, Evaluation, Framework, UserId,
    views::transfer::{Obstacle, RowFault},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use store::transfer::{AnswerPart, EvidencePart, MilestonePart, PeopleOf, Rows};

use super::{
    check::{self, Fault, each},
    document::WorkloadLine,
};
use crate::{basis::hex, snapshot::Snapshot};

/// A document's files by their hash.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Checks a document and takes its files out of it.
pub(super) fn document(
    framework: &Framework,
    document: &mut WorkloadLine,
    line: u64,
) -> Result<Files, Obstacle> {
    let name = format!("{} {}", document.framework.id, document.framework.version);
    let ours =
        |id: &str, version: &str| id == framework.id.as_str() && version == framework.version;
    if !ours(&document.framework.id, &document.framework.version) {
        return Err(Obstacle::Framework { line, name });
    }
    let other =
        |a: &&store::transfer::AssessmentPart| !ours(a.framework_id.as_str(), &a.framework_version);
    if let Some(other) = document.export.rows.assessments.iter().find(other) {
        return Err(Obstacle::Framework {
            line,
            name: format!("{} {}", other.framework_id, other.framework_version),
        });
    }
    check(framework, document).map_err(|Fault(field, fault)| Obstacle::Row {
        line,
        workload: document.export.workload.name.to_string(),
        field: format!("export.{field}"),
        fault,
    })
}

fn check(framework: &Framework, document: &mut WorkloadLine) -> Result<Files, Fault> {
    assessments(document)?;
    let whole = &mut document.export;
    if whole.workload.team_id != whole.team.id {
        return Err(Fault("workload.team_id".to_owned(), RowFault::Stray));
    }
    if whole.log.as_ref().is_some_and(|log| !is_sha256(&log.hash)) {
        return Err(Fault("log.hash".to_owned(), RowFault::Form));
    }
    let rows = &mut whole.rows;
    let people: BTreeSet<_> = whole.people.iter().map(|p| p.id).collect();
    let mut missing = None;
    rows.people(&mut |user: &mut UserId| {
        if !people.contains(user) {
            missing.get_or_insert(*user);
        }
    });
    if let Some(user) = missing {
        return Err(Fault(format!("people ({user})"), RowFault::Person));
    }
    each("rows.answers", &rows.answers, |a| answer(framework, a))?;
    each("rows.notes", &rows.notes, |n| {
        known(framework.check(&n.check_id).is_some())
    })?;
    each("rows.attestations", &rows.attestations, |a| {
        known(framework.criterion(&a.criterion).is_some())
    })?;
    each("rows.actions", &rows.actions, |a| {
        known(framework.criterion(&a.criterion).is_some())
    })?;
    each("rows.milestones", &rows.milestones, milestone)?;
    check::budgets("rows.budgets", &rows.budgets)?;
    check::factors("rows.factors", &rows.factors)?;
    check::history(&rows.history)?;
    strays(rows)?;
    let mut files = Files::new();
    for (number, one) in rows.evidence.iter_mut().enumerate() {
        let file = evidence(framework, one)
            .map_err(|fault| Fault(format!("rows.evidence[{number}]"), fault))?;
        files.extend(file.map(|bytes| (one.sha256.clone(), bytes)));
    }
    Ok(files)
}

const fn known(known: bool) -> Result<(), RowFault> {
    if known {
        Ok(())
    } else {
        Err(RowFault::Criterion)
    }
}

/// One assessment is worked on, and the document is of that one.
fn assessments(document: &WorkloadLine) -> Result<(), Fault> {
    let rows = &document.export.rows;
    let mut open = rows
        .assessments
        .iter()
        .filter(|a| a.state != AssessmentState::Approved);
    let right = open.next().is_some_and(|a| a.id == document.id) && open.next().is_none();
    right
        .then_some(())
        .ok_or_else(|| Fault("rows.assessments".to_owned(), RowFault::Assessment))
}

/// Rows that belong to rows of the same document.
fn strays(rows: &Rows) -> Result<(), Fault> {
    let assessments: BTreeSet<_> = rows.assessments.iter().map(|a| a.id).collect();
    let readings: BTreeSet<_> = rows.readings.iter().map(|r| r.id).collect();
    let belongs = |there: bool| if there { Ok(()) } else { Err(RowFault::Stray) };
    each("rows.reviews", &rows.reviews, |r| {
        belongs(assessments.contains(&r.assessment_id))
    })?;
    each("rows.milestones", &rows.milestones, |m| {
        belongs(assessments.contains(&m.assessment_id))
    })?;
    each("rows.findings", &rows.findings, |f| {
        belongs(readings.contains(&f.reading_id))
    })
}

fn answer(framework: &Framework, answer: &AnswerPart) -> Result<(), RowFault> {
    known(framework.criterion(&answer.criterion).is_some())?;
    let reasons = usize::from(answer.reason.is_some()) + usize::from(answer.reason_text.is_some());
    let needed = if answer.state == AnswerState::NotApplicable {
        2
    } else {
        0
    };
    if reasons == needed {
        Ok(())
    } else {
        Err(RowFault::Reason)
    }
}

fn milestone(milestone: &MilestonePart) -> Result<(), RowFault> {
    Snapshot::deserialize(&milestone.snapshot).map_err(|_| RowFault::Form)?;
    Evaluation::deserialize(&milestone.evaluation).map_err(|_| RowFault::Form)?;
    Ok(())
}

/// Whether it is SHA-256 in hexadecimal.
fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A document is a file or a link; a file that came along has the hash that is stated.
fn evidence(framework: &Framework, one: &mut EvidencePart) -> Result<Option<Vec<u8>>, RowFault> {
    known(
        one.criteria
            .iter()
            .all(|c| framework.criterion(c).is_some()),
    )?;
    let file = one.file_name.is_some() && one.media_type.is_some();
    let link = one.file_name.is_none() && one.media_type.is_none();
    if !(file && one.url.is_none() || link && one.url.is_some()) {
        return Err(RowFault::Source);
    }
    if !is_sha256(&one.sha256) {
        return Err(RowFault::Form);
    }
    let Some(content) = one.content.take().filter(|_| file) else {
        // Nobody can say what a file is that is not here.
        one.media_type = one
            .media_type
            .take()
            .map(|_| "application/octet-stream".to_owned());
        return Ok(None);
    };
    let bytes = STANDARD.decode(content).map_err(|_| RowFault::Form)?;
    if hex(&Sha256::digest(&bytes)) != one.sha256 {
        return Err(RowFault::Hash);
    }
    one.media_type = Some(crate::assessing::sniff(&bytes).to_owned());
    one.file_name = one.file_name.as_deref().map(crate::assessing::file_name);
    Ok(Some(bytes))
}
