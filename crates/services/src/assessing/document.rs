//! Documents as evidence.

use domain::{
    CheckId, CriterionId, EvidenceId, FieldErrors, Name, Problem, Viewer, WebLink, WorkloadId,
    access::{Assess, Read},
    proof::DocumentDates,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::proof::{self, Download, NewEvidence, Source};
use time::{Date, Duration, macros::format_description};

use super::{finish, open_for};
use crate::{Error, Services, basis::hex};

/// The largest file that is taken, in bytes: 20 MiB.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// What the evidence form sends besides a file.
#[derive(Clone, Debug, Default)]
pub struct DocumentForm {
    /// Its title; empty takes the file's name or the address.
    pub title: String,
    /// The address, where it is a link.
    pub url: String,
    /// When what it says was true, `2026-11-22`.
    pub effective: String,
    /// The last day on which it counts; empty is a year later.
    pub valid_until: String,
    /// What it proves.
    pub criteria: Vec<String>,
}

/// A file as it came in.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The name it came with.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

struct Parsed {
    title: Name,
    dates: DocumentDates,
    criteria: Vec<CriterionId>,
    source: Source,
    sha256: String,
}

/// Adds a document to a check: a file that is kept by its content, or a link.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn add_document(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    check: &CheckId,
    form: &DocumentForm,
    file: Option<NewFile>,
) -> Result<EvidenceId, Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let parsed = parse(services, check, form, file.as_ref())?;
    let (evidence, now) = (EvidenceId(services.new_id()), services.now());
    if let Some(file) = &file {
        proof::keep_file(&mut tx, &parsed.sha256, &file.bytes, now).await?;
    }
    let new = NewEvidence {
        id: evidence,
        check,
        title: parsed.title.as_str(),
        sha256: &parsed.sha256,
        source: parsed.source,
        dates: parsed.dates,
        criteria: &parsed.criteria,
    };
    proof::add_evidence(&mut tx, &permit, id, new, now).await?;
    let details = json!({
        "title": parsed.title, "sha256": parsed.sha256, "criteria": parsed.criteria,
        "effective": parsed.dates.effective.to_string(), "valid_until": parsed.dates.valid_until.to_string(),
    });
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("evidence.add", &evidence.to_string(), details),
    )
    .await?;
    Ok(evidence)
}

fn parse(
    services: &Services,
    check: &CheckId,
    form: &DocumentForm,
    file: Option<&NewFile>,
) -> Result<Parsed, Error> {
    let (_, found) = services.framework.check(check).ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::default();
    let link = form.url.trim();
    let source = errors.check("file", source(link, file));
    let fallback = file.map_or(link, |f| f.name.as_str());
    let title: String = if form.title.trim().is_empty() {
        fallback.chars().take(120).collect()
    } else {
        form.title.clone()
    };
    let title = errors.check("title", Name::parse(&title).map_err(Problem::Text));
    let dates = dates(form, services.today(), &mut errors);
    let known = |id: &CriterionId| found.criteria.iter().any(|k| k.id == *id);
    let criteria: Option<Vec<CriterionId>> = form
        .criteria
        .iter()
        .map(|c| c.parse().ok().filter(|id| known(id)))
        .collect();
    let criteria = errors.check(
        "criteria",
        criteria.filter(|c| !c.is_empty()).ok_or(Problem::Choice),
    );
    Error::check(errors)?;
    match (source, title, dates, criteria) {
        (Some(source), Some(title), Some(dates), Some(mut criteria)) => {
            criteria.sort();
            criteria.dedup();
            let sha256 = hex(&Sha256::digest(
                file.map_or(link.as_bytes(), |f| f.bytes.as_slice()),
            ));
            Ok(Parsed {
                title,
                dates,
                criteria,
                source,
                sha256,
            })
        }
        _ => Err(Error::field("file", Problem::Choice)),
    }
}

