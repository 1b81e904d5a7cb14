//! Measures reports on many workloads: `cargo run --release -p report --example large -- 10000 pdf executive`.
//!
//! Prints seconds, bytes and the most memory that the process held; one document a run, so that none helps another.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::wildcard_imports,
    reason = "a measurement fails by panicking"
)]

#[expect(dead_code, reason = "tests need the rest")]
#[path = "../tests/support/mod.rs"]
mod support;

use std::{path::PathBuf, time::Instant};

use domain::{Locale, views::reports::ReportKind};
use report::{Fonts, html, model::GroupKind, pdf, xlsx};

fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let rows: usize = arguments[1].parse().unwrap();
    let (format, kind) = (arguments[2].as_str(), arguments[3].as_str());
    let kind: ReportKind = kind.parse().unwrap();
    let report = support::group(
        GroupKind::Organisation,
        rows.div_ceil(100).max(1),
        rows.min(100),
    );
    let fonts = Fonts::load(&pdf::DEFAULT_FOLDERS.map(PathBuf::from)).unwrap();
    let before = most_memory();
    let started = Instant::now();
    let bytes = match format {
        "pdf" => pdf::group(&fonts, &report, kind, Locale::Zh).unwrap().bytes,
        "html" => html::group(&report, kind, Locale::Zh).unwrap().into_bytes(),
        "xlsx" => xlsx::group(&report, &report.rows, Locale::Zh).unwrap(),
        _ => {
            let part = (report::csv::Part::First, Locale::Zh);
            report::csv::workloads(&report.rows, report.framework, part).unwrap()
        }
    };
    let took = started.elapsed();
    println!(
        "{rows} workloads, {format} {}: {:.2} s, {} kB, {} MB (before: {} MB)",
        kind.as_str(),
        took.as_secs_f64(),
        bytes.len() / 1000,
        most_memory() / 1000,
        before / 1000
    );
    if let Some(path) = arguments.get(4) {
        std::fs::write(path, bytes).unwrap();
    }
}

/// The most memory that this process held, in kB; 0 where the system does not say.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let digits = line.unwrap_or_default().trim().trim_end_matches(" kB");
    digits.parse().unwrap_or(0)
}
