//! What was seen and done, for the report.

use domain::{
    Evaluation, Exact, Set, WorkloadId,
    views::transfer::{ImportRemark, ImportReport, ImportedWorkload, Obstacle},
};

use super::document::WorkloadLine;

/// Names that a report shows.
const NAMES: usize = 200;
/// Workloads that a report shows.
const WORKLOADS: usize = 500;
/// Obstacles that a report shows; after so many nobody reads on.
const OBSTACLES: usize = 100;

/// A report that grows.
pub(super) struct Account {
    pub report: ImportReport,
    /// Whether people are matched by their address.
    pub match_people: bool,
    without_file: u32,
}

impl Account {
    pub fn new(match_people: bool) -> Self {
        Self {
            report: ImportReport::default(),
            match_people,
            without_file: 0,
        }
    }

    /// Whether nothing is in the way.
    pub const fn clear(&self) -> bool {
        self.report.obstacles.is_empty()
    }

    pub fn obstacle(&mut self, obstacle: Obstacle) {
        if self.report.obstacles.len() < OBSTACLES {
            self.report.obstacles.push(obstacle);
        }
    }

    pub fn remark(&mut self, remark: ImportRemark) {
        self.report.remarks.push(remark);
    }

    pub fn name_only(&mut self, name: &str) {
        self.report.named_total += 1;
        if self.report.named.len() < NAMES {
            self.report.named.push(name.to_owned());
        }
    }

    /// Counts what a document holds.
    pub fn count(&mut self, document: &WorkloadLine, files: usize) {
        let rows = &document.export.rows;
        let totals = &mut self.report.totals;
        totals.workloads += 1;
        totals.answers += number(rows.answers.len());
        totals.documents += number(rows.evidence.len());
        totals.files += number(files);
        totals.findings += number(rows.findings.len());
        totals.verdicts += number(rows.verdicts.len());
        totals.milestones += number(rows.milestones.len());
        totals.history += number(rows.history.len());
        let stored = rows.evidence.iter().filter(|e| e.file_name.is_some());
        self.without_file += number(stored.count().saturating_sub(files));
    }

    /// Counts what was measured.
    pub fn measured(&mut self, rows: usize) {
        let totals = &mut self.report.totals;
        totals.measured += u64::try_from(rows).unwrap_or(u64::MAX);
    }

    /// A workload that was written.
    pub fn workload(&mut self, document: &WorkloadLine) {
        if self.report.workloads.len() >= WORKLOADS {
            return;
        }
        let rows = &document.export.rows;
        self.report.workloads.push(ImportedWorkload {
            id: document.export.workload.id,
            name: document.export.workload.name.to_string(),
            team: document.export.team.name.to_string(),
            index: None,
            input_hash: document.input_hash.clone(),
            answers: number(rows.answers.len()),
            milestones: number(rows.milestones.len()),
        });
    }

    /// Its numbers, computed and those of the file.
    pub fn numbers(&mut self, id: WorkloadId, evaluation: &Evaluation) {
        let Some(found) = self.report.workloads.iter_mut().find(|w| w.id == id) else {
            return;
        };
        let index = |set| evaluation.scores.get(set).index.as_ref();
        let one = |value: &Exact| value.decimal(1);
        found.index = index(Set::Assured)
            .zip(index(Set::Claimed))
            .zip(index(Set::Possible))
            .map(|((a, c), p)| [one(a), one(c), one(p)]);
    }

    /// The report at the end.
    pub fn finish(mut self) -> ImportReport {
        if self.without_file > 0 {
            let count = self.without_file;
            self.remark(ImportRemark::WithoutFile { count });
        }
        self.report
    }
}

pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
