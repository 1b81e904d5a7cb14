//! Bounds on what is taken in.

/// Bounds on one body. Bytes beyond the first limit refuse the body; the rest is rejected point by point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The greatest size in bytes, after decompression.
    pub bytes: usize,
    /// Points kept.
    pub points: usize,
    /// Series kept.
    pub series: usize,
    /// Non-empty buckets in one histogram.
    pub buckets: usize,
    /// Buckets and bounds of all histograms together.
    pub cells: usize,
    /// Traces, and as many components, kept.
    pub traces: usize,
}

impl Default for Limits {
    /// 64 MiB as OTLP recommends, a million points, 50,000 series, 1,000 buckets each, 4 million together,
    /// 50,000 traces.
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            points: 1_000_000,
            series: 50_000,
            buckets: 1_000,
            cells: 4_000_000,
            traces: 50_000,
        }
    }
}
