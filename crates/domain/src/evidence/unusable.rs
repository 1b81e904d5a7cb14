//! Why a file can't be read at all.

use serde::{Deserialize, Serialize};

use super::{Kind, Label};

/// Why a file can't be read; lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Unusable {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// More bytes than allowed.
    #[error("the file has {bytes} bytes, at most {limit} are allowed")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The greatest size.
        limit: u64,
    },
    /// Not a text.
    #[error("the file is not a text")]
    Binary {
        /// What it looks like.
        looks_like: Option<BinaryForm>,
    },
    /// Neither UTF-8 nor UTF-16 with a byte-order mark.
    #[error("line {line}: not UTF-8")]
    NotUtf8 {
        /// The line of the first bad byte.
        line: u64,
    },
    /// It breaks the rules of its syntax.
    #[error("line {line}, column {column}: broken {syntax:?} ({flaw:?})")]
    Broken {
        /// The syntax.
        syntax: Syntax,
        /// What breaks it.
        flaw: Flaw,
        /// Where.
        line: u64,
        /// Where in the line; 0 where that is not known.
        column: u64,
    },
    /// Nested deeper than allowed.
    #[error("line {line}: nested deeper than {limit}")]
    TooDeep {
        /// Where; 0 where that is not known.
        line: u64,
        /// The greatest depth.
        limit: u32,
    },
    /// More values than allowed.
    #[error("line {line}: more than {limit} values")]
    TooManyValues {
        /// Where; 0 where that is not known.
        line: u64,
        /// The greatest number.
        limit: u64,
    },
    /// Well-formed, but of no known kind.
    #[error("unknown format ({syntax:?})")]
    UnknownFormat {
        /// Its syntax.
        syntax: Syntax,
        /// Its first keys or columns, at most 8.
        keys: Vec<Label>,
    },
    /// Of this kind, yet without a part that it must have.
    #[error("{kind}: {part} is missing or of the wrong form")]
    Incomplete {
        /// The kind.
        kind: Kind,
        /// The part, in the file's words.
        part: Label,
    },
    /// It looks like telemetry, and can't be read as such.
    #[error("not readable as telemetry ({flaw:?}, line {line})")]
    Telemetry {
        /// What is wrong.
        flaw: TelemetryFlaw,
        /// Where; 0 where that is not known.
        line: u64,
    },
    /// It was said to be of a kind that its content does not have.
    #[error("not of the kind {kind}")]
    OtherKind {
        /// The kind that was asked for.
        kind: Kind,
    },
}

/// What a file that is no text looks like by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BinaryForm {
    /// gzip: unpack it first.
    Gzip,
    /// A zip archive, such as Inspect's `.eval`: export JSON instead.
    Zip,
    /// A PDF: a document, not a tool's result.
    Pdf,
    /// Apache Parquet: export CSV instead.
    Parquet,
    /// A program.
    Program,
    /// An image.
    Image,
}

/// The syntax of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Syntax {
    /// JSON.
    Json,
    /// One JSON value a line.
    JsonLines,
    /// YAML.
    Yaml,
    /// XML.
    Xml,
    /// Comma-separated values.
    Csv,
    /// Any other text.
    Text,
}

/// What keeps a file from being telemetry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TelemetryFlaw {
    /// Tempo's own export: `batches` in place of OTLP's names.
    Tempo,
    /// JSON of another shape than OTLP's, such as names of enum values or ids in base64.
    Shape,
    /// A page of metrics without a sample.
    NoSample,
}

/// What breaks a syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// A comma before a closing bracket.
    TrailingComma,
    /// It ends too early.
    Truncated,
    /// An alias or entity that would grow without bound, or a document type declaration.
    Expansion,
    /// Anything else.
    Unexpected,
}
