//! OTLP's messages as both encodings give them, borrowed from the body.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{Unreadable, json, proto};

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Any<'a> {
    Empty,
    Text(Cow<'a, str>),
    Bool(bool),
    Int(i64),
    Double(f64),
    List(Vec<Any<'a>>),
    Map(Attributes<'a>),
    /// Bytes; only their presence says something.
    Bytes,
}

/// Attributes in the order of the wire.
pub type Attributes<'a> = Vec<(Cow<'a, str>, Any<'a>)>;

/// How many values one record may hold. What is beyond is left out: a value is many times its size on the wire.
#[derive(Clone, Debug)]
pub struct Budget {
    values: usize,
    depth: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            values: Self::VALUES,
            depth: 12,
        }
    }
}

impl Budget {
    /// Attributes, events and values inside values of one record together.
    pub const VALUES: usize = 10_000;

    /// Takes one value; `false` where none is left.
    pub fn take(&mut self) -> bool {
        let left = self.values > 0;
        self.values = self.values.saturating_sub(1);
        left
    }

    /// Goes into a list or map; `false` where it lies too deep.
    pub fn enter(&mut self) -> bool {
        match self.depth.checked_sub(1) {
            Some(depth) => {
                self.depth = depth;
                true
            }
            None => false,
        }
    }

    /// Comes out of a list or map that was gone into.
    pub fn leave(&mut self) {
        self.depth += 1;
    }
}

/// Attributes that have not been read yet: points of one series repeat them byte by byte.
#[derive(Clone, Copy, Debug)]
pub enum Raw<'a> {
    /// Fields of that number of a message, among others.
    Proto { region: &'a [u8], number: u32 },
    /// A JSON list.
    Json(Option<&'a RawValue>),
}

impl<'a> Raw<'a> {
    /// Bytes that are equal only where the attributes are.
    pub fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Proto { region, .. } => region,
            Self::Json(raw) => raw.map_or(&[], |r| r.get().as_bytes()),
        }
    }

    pub fn read(&self) -> Result<Attributes<'a>, Unreadable> {
        match self {
            Self::Proto { region, number } => proto::attributes(region, *number),
            Self::Json(None) => Ok(Vec::new()),
            Self::Json(Some(raw)) => json::attributes(raw),
        }
    }
}

/// A metric without its points.
#[derive(Clone, Debug)]
pub struct Metric<'a> {
    pub name: Cow<'a, str>,
    pub unit: Cow<'a, str>,
    pub shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Gauge,
    Sum {
        delta: Option<bool>,
        monotonic: bool,
    },
    Histogram {
        delta: Option<bool>,
    },
    Summary,
}

/// `AggregationTemporality`: whether delta.
pub fn is_delta(temporality: u64) -> Option<bool> {
    match temporality {
        1 => Some(true),
        2 => Some(false),
        _ => None,
    }
}

/// What all points have.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    pub attributes: Raw<'a>,
    /// Nanoseconds since the epoch; 0 is "not known".
    pub start: u64,
    pub time: u64,
    pub flags: u32,
}

/// What was measured.
#[derive(Clone, Debug)]
pub enum Data {
    Number(Option<f64>),
    Histogram {
        totals: Totals,
        bounds: Vec<f64>,
        counts: Vec<u64>,
    },
    Exponential {
        totals: Totals,
        scale: i32,
        zero: u64,
        positive: (i32, Vec<u64>),
        negative: (i32, Vec<u64>),
    },
    Summary {
        count: u64,
        sum: f64,
        quantiles: Vec<(f64, f64)>,
    },
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    pub count: u64,
    pub sum: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
}

/// Takes metrics as they are read.
pub trait MetricSink<'a> {
    fn resource(&mut self, attributes: Attributes<'a>);
    fn metric(&mut self, metric: Metric<'a>);
    fn point(&mut self, head: Head<'a>, data: Data);
}

/// The library that made the telemetry.
#[derive(Clone, Debug, Default)]
pub struct Scope<'a> {
    pub name: Cow<'a, str>,
}

/// A span.
#[derive(Clone, Debug, Default)]
pub struct Span<'a> {
    pub trace: Option<[u8; 16]>,
    pub id: Option<[u8; 8]>,
    pub parent: Option<[u8; 8]>,
    pub name: Cow<'a, str>,
    pub kind: u32,
    pub start: u64,
    pub end: u64,
    pub attributes: Attributes<'a>,
    pub events: Vec<Event<'a>>,
    /// 0 unset, 1 ok, 2 error.
    pub status: u32,
}

/// Something that happened during a span.
#[derive(Clone, Debug, Default)]
pub struct Event<'a> {
    pub name: Cow<'a, str>,
    pub time: u64,
    pub attributes: Attributes<'a>,
}

/// A log record.
#[derive(Clone, Debug, Default)]
pub struct Record<'a> {
    pub time: u64,
    pub observed: u64,
    pub severity: u32,
    pub event: Cow<'a, str>,
    pub trace_id: Option<[u8; 16]>,
    pub attributes: Attributes<'a>,
    pub body: Option<Any<'a>>,
}

/// Takes spans or log records as they are read.
pub trait RecordSink<'a> {
    fn resource(&mut self, attributes: Attributes<'a>);
    fn scope(&mut self, scope: Scope<'a>);
    fn span(&mut self, span: Span<'a>);
    fn record(&mut self, record: Record<'a>);
}

/// Ids of other than the right length, or of zeros only, are none.
pub fn id<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    let id: [u8; N] = bytes.try_into().ok()?;
    (id != [0; N]).then_some(id)
}
