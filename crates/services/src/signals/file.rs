//! Files of telemetry: what a collector's file exporter wrote, or a page of metrics that somebody saved. They go the way
//! of what senders send, and the same file counts once.

use domain::{
    WorkloadId,
    evidence::{TelemetryFlaw, Unusable},
    views::evidence::{TelemetryFile, TelemetryForm},
};
use store::{StoreError, signals::batches, signals::batches::NewBatch};
use telemetry::{
    Intake, Limits, fingerprint, otlp,
    otlp::Unreadable,
    prometheus::{exposition, exposition::PageError},
};

use super::receive::{Window, encode, window};
use crate::{Error, Services};

/// A file that was read.
pub(crate) struct Read {
    pub held: TelemetryFile,
    intake: Intake,
    digest: [u8; 32],
}

/// From when to when points are kept.
pub(crate) fn kept(services: &Services) -> Window {
    window(services)
}

/// Reads a file where it is telemetry; none where nothing of it looks like it. Points without a time were measured now.
///
/// # Errors
/// Why what looks like telemetry can't be read.
pub(crate) fn read(bytes: &[u8], window: Window) -> Result<Option<Read>, Unusable> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(None);
    };
    let (form, read) = if is_otlp(text) {
        let read = otlp::read_file(bytes, &Limits::default());
        (TelemetryForm::Otlp, read.map_err(|why| not_otlp(&why)))
    } else if is_tempo(text) {
        let why = not_otlp(&Unreadable::TempoExport);
        (TelemetryForm::Otlp, Err(why))
    } else if is_page(text) {
        let read = exposition::read(bytes, window.now, &Limits::default());
        (TelemetryForm::Exposition, read.map_err(|why| no_page(&why)))
    } else {
        return Ok(None);
    };
    let mut intake = match read {
        Ok(intake) => intake,
        Err(Some(why)) => return Err(why),
        Err(None) => return Ok(None),
    };
    intake.keep_between(window.from, window.to);
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let held = TelemetryFile {
        form,
        points: count(intake.points.len()),
        series: count(intake.series.len()),
        traces: count(intake.traces.len()),
        dropped: intake
            .dropped
            .iter()
            .map(|(reason, drop)| (super::fold::code(reason), drop.count))
            .collect(),
    };
    Ok(Some(Read {
        held,
        intake,
        digest: fingerprint(bytes),
    }))
}

/// What people are told; none where readers of other files say it better.
fn not_otlp(why: &Unreadable) -> Option<Unusable> {
    let (flaw, line) = match why {
        Unreadable::TempoExport => (TelemetryFlaw::Tempo, 0),
        Unreadable::Shape { line, .. } => (TelemetryFlaw::Shape, *line),
        _ => return None,
    };
    let line = u64::try_from(line).unwrap_or(u64::MAX);
    Some(Unusable::Telemetry { flaw, line })
}

fn no_page(why: &PageError) -> Option<Unusable> {
    match why {
        PageError::NoSample { line, .. } => Some(Unusable::Telemetry {
            flaw: TelemetryFlaw::NoSample,
            line: u64::try_from(*line).unwrap_or(u64::MAX),
        }),
        _ => None,
    }
}

/// Spans in Tempo's own names.
fn is_tempo(text: &str) -> bool {
    let spans = ["\"scopeSpans\"", "\"instrumentationLibrarySpans\""];
    starts_object(text)
        && text.contains("\"batches\"")
        && spans.iter().any(|field| text.contains(field))
}

fn starts_object(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    text.trim_start().starts_with('{')
}

/// A field that all requests of OTLP have and nothing else.
fn is_otlp(text: &str) -> bool {
    let fields = [
        "\"resourceMetrics\"",
        "\"resourceSpans\"",
        "\"resourceLogs\"",
    ];
    let list = text.trim_start_matches('\u{feff}').trim_start();
    (starts_object(text) || list.starts_with('['))
        && fields.iter().any(|field| text.contains(field))
}

/// A line that all exporters write and nothing else: lines of samples alone look like any text.
fn is_page(text: &str) -> bool {
    let told = |line: &str| line.starts_with("# TYPE ") || line.starts_with("# HELP ");
    text.lines().map(str::trim).any(told)
}

/// Whether the same file came in before.
///
/// # Errors
/// When the database fails.
pub(crate) async fn is_known(
    services: &Services,
    id: WorkloadId,
    read: &Read,
) -> Result<bool, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(batches::is_known(&mut db, id, &read.digest).await?)
}

/// Keeps what was read; `false` where the same file came in before.
///
/// # Errors
/// When the database fails.
pub(crate) async fn keep(services: &Services, id: WorkloadId, read: Read) -> Result<bool, Error> {
    let Read { intake, digest, .. } = read;
    let body = tokio::task::spawn_blocking(move || encode(&intake)).await;
    let body = body.map_err(|e| Error::Internal("telemetry", Box::new(e)))??;
    if body.is_empty() {
        return Ok(false);
    }
    let batch = NewBatch {
        workload: id,
        digest,
        body,
    };
    let journal = &services.signals.0.journal;
    let new = journal.keep(&services.pool, batch, services.now()).await?;
    services.signals.notify();
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window {
        from: 0,
        to: 2_000_000_000_000,
        now: 1_700_000_000_000,
    };

    fn form(text: &str) -> Option<(TelemetryForm, u64)> {
        let read = read(text.as_bytes(), WINDOW).unwrap();
        read.map(|read| (read.held.form, read.held.points))
    }

    #[test]
    fn telemetry_is_told_by_what_only_telemetry_has() {
        let page = "# TYPE up gauge\nup{job=\"a\"} 1\nup{job=\"b\"} 0\n";
        assert_eq!(form(page), Some((TelemetryForm::Exposition, 2)));
        let line = r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","gauge":{"dataPoints":[{"timeUnixNano":"1700000000000000000","asDouble":1}]}}]}]}]}"#;
        assert_eq!(form(line), Some((TelemetryForm::Otlp, 1)));
        assert_eq!(
            form(&format!("{line}\n{line}\n")),
            Some((TelemetryForm::Otlp, 2))
        );
        assert_eq!(
            form(&format!("[{line}, {line}]")),
            Some((TelemetryForm::Otlp, 2))
        );
    }

    #[test]
    fn what_only_looks_like_telemetry_is_told_why() {
        let why = |text: &str| read(text.as_bytes(), WINDOW).err();
        let told = |flaw, line| Some(Unusable::Telemetry { flaw, line });
        let tempo = r#"{"batches":[{"scopeSpans":[{"spans":[]}]}]}"#;
        assert_eq!(why(tempo), told(TelemetryFlaw::Tempo, 0));
        let named = r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","sum":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA"}}]}]}]}"#;
        assert_eq!(why(named), told(TelemetryFlaw::Shape, 1));
        assert_eq!(
            why(&format!("{{}}\n{named}\n")),
            told(TelemetryFlaw::Shape, 2)
        );
        assert_eq!(
            why("# TYPE up gauge\nup\n"),
            told(TelemetryFlaw::NoSample, 2)
        );
    }

    #[test]
    fn other_texts_are_not() {
        for text in [
            "up 1\n",
            "# a heading\nsome text 5\n",
            r#"{"a": "resourceMetrics"}"#,
            "{",
            "",
        ] {
            assert_eq!(form(text), None, "{text}");
        }
    }
}
