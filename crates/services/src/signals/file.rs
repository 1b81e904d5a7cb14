//! Files of telemetry: what a collector's file exporter wrote, or a page of metrics that somebody saved. They go the way
//! of what senders send, and the same file counts once.

use domain::{
    WorkloadId,
    views::evidence::{TelemetryFile, TelemetryForm},
};
use store::{StoreError, signals::batches, signals::batches::NewBatch};
use telemetry::{Intake, Limits, Millis, fingerprint, otlp, prometheus::exposition};

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

/// Reads a file where it is telemetry. Points without a time were measured now.
pub(crate) fn read(bytes: &[u8], window: Window) -> Option<Read> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (form, mut intake) = if is_otlp(text) {
        let intake = otlp::read_file(bytes, &Limits::default()).ok()?;
        (TelemetryForm::Otlp, intake)
    } else if is_page(text) {
        (TelemetryForm::Exposition, page(bytes, window.now)?)
    } else {
        return None;
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
    Some(Read {
        held,
        intake,
        digest: fingerprint(bytes),
    })
}

fn page(bytes: &[u8], now: Millis) -> Option<Intake> {
    exposition::read(bytes, now, &Limits::default()).ok()
}

/// A field that all requests of OTLP have and nothing else.
fn is_otlp(text: &str) -> bool {
    let fields = [
        "\"resourceMetrics\"",
        "\"resourceSpans\"",
        "\"resourceLogs\"",
    ];
    text.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{')
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
        read(text.as_bytes(), WINDOW).map(|read| (read.held.form, read.held.points))
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
