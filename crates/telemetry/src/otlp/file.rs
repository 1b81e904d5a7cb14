//! Files of OTLP in JSON: one request, or one a line as the collector's file exporter writes them.

use super::{Unreadable, json, metric_sink::Metrics, text, within};
use crate::{
    Limits,
    dropped::Reason,
    intake::{Collector, Intake},
    spans::Records,
};

/// Reads a file of any signals. Lines that are no request are left out and counted.
///
/// # Errors
/// When there is no request in it.
pub fn read_file(file: &[u8], limits: &Limits) -> Result<Intake, Unreadable> {
    within(file, limits)?;
    let text = text(file)?;
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
    let mut out = Collector::new(limits);
    let (mut requests, mut misshapen) = (0, None);
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match read_into(line, &mut out) {
            Ok(true) => requests += 1,
            Err(Unreadable::TempoExport) => return Err(Unreadable::TempoExport),
            other => {
                if let Some(error) = other.err().filter(|error| is_misshapen(line, error)) {
                    misshapen.get_or_insert(error.below(index));
                }
                out.drop(Reason::Unreadable, &format!("line {}", index + 1));
            }
        }
    }
    match requests {
        0 => Err(misshapen.unwrap_or(Unreadable::NoRequest)),
        _ => Ok(out.finish()),
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
