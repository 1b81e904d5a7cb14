//! One door for every report: whoever shows, sends or keeps one asks here.

use domain::{
    Locale, Viewer,
    views::reports::{ReportFormat, ReportKind, Subject},
};

use super::{
    Table,
    group::{self, Group},
    workload, workloads,
};
use crate::{Error, Services};

/// A report as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its media type, as HTTP names it.
    pub media_type: &'static str,
    /// What it is called: the subject's name, the day, and for whom it is where that is not the team.
    pub file_name: String,
}

impl Rendered {
    pub(super) fn new(
        services: &Services,
        name: &str,
        (kind, format, table): (ReportKind, ReportFormat, Option<&str>),
        bytes: Vec<u8>,
    ) -> Self {
        Self {
            bytes,
            media_type: format.media_type(),
            file_name: file_name(services, name, (kind, format, table)),
        }
    }
}

/// What a report is called.
pub(super) fn file_name(
    services: &Services,
    name: &str,
    (kind, format, table): (ReportKind, ReportFormat, Option<&str>),
) -> String {
    let kind = (format.has_kinds() && kind != ReportKind::Team).then_some(kind.as_str());
    let part = table.or(kind).map(|part| format!("-{part}"));
    let (day, part, ending) = (services.today(), part.unwrap_or_default(), format.as_str());
    format!("{name}-{day}{part}.{ending}")
}

/// The table of a subject, page by page, and what it is called: the criteria of a workload, the workloads of a group.
///
/// # Errors
/// As [`render`], as long as nothing of it was given.
#[tracing::instrument(skip_all)]
pub async fn csv(
    services: &Services,
    viewer: &Viewer,
    subject: &Subject,
    locale: Locale,
) -> Result<(String, Table), Error> {
    let whose = match subject {
        Subject::Workload { id } => {
            let form = (ReportKind::Team, ReportFormat::Csv);
            let made = workload::render(services, viewer, *id, form, locale);
            // Large: all that a report is made of.
            let made = Box::pin(made).await?;
            return Ok((made.file_name, Table::of(made.bytes)));
        }
        Subject::Team { id, choice } => (Group::Team(*id), choice),
        Subject::Organisation { choice } => (Group::Organisation, choice),
    };
    workloads::csv(services, viewer, whose, locale).await
}

/// A report on a subject as far as the viewer may read it, for somebody, in a form and a language.
///
/// Forms of data (XLSX, CSV, JSON) hold everything, whatever the kind.
///
/// # Errors
/// [`Error::NotFound`] where the subject is not there or may not be read; [`Error::Internal`] where fonts are missing.
#[tracing::instrument(skip_all, fields(kind = kind.as_str(), format = format.as_str()))]
pub async fn render(
    services: &Services,
    viewer: &Viewer,
    subject: &Subject,
    kind: ReportKind,
    format: ReportFormat,
    locale: Locale,
) -> Result<Rendered, Error> {
    let form = (kind, format);
    let (group, choice) = match subject {
        Subject::Workload { id } => {
            return workload::render(services, viewer, *id, form, locale).await;
        }
        Subject::Team { id, choice } => (Group::Team(*id), choice),
        Subject::Organisation { choice } => (Group::Organisation, choice),
    };
    group::render(services, viewer, (group, choice), form, locale).await
}
