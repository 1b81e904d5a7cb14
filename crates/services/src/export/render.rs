//! One door for every report: whoever shows, sends or keeps one asks here.

use domain::{
    Locale, Viewer,
    views::reports::{ReportFormat, ReportKind, Subject},
};

use super::{
    group::{self, Group},
    workload,
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
        let kind = (format.has_kinds() && kind != ReportKind::Team).then_some(kind.as_str());
        let part = table.or(kind).map(|part| format!("-{part}"));
        let (day, part, ending) = (services.today(), part.unwrap_or_default(), format.as_str());
        Self {
            bytes,
            media_type: format.media_type(),
            file_name: format!("{name}-{day}{part}.{ending}"),
        }
    }
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
