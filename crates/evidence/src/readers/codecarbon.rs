//! `CodeCarbon`'s `emissions.csv`, by the names of its columns: 1.x, 2.x and 3.x differ. Rows of one run are
//! its state so far, so that the last one counts; rows without a run are runs of their own. The file grows, so
//! that its newest row says until when it counts.
//!
//! Measures, by `project`, with the number of runs as `n`: `carbon.runs` (count), `carbon.energy` (kWh; without
//! and with `part` `cpu`, `gpu`, `ram` as `carbon.energy_part`), `carbon.emissions` (grams), `carbon.duration`
//! (seconds). Scope: the project.

use std::collections::BTreeMap;

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Unit};

use super::Reader;
use crate::{
    draft::Draft,
    fields::{figure, many, number},
    intake::{Content, Row},
};

pub static READER: Reader = Reader {
    kind: Kind::Codecarbon,
    tool: "CodeCarbon",
    writes_nothing: false,
    matches: |content| match content {
        Content::Csv(table) => {
            table.has(&["project_name", "duration", "emissions"])
                && (table.has(&["energy_consumed"]) || table.has(&["emissions_rate"]))
        }
        _ => false,
    },
    read,
};

/// Without these a reading says less than it should.
const NEEDED: [&str; 3] = ["timestamp", "run_id", "energy_consumed"];

/// Sums of a project: energy, its parts, emissions, duration.
const COLUMNS: [&str; 6] = [
    "energy_consumed",
    "cpu_energy",
    "gpu_energy",
    "ram_energy",
    "emissions",
    "duration",
];

/// What one run consumed, by the columns above.
#[derive(Clone, Default)]
struct Run {
    project: String,
    sums: [Option<f64>; 6],
}

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let Content::Csv(table) = content else { return };
    let missing = NEEDED.iter().filter(|column| !table.has(&[column])).count();
    if missing > 0 {
        draft.partial(Reason::ColumnsMissing {
            count: many(missing),
        });
    }
    let mut runs: BTreeMap<(String, String), Run> = BTreeMap::new();
    let (mut newest, mut ragged): (Option<String>, u64) = (None, 0);
    for row in table.rows() {
        let row = match row {
            Ok(row) => row,
            Err(why) => return draft.refuse(why),
        };
        if row.is_ragged() {
            // A newer version went on below the names of an older one: nobody knows which cell is which.
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Broken, Some(row.line));
            ragged += 1;
            continue;
        }
        let run = run(&row, draft);
        if run.sums.iter().all(Option::is_none) {
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Incomplete, Some(row.line));
            continue;
        }
        draft.version(row.get("codecarbon_version"));
        // ISO 8601 without zone sorts by time.
        let date = row.get("timestamp").map(str::to_owned);
        newest = newest.max(date);
        let own = row.get("run_id").map(|id| format!("run {id}"));
        let own = own.unwrap_or_else(|| format!("line {}", row.line));
        let task = row.get("task_name").unwrap_or_default().to_owned();
        runs.insert((own, task), run);
    }
    if let Some(date) = newest {
        draft.taken_at(&date);
    }
    if ragged > 0 {
        draft.partial(Reason::PartsUnreadable { count: ragged });
    }
    if runs.is_empty() {
        draft.nothing_scanned();
    }
    report(&runs, draft);
}

fn run(row: &Row<'_>, draft: &mut Draft<'_>) -> Run {
    let mut cell = |column: &str| {
        let value = number(&row.get(column)?.into());
        let why = match value {
            Some(value) if value >= 0.0 => return Some(value),
            Some(_) => IgnoredWhy::OutOfRange,
            None => IgnoredWhy::Broken,
        };
        draft.ignore(IgnoredWhat::Number, why, Some(row.line));
        None
    };
    Run {
        sums: COLUMNS.map(&mut cell),
        project: row.get("project_name").unwrap_or_default().to_owned(),
    }
}

fn report(runs: &BTreeMap<(String, String), Run>, draft: &mut Draft<'_>) {
    let mut projects: BTreeMap<&str, ([Option<f64>; 6], u64)> = BTreeMap::new();
    for run in runs.values() {
        let (sums, n) = projects.entry(&run.project).or_default();
        *n += 1;
        for (sum, own) in sums.iter_mut().zip(run.sums) {
            *sum = own.map_or(*sum, |own| Some(sum.unwrap_or(0.0) + own));
        }
    }
    for (project, ([energy, cpu, gpu, ram, emissions, duration], n)) in projects {
        draft.scope(ScopeKind::Project, project);
        let labels = [("project", project)];
        draft.measure("carbon.runs", &labels, figure(n), Unit::Count, None);
        let kilograms = emissions.map(|kilograms| kilograms * 1e3);
        for (name, part, value, unit) in [
            ("carbon.energy", "", energy, Unit::KilowattHours),
            ("carbon.energy_part", "cpu", cpu, Unit::KilowattHours),
            ("carbon.energy_part", "gpu", gpu, Unit::KilowattHours),
            ("carbon.energy_part", "ram", ram, Unit::KilowattHours),
            ("carbon.emissions", "", kilograms, Unit::GramsCo2e),
            ("carbon.duration", "", duration, Unit::Seconds),
        ] {
            let labels = [("project", project), ("part", part)];
            let labels = labels
                .get(..2 - usize::from(part.is_empty()))
                .unwrap_or_default();
            if let Some(value) = value {
                draft.measure(name, labels, value, unit, Some(n));
            }
        }
    }
}
