//! OpenTelemetry's protocol (OTLP 1.x): request bodies in, response bodies out.

mod file;
mod json;
pub(crate) mod message;
pub(crate) mod metric_sink;
mod proto;
mod response;
pub(crate) mod wire;

use serde_json::error::Category;

use crate::spans::Records;
use crate::{
    Limits,
    intake::{Collector, Intake},
    registry::{Registry, Unknown},
};
use metric_sink::Metrics;

pub use file::read_file;
pub use response::{Status, refusal, reply};

/// How a body is encoded, by its content type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `application/x-protobuf`.
    Protobuf,
    /// `application/json`.
    Json,
}

impl Encoding {
    /// The encoding of a content type; parameters such as `charset` are passed over.
    pub fn of(content_type: &str) -> Option<Self> {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        match essence.to_ascii_lowercase().as_str() {
            "application/x-protobuf" => Some(Self::Protobuf),
            "application/json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The content type of the response, which has the request's encoding.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Protobuf => "application/x-protobuf",
            Self::Json => "application/json",
        }
    }
}

/// What a request holds, by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// `/v1/metrics`.
    Metrics,
    /// `/v1/traces`.
    Traces,
    /// `/v1/logs`.
    Logs,
}

/// Why a body can't be read at all: status 400, not to be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Larger than allowed.
    #[error("body larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// No message of this protocol.
    #[error("not a valid protobuf message")]
    Protobuf,
    /// No UTF-8.
    #[error("not UTF-8")]
    Encoding,
    /// No JSON.
    #[error("not valid JSON (near line {line}, column {column})")]
    Syntax {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// JSON of another shape. The library's message is left out: it may quote the content.
    #[error(
        "JSON does not fit OTLP (near line {line}, column {column}); enum values must be numbers, ids hexadecimal texts"
    )]
    Shape {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// Grafana Tempo's own export.
    #[error("`batches` is Tempo's own form, not OTLP; send `resourceSpans`")]
    TempoExport,
    /// Spans where metrics belong, or the like.
    #[error(
        "this path takes another signal: metrics go to /v1/metrics, spans to /v1/traces, logs to /v1/logs"
    )]
    OtherSignal,
    /// A file without a single request.
    #[error("no OTLP request in this file")]
    NoRequest,
}

impl Unreadable {
    /// The same of a text above which stand so many lines.
    const fn below(self, lines: usize) -> Self {
        match self {
            Self::Shape { line, column } => Self::Shape {
                line: line + lines,
                column,
            },
            other => other,
        }
    }
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            Category::Data => Self::Shape { line, column },
            _ => Self::Syntax { line, column },
        }
    }
}

/// Reads the decompressed body of a request. Single bad points are left out and counted in
/// [`Intake::dropped`]; [`reply`] tells the sender.
///
/// # Errors
/// When the body as a whole can't be read; [`refusal`] tells the sender.
pub fn read(
    signal: Signal,
    encoding: Encoding,
    body: &[u8],
    limits: &Limits,
) -> Result<Intake, Unreadable> {
    read_known(signal, encoding, body, limits, &Unknown)
}

/// As [`read`], with what is known of series from bodies before.
///
/// # Errors
/// As [`read`].
pub fn read_known(
    signal: Signal,
    encoding: Encoding,
    body: &[u8],
    limits: &Limits,
    registry: &dyn Registry,
) -> Result<Intake, Unreadable> {
    within(body, limits)?;
    let mut collector = Collector::knowing(limits, registry);
    match signal {
        Signal::Metrics => {
            let mut sink = Metrics::new(&mut collector);
            match encoding {
                Encoding::Protobuf => proto::metrics(body, &mut sink)?,
                Encoding::Json => json::metrics(text(body)?, &mut sink)?,
            }
        }
        Signal::Traces | Signal::Logs => {
            let mut sink = Records::new(&mut collector);
            match (signal, encoding) {
                (Signal::Traces, Encoding::Protobuf) => proto::traces(body, &mut sink)?,
                (Signal::Traces, Encoding::Json) => json::traces(text(body)?, &mut sink)?,
                (_, Encoding::Protobuf) => proto::logs(body, &mut sink)?,
                (_, Encoding::Json) => json::logs(text(body)?, &mut sink)?,
            }
            sink.finish();
        }
    }
    Ok(collector.finish())
}

fn within(body: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    if body.len() <= limits.bytes {
        Ok(())
    } else {
        Err(Unreadable::TooLarge {
            limit: limits.bytes,
        })
    }
}

fn text(body: &[u8]) -> Result<&str, Unreadable> {
    let text = str::from_utf8(body).map_err(|_| Unreadable::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // An empty body is an empty request, in protobuf and so here.
    Ok(if text.trim().is_empty() { "{}" } else { text })
}
