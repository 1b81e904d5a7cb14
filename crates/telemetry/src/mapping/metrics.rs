//! Names of metrics.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use super::file::{MetricRow, SourceRow};
use crate::series::{Kind, Labels};

/// Something measured, whatever engines call it.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    id: String,
    unit: String,
    kind: Kind,
    /// By engine; the names in order of preference.
    engines: BTreeMap<String, Vec<Wanted>>,
}

/// One name of a signal.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The metric's name, without `_bucket`, `_sum`, `_count`.
    pub name: String,
    /// Values times this are in the signal's unit.
    pub factor: f64,
    /// Only series with one of these values of each label.
    pub filter: BTreeMap<String, Vec<String>>,
    /// No series with one of these values of any of these labels.
    pub unless: BTreeMap<String, Vec<String>>,
    /// Series that differ in these labels alone say the same: of them the greatest counts, never their sum.
    pub max_over: Vec<String>,
    /// The metric's kind; a counter may be the sum of a histogram.
    pub kind: Kind,
    folded: String,
}

impl Wanted {
    /// Whether a series of the name belongs to the signal.
    pub fn takes(&self, labels: &Labels) -> bool {
        self.takes_labels(|name| labels.get(name))
    }

    /// As [`Self::takes`], of labels that are kept in another way.
    pub fn takes_labels<'l>(&self, label: impl Fn(&str) -> Option<&'l str>) -> bool {
        let has = |(name, values): (&String, &Vec<String>)| {
            label_of(name, &label).is_some_and(|value| values.iter().any(|v| v == value))
        };
        self.filter.iter().all(has) && !self.unless.iter().any(has)
    }

    /// The names under which a Prometheus keeps it, of a histogram without those of its parts. OpenTelemetry's dots are
    /// `_` there, and counters and times got an ending on the way, or not: that is a setting of whoever brought them.
    pub fn in_prometheus(&self, unit: &str) -> Vec<String> {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == ':';
        let name: String = self
            .name
            .chars()
            .map(|c| if fits(c) { c } else { '_' })
            .collect();
        let ending = match self.kind {
            Kind::Counter => "_total",
            Kind::Histogram if unit == "s" => "_seconds",
            Kind::Histogram | Kind::Gauge => "",
        };
        let mut names = Vec::new();
        if self.name.contains('.') && !ending.is_empty() {
            names.push(format!("{name}{ending}"));
        }
        names.push(name);
        names
    }
}

/// A label by OpenTelemetry's name for it, or as Prometheus writes that name.
pub fn label_of<'l>(name: &str, label: impl Fn(&str) -> Option<&'l str>) -> Option<&'l str> {
    let translated = || {
        name.contains('.')
            .then(|| label(&name.replace('.', "_")))
            .flatten()
    };
    label(name).or_else(translated)
}

/// What a metric gives to a signal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source<'m> {
    /// The signal.
    pub signal: &'m Signal,
    /// The engine; sources of different engines add up.
    pub engine: &'m str,
    /// Which of its names.
    pub wanted: &'m Wanted,
    /// Which part of it.
    pub part: Part,
}

/// Which part of a metric a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// A classic histogram's buckets, by the label `le`.
    Bucket,
    /// A histogram's sum of observations.
    Sum,
    /// A histogram's number of observations.
    Count,
}

impl Signal {
    /// Its id, `serving.running`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its unit after the source's factor (UCUM).
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// What its values mean.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// All its names, of every engine.
    pub fn names(&self) -> impl Iterator<Item = &Wanted> {
        self.engines.values().flatten()
    }

