//! Files of OTLP in JSON: one request, one a line as the collector's file exporter writes them, or a list of them.

use super::{Unreadable, json, metric_sink::Metrics, text, within};
use crate::{
    Limits,
    dropped::Reason,
    intake::{Collector, Intake},
    spans::Records,
};

/// Reads a file of any signals. Lines and entries that are no request are left out and counted.
///
/// # Errors
/// When there is no request in it.
pub fn read_file(file: &[u8], limits: &Limits) -> Result<Intake, Unreadable> {
    within(file, limits)?;
    let text = text(file)?;
    let listed = text.trim_start().starts_with('[');
    if let Some(read) = listed.then(|| list(text, limits)).flatten() {
        return read;
    }
    match one(text, limits) {
        Ok(Some(intake)) => Ok(intake),
        Err(error) if text.trim().lines().count() < 2 => Err(error),
        Err(error) if is_misshapen(text, &error) => Err(error),
        Err(Unreadable::TempoExport) => Err(Unreadable::TempoExport),
        _ => lines(text, limits),
    }
}

/// The file as one request.
fn one(text: &str, limits: &Limits) -> Result<Option<Intake>, Unreadable> {
    let mut out = Collector::new(limits);
    Ok(read_into(text, &mut out)?.then(|| out.finish()))
}

fn lines(text: &str, limits: &Limits) -> Result<Intake, Unreadable> {
    let mut all = Several::new(limits);
    for (index, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            all.add(line, index);
        }
    }
    all.finish()
}

/// A list of requests, as scripts make one of the exporter's lines; `None` where it is no JSON to its end.
fn list(text: &str, limits: &Limits) -> Option<Result<Intake, Unreadable>> {
    let mut all = Several::new(limits);
    let (mut above, mut seen) = (0, 0);
    let walked = json::elements(text, |at, request| {
        let between = text.as_bytes().get(seen..at).unwrap_or_default();
        above += between.split(|b| *b == b'\n').count().saturating_sub(1);
        seen = at;
        all.add(request, above);
    });
    walked.ok()?;
    Some(all.finish())
}

/// Several requests of a file; what is none is left out and counted.
struct Several<'l> {
    out: Collector<'l>,
    found: bool,
    refused: Option<Unreadable>,
}

impl<'l> Several<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self {
            out: Collector::new(limits),
            found: false,
            refused: None,
        }
    }

    /// Reads one that begins below so many lines.
    fn add(&mut self, text: &str, above: usize) {
        match read_into(text, &mut self.out) {
            Ok(true) => self.found = true,
            Err(Unreadable::TempoExport) => self.refused = Some(Unreadable::TempoExport),
            other => {
                if let Some(error) = other.err().filter(|error| is_misshapen(text, error)) {
                    self.refused.get_or_insert(error.below(above));
                }
                let place = format!("line {}", above + 1);
                self.out.drop(Reason::Unreadable, &place);
            }
        }
    }

    fn finish(self) -> Result<Intake, Unreadable> {
        match self.refused {
            Some(Unreadable::TempoExport) => Err(Unreadable::TempoExport),
            _ if self.found => Ok(self.out.finish()),
            refused => Err(refused.unwrap_or(Unreadable::NoRequest)),
        }
    }
}

/// Whether it is an object, if not one of OTLP's form: what is no object is some other text.
fn is_misshapen(text: &str, error: &Unreadable) -> bool {
    matches!(error, Unreadable::Shape { .. }) && text.trim_start().starts_with('{')
}

fn read_into(text: &str, out: &mut Collector<'_>) -> Result<bool, Unreadable> {
    let found = json::metrics_of_any(text, &mut Metrics::new(out))?;
    let mut records = Records::new(out);
    let records_found = json::records_of_any(text, &mut records);
    records.finish();
    Ok(found | records_found?)
}
