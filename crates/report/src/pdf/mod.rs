//! PDF documents, set by Typst inside this process.

mod fonts;
mod world;

use domain::{Locale, SCORE_SPEC, views::reports::ReportKind};
use serde::Serialize;
use time::{OffsetDateTime, UtcOffset};
use typst::{
    World, WorldExt,
    diag::{SourceDiagnostic, Warned},
    foundations::{Datetime, Smart},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

pub use fonts::{DEFAULT_FOLDERS, FAMILY, FontError, Fonts};
use world::ReportWorld;

use crate::{
    charts::ChartError,
    model::{GroupReport, WorkloadReport},
    view,
};

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A chart could not be drawn.
    #[error(transparent)]
    Chart(#[from] ChartError),
    /// The values have no form that templates can read.
    #[error("the report's values can't be handed to the template")]
    Values(#[from] serde_json::Error),
    /// The template is at fault: its messages, one a line.
    #[error("typesetting failed: {0}")]
    Template(String),
}

/// A document, and what Typst had to say about it.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Warnings; none unless a template is at fault. Worth a log line, never worth refusing the file.
    pub warnings: Vec<String>,
}

/// The report on one workload.
///
/// Takes a core for some hundred milliseconds: call it where blocking is allowed.
///
/// # Errors
/// See [`PdfError`].
pub fn workload(
    fonts: &Fonts,
    report: &WorkloadReport<'_>,
    kind: ReportKind,
    locale: Locale,
) -> Result<Pdf, PdfError> {
    let family = fonts.family();
    let of = (report.generated_at, report.input_hash.as_str());
    match kind {
        ReportKind::Executive => {
            let view = view::executive::workload(report, family, locale)?;
            typeset(fonts, "executive.typ", &view, of)
        }
        ReportKind::Team => {
            let view = view::workload(report, family, locale)?;
            typeset(fonts, "workload.typ", &view, of)
        }
        ReportKind::Auditor => {
            let view = view::audit::workload(report, family, locale);
            typeset(fonts, "auditor.typ", &view, of)
        }
    }
}

/// The report on a team, the organisation or chosen workloads of the two.
///
/// # Errors
/// See [`PdfError`].
pub fn group(
    fonts: &Fonts,
    report: &GroupReport<'_>,
    kind: ReportKind,
    locale: Locale,
) -> Result<Pdf, PdfError> {
    let family = fonts.family();
    let of = (report.generated_at, report.input_hash.as_str());
    match kind {
        ReportKind::Executive => {
            let view = view::executive::group(report, family, locale)?;
            typeset(fonts, "executive.typ", &view, of)
        }
        ReportKind::Team => {
            let view = view::group(report, family, locale)?;
            typeset(fonts, "group.typ", &view, of)
        }
        ReportKind::Auditor => {
            let view = view::audit::group(report, family, locale);
            typeset(fonts, "auditor.typ", &view, of)
        }
    }
}

/// How many documents back results of typesetting are kept: the texts of the framework are the same in each.
const KEPT: usize = 1;
/// Bytes of values above which a document leaves nothing: its rows are its own, and take a hundred times as much.
const LARGE: usize = 512 * 1024;

fn typeset(
    fonts: &Fonts,
    template: &str,
    view: &impl Serialize,
    (at, hash): (OffsetDateTime, &str),
) -> Result<Pdf, PdfError> {
    let values = serde_json::to_vec(view)?;
    let kept = if values.len() > LARGE { 0 } else { KEPT };
    let world = ReportWorld::new(template, values, fonts)
        .ok_or_else(|| PdfError::Template(format!("{template} is missing")))?;
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
    let made = output.and_then(|document| typst_pdf::pdf(&document, &options(at, hash)));
    // Without this the cache keeps every document that was ever set.
    typst::comemo::evict(kept);
    let bytes = made.map_err(|errors| PdfError::Template(messages(&world, &errors).join("\n")))?;
    Ok(Pdf {
        bytes,
        warnings: messages(&world, &warnings),
    })
}

/// The same input gives the same bytes: the only time is the report's own.
fn options(at: OffsetDateTime, hash: &str) -> PdfOptions {
    let utc = at.to_offset(UtcOffset::UTC);
    let (date, time) = (utc.date(), utc.time());
    let (month, day) = (u8::from(date.month()), date.day());
    let stamp = Datetime::from_ymd_hms(
        date.year(),
        month,
        day,
        time.hour(),
        time.minute(),
        time.second(),
    );
    PdfOptions {
        ident: Smart::Custom(format!("hexastyle {SCORE_SPEC} {hash}")),
        creator: Smart::Custom(Some("Hexastyle".to_owned())),
        timestamp: stamp.map(Timestamp::new_utc),
        ..PdfOptions::default()
    }
}

/// Each message with the template and line that it is about.
fn messages(world: &ReportWorld<'_>, diagnostics: &[SourceDiagnostic]) -> Vec<String> {
    let place = |d: &SourceDiagnostic| {
        let source = world.source(d.span.id()?).ok()?;
        let line = source.lines().byte_to_line(world.range(d.span)?.start)? + 1;
        Some(format!(
            "{}:{line}: ",
            source.id().vpath().get_without_slash()
        ))
    };
    diagnostics
        .iter()
        .map(|d| format!("{}{}", place(d).unwrap_or_default(), d.message))
        .collect()
}
