//! Pages of metrics: Prometheus' text format 0.0.4 and `OpenMetrics`, as programs really write them.

mod line;

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{is_creation_time, kind_of, number};
use crate::{
    Limits, cast,
    dropped::Reason,
    intake::{Collector, Intake},
    mapping,
    series::{Kind, LabelsBuilder},
    time::Millis,
};
use line::Sample;

pub use line::Flaw;

/// Why a page can't be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Larger than allowed.
    #[error("page larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// No UTF-8.
    #[error("line {line}: not UTF-8")]
    Encoding {
        /// The line, from 1.
        line: usize,
    },
    /// Not one sample.
    #[error("line {line}: {flaw}; no line of the page is a sample")]
    NoSample {
        /// The first line that can't be read, from 1.
        line: usize,
        /// What is wrong with it.
        flaw: Flaw,
    },
}

/// Reads a page. Samples without a time were measured at `received`.
///
/// A bad line is counted with its number and passed over; comments, blank lines, `# EOF`, exemplars,
/// `_created` times, doubled families, sums before buckets are all fine.
///
/// # Errors
/// When the page is too large or has lines, but no sample.
pub fn read(page: &[u8], received: Millis, limits: &Limits) -> Result<Intake, PageError> {
    if page.len() > limits.bytes {
        return Err(PageError::TooLarge {
            limit: limits.bytes,
        });
    }
    let text = str::from_utf8(page).map_err(|e| PageError::Encoding {
        line: line_of(page, e.valid_up_to()),
    })?;
    let mut reader = Reader {
        out: Collector::new(limits),
        types: HashMap::default(),
        received,
        open_metrics: is_open_metrics(text),
        samples: 0,
        first_flaw: None,
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        reader.line(line, index + 1);
    }
    match reader.first_flaw {
        Some((line, flaw)) if reader.samples == 0 => Err(PageError::NoSample { line, flaw }),
        _ => Ok(reader.out.finish()),
    }
}

fn line_of(page: &[u8], at: usize) -> usize {
    1 + page.iter().take(at).filter(|b| **b == b'\n').count()
}

/// `OpenMetrics` ends in `# EOF` and has its times in seconds.
fn is_open_metrics(text: &str) -> bool {
    text.trim_end().ends_with("# EOF")
}

/// What `# TYPE` says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Counter,
    Gauge,
    /// A histogram or summary: its parts are counters.
    Parts,
    /// A histogram of what there is now: its parts go up and down.
    Levels,
    Other,
}

struct Reader<'l, 'p> {
    out: Collector<'l>,
    types: HashMap<&'p str, Type, RandomState>,
    received: Millis,
    open_metrics: bool,
    samples: u64,
    first_flaw: Option<(usize, Flaw)>,
}

impl<'p> Reader<'_, 'p> {
    fn line(&mut self, line: &'p str, number: usize) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        if let Some(comment) = line.strip_prefix('#') {
            self.comment(comment);
            return;
        }
        match Sample::of(line) {
            Ok(sample) => {
                self.samples += 1;
                self.sample(sample);
            }
            Err(flaw) => {
                self.first_flaw.get_or_insert((number, flaw));
                let place = format!("line {number}: {flaw}");
                self.out.drop(Reason::Unreadable, &place);
            }
        }
    }

    fn comment(&mut self, comment: &'p str) {
        let mut words = comment.split_whitespace();
        if words.next() != Some("TYPE") {
            return;
        }
        if let (Some(name), Some(kind)) = (words.next(), words.next()) {
            let kind = match kind {
                "counter" => Type::Counter,
                "gauge" => Type::Gauge,
                "histogram" | "summary" => Type::Parts,
                "gaugehistogram" => Type::Levels,
                _ => Type::Other,
            };
            // Names beyond the classic alphabet are quoted. Of a doubled family the first type counts.
            self.types.entry(name.trim_matches('"')).or_insert(kind);
        }
    }

    fn sample(&mut self, sample: Sample<'p>) {
        if is_creation_time(sample.name) {
            self.out.drop(Reason::NotAMeasurement, sample.name);
            return;
        }
        let mut labels = LabelsBuilder::default();
        for (name, value) in sample.labels {
            labels.push(name, value);
        }
        let at = match sample.time {
            None => self.received,
            Some(t) if self.open_metrics => cast::whole((t * 1_000.0).round()),
            Some(t) => cast::whole(t),
        };
        let (kind, value) = number(self.kind(sample.name), sample.value);
        let labels = labels.finish();
        let out = &mut self.out;
        match labels.and_then(|labels| out.series(sample.name, "", kind, labels)) {
            Ok(series) => self.out.point(series, at, value),
            Err(reason) => self.out.drop(reason, sample.name),
        }
    }

    /// Known names first, then the page's own types, then suffixes.
    fn kind(&self, name: &str) -> Kind {
        if let Some(kind) = mapping::builtin().kind_of(name) {
            return kind;
        }
        let part = ["_bucket", "_sum", "_count", "_total"]
            .iter()
            .find_map(|suffix| Some((name.strip_suffix(suffix)?, *suffix)));
        match (self.types.get(name), part) {
            (Some(Type::Counter), _) => Kind::Counter,
            // The quantiles of a summary.
            (Some(Type::Gauge | Type::Parts | Type::Levels), _) => Kind::Gauge,
            (_, Some((family, suffix))) => match self.types.get(family) {
                Some(Type::Counter) if suffix == "_total" => Kind::Counter,
                Some(Type::Parts) if suffix != "_total" => Kind::Counter,
                Some(Type::Levels) if suffix != "_total" => Kind::Gauge,
                _ => kind_of(name),
            },
            _ => kind_of(name),
        }
    }
}