    /// Of the names that are present, those that count: for each engine all parts of its first name that is
    /// there. Old names beside new ones are left out, so nothing is counted twice.
    pub fn choose<'m, 'n>(
        &'m self,
        present: impl IntoIterator<Item = &'n str>,
    ) -> Vec<(&'n str, Source<'m>)> {
        let names: Vec<(&str, (String, Part))> =
            present.into_iter().map(|n| (n, fold(n))).collect();
        let mut chosen = Vec::new();
        for (engine, wanted) in &self.engines {
            let parts = |w: &Wanted| {
                let parts: Vec<(&'n str, Part)> = names
                    .iter()
                    .filter_map(|(name, folded)| Some((*name, part(w, name, folded)?)))
                    .collect();
                (!parts.is_empty()).then_some(parts)
            };
            let Some((wanted, parts)) = wanted.iter().find_map(|w| Some((w, parts(w)?))) else {
                continue;
            };
            chosen.extend(parts.into_iter().map(|(name, part)| {
                (
                    name,
                    Source {
                        signal: self,
                        engine,
                        wanted,
                        part,
                    },
                )
            }));
        }
        chosen
    }
}

/// Which part of a wanted metric a name is.
fn part(wanted: &Wanted, name: &str, (base, part): &(String, Part)) -> Option<Part> {
    if name == wanted.name || *base == wanted.folded && *part == Part::Whole {
        return Some(Part::Whole);
    }
    // A name such as tgi_request_count may be whole although it looks like a part.
    if folded_whole(name) == wanted.folded {
        return Some(Part::Whole);
    }
    (*base == wanted.folded).then_some(*part)
}

/// All signals.
#[derive(Debug, Default)]
pub struct Metrics {
    signals: Vec<Signal>,
    kinds: HashMap<String, Kind, RandomState>,
}

impl Metrics {
    pub fn of(rows: Vec<MetricRow>) -> Self {
        let signals: Vec<Signal> = rows.into_iter().map(signal).collect();
        let names = signals.iter().flat_map(|s| {
            let wanted = s.engines.values().flatten();
            wanted.map(|w| (w.folded.clone(), w.kind))
        });
        Self {
            kinds: names.collect(),
            signals,
        }
    }

    pub fn signals(&self) -> &[Signal] {
        &self.signals
    }

    pub fn kind_of(&self, name: &str) -> Option<Kind> {
        if let Some(kind) = self.kinds.get(&folded_whole(name)) {
            return Some(*kind);
        }
        let (base, part) = fold(name);
        let histogram = self.kinds.get(&base) == Some(&Kind::Histogram);
        (part != Part::Whole && histogram).then_some(Kind::Counter)
    }

    pub fn signals_of(&self, name: &str) -> Vec<Source<'_>> {
        let folded = fold(name);
        let mut sources = Vec::new();
        for signal in &self.signals {
            for (engine, list) in &signal.engines {
                let found = list.iter().find_map(|w| Some((w, part(w, name, &folded)?)));
                sources.extend(found.map(|(wanted, part)| Source {
                    signal,
                    engine,
                    wanted,
                    part,
                }));
            }
        }
        sources
    }
}

fn signal(row: MetricRow) -> Signal {
    let kind = row.kind;
    let engines = row.engines.into_iter();
    Signal {
        id: row.signal,
        unit: row.unit,
        kind: row.kind,
        engines: engines
            .map(|(engine, list)| (engine, list.into_iter().map(|w| wanted(w, kind)).collect()))
            .collect(),
    }
}

fn wanted(row: SourceRow, of_signal: Kind) -> Wanted {
    match row {
        SourceRow::Name(name) => Wanted {
            folded: folded_whole(&name),
            name,
            factor: 1.0,
            filter: BTreeMap::new(),
            unless: BTreeMap::new(),
            max_over: Vec::new(),
            kind: of_signal,
        },
        SourceRow::Detailed {
            name,
            factor,
            filter,
            unless,
            max_over,
            kind,
        } => Wanted {
            folded: folded_whole(&name),
            name,
            factor,
            filter,
            unless,
            max_over,
            kind: kind.unwrap_or(of_signal),
        },
    }
}

/// A name as both worlds write it: between OTLP and Prometheus, `.` and `:` become `_`, and `_total` and
/// `_seconds` come and go.
fn folded_whole(name: &str) -> String {
    let mut folded: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    for suffix in ["_total", "_seconds"] {
        if let Some(short) = folded.strip_suffix(suffix) {
            folded.truncate(short.len());
        }
    }
    folded
}

fn fold(name: &str) -> (String, Part) {
    let parts = [
        ("_bucket", Part::Bucket),
        ("_sum", Part::Sum),
        ("_count", Part::Count),
    ];
    let part = parts
        .iter()
        .find_map(|(suffix, part)| Some((name.strip_suffix(suffix)?, *part)));
    let (base, part) = part.unwrap_or((name, Part::Whole));
    (folded_whole(base), part)
}