fn source(link: &str, file: Option<&NewFile>) -> Result<Source, Problem> {
    match file {
        Some(file) if file.bytes.is_empty() => Err(Problem::FileEmpty),
        Some(file) if file.bytes.len() > LARGEST_FILE => Err(Problem::FileTooLarge),
        Some(file) => Ok(Source::File {
            name: file_name(&file.name),
            media_type: sniff(&file.bytes).to_owned(),
            size: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
        }),
        None => WebLink::parse(link)
            .map(|url| Source::Link { url: url.into() })
            .map_err(Problem::Text),
    }
}

/// The last part of a name, without what could leave a folder or a header.
pub(crate) fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| !c.is_control() && *c != '"')
        .take(120)
        .collect();
    if clean.trim_matches('.').trim().is_empty() {
        "document".to_owned()
    } else {
        clean
    }
}

/// What the content says that it is; the sender's word does not count.
pub(crate) fn sniff(bytes: &[u8]) -> &'static str {
    const KNOWN: [(&[u8], &str); 7] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"PK\x03\x04", "application/zip"),
        (b"\x1f\x8b", "application/gzip"),
        (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    ];
    if let Some((_, kind)) = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return kind;
    }
    let text = std::str::from_utf8(bytes).is_ok_and(|t| !t.contains('\0'));
    if text {
        "text/plain; charset=utf-8"
    } else {
        "application/octet-stream"
    }
}

fn dates(form: &DocumentForm, today: Date, errors: &mut FieldErrors) -> Option<DocumentDates> {
    let effective = errors.check("effective", date(&form.effective))?;
    if effective > today {
        errors.add("effective", Problem::Future);
        return None;
    }
    let until = if form.valid_until.trim().is_empty() {
        effective.saturating_add(Duration::days(365))
    } else {
        errors.check("valid_until", date(&form.valid_until))?
    };
    if until < effective {
        errors.add("valid_until", Problem::DateOrder);
        return None;
    }
    Some(DocumentDates {
        effective,
        valid_until: until,
    })
}

/// A day as forms send it: `2026-11-22`, from 2000 to 2100.
pub(crate) fn date(text: &str) -> Result<Date, Problem> {
    let parsed = Date::parse(text.trim(), format_description!("[year]-[month]-[day]"));
    parsed
        .ok()
        .filter(|d| (2000..=2100).contains(&d.year()))
        .ok_or(Problem::Date)
}

/// Withdraws a document: it stays in the history and proves nothing any more.
///
/// # Errors
/// [`Error::NotFound`] where it is not there or was withdrawn already; [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn withdraw_document(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    evidence: EvidenceId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let withdrawn =
        proof::withdraw_evidence(&mut tx, &permit, id, evidence, services.now()).await?;
    let check = withdrawn.ok_or(Error::NotFound)?;
    finish(
        services,
        tx,
        viewer,
        &workload,
        (
            "evidence.withdraw",
            &evidence.to_string(),
            json!({ "check": check }),
        ),
    )
    .await
}

/// A document's file, for somebody who may read its workload.
///
/// # Errors
/// [`Error::NotFound`] where it is not there or may not be read.
pub async fn download(
    services: &Services,
    viewer: &Viewer,
    id: EvidenceId,
) -> Result<Download, Error> {
    let mut tx = services.begin().await?;
    let file = proof::download(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let workload = store::workloads::lookup(&mut tx, file.workload)
        .await?
        .ok_or(Error::NotFound)?;
    viewer.permit::<Read>(workload.team)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_folder_or_header() {
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("C:\\x\\报告.pdf"), "报告.pdf");
        assert_eq!(file_name("a\"\r\nb"), "ab");
        assert_eq!(file_name(".."), "document");
    }

    #[test]
    fn the_content_says_what_it_is() {
        assert_eq!(sniff(b"%PDF-1.7 <script>"), "application/pdf");
        assert_eq!(sniff("<html>".as_bytes()), "text/plain; charset=utf-8");
        assert_eq!(sniff(b"\xff\xfe\x00"), "application/octet-stream");
    }

    #[test]
    fn a_day_is_a_day() {
        assert!(date("2026-02-29").is_err());
        assert!(date("1999-01-01").is_err());
        assert!(date(" 2026-11-22 ").is_ok());
    }
}
