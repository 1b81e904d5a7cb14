//! What a report on one workload is made of, as the report takes it.

use std::collections::BTreeMap;

use domain::views::evidence::VerdictRow;
use report::{
    WorkloadReport,
    model::{
        ActionState, AnswerRow, Assessment, AttestationRow, EvidenceKind, EvidenceRow, FileRow,
        PlanOverlay, RiskTreatment, Treatment, VerdictLine, Workload,
    },
};
use store::{answers::Stored, decisions, proof::Source, readings};

use super::material::Material;

impl Material {
    pub(super) fn report(&self) -> WorkloadReport<'_> {
        let w = &self.basis.workload;
        WorkloadReport {
            framework: self.framework,
            rubric: &self.basis.rubric,
            workload: Workload {
                id: w.id,
                name: w.name.clone(),
                description: w.description.clone(),
                team: w.team_name.clone(),
                tier: w.tier,
                profile: w.profile.clone(),
            },
            assessment: Assessment {
                id: w.assessment.id,
                state: w.assessment.state,
                milestone: None,
            },
            input_hash: self.basis.input_hash(),
            generated_at: self.at,
            inputs: &self.basis.inputs,
            evaluation: &self.evaluation,
            answers: self.basis.answers.iter().map(|a| self.answer(a)).collect(),
            notes: self
                .notes
                .iter()
                .filter(|n| !n.text.is_empty())
                .map(|n| (n.check.clone(), n.text.clone()))
                .collect(),
            evidence: self.evidence(),
            files: self.files.clone(),
            attestations: self.attestations(),
            verdicts: self.verdicts.clone(),
            findings: self.findings.clone(),
            signals: self.signals.clone(),
            inventory: self.inventory.clone(),
            treatments: self.treatments(),
            plan: self
                .actions
                .iter()
                .map(|a| (a.criterion.clone(), overlay(a)))
                .collect(),
            history: self.history.clone(),
            origin: self.origin.clone(),
            map: None,
        }
    }

    fn answer(&self, a: &Stored) -> AnswerRow {
        let mark = self.basis.inputs.answers.get(&a.criterion);
        AnswerRow {
            criterion: a.criterion.clone(),
            state: a.answer.state(),
            reason: a.answer.reason(),
            reason_text: a.answer.reason_text().map(str::to_owned),
            provenance: a.provenance,
            proven: mark.is_some_and(|m| m.proven),
            conflict: mark.is_some_and(|m| m.conflict),
            version: a.version,
            answered_by: a.by_name.clone(),
            answered_at: a.at,
            proof: self.basis.standing.get(&a.criterion).copied(),
            inherited_from: a.source.as_ref().map(|platform| platform.name.clone()),
            own_reason: a.own_reason.clone(),
        }
    }

    fn evidence(&self) -> Vec<EvidenceRow> {
        let row = |e: &store::proof::Evidence| EvidenceRow {
            title: e.title.clone(),
            kind: if matches!(e.source, Source::Link { .. }) {
                EvidenceKind::Link
            } else {
                EvidenceKind::File
            },
            sha256: e.sha256.clone(),
            effective: e.dates.effective,
            valid_until: e.dates.valid_until,
            criteria: e.criteria.clone(),
        };
        self.basis.evidence.iter().map(row).collect()
    }

    fn attestations(&self) -> Vec<AttestationRow> {
        let row = |a: &store::proof::Attestation| AttestationRow {
            criterion: a.criterion.clone(),
            statement: a.statement.clone(),
            by: a.by_name.clone(),
            at: a.at,
        };
        self.basis.attestations.iter().map(row).collect()
    }

    fn treatments(&self) -> BTreeMap<domain::RiskId, RiskTreatment> {
        self.basis
            .treatments
            .iter()
            .filter_map(|t| Some((t.risk.clone(), treatment(t)?)))
            .collect()
    }
}

/// A file for a report.
pub(super) fn file(read: readings::Stored) -> FileRow {
    let tool = &read.content.tool;
    let version = tool.version.as_ref().map(ToString::to_string);
    FileRow {
        kind: read.content.kind.code().to_owned(),
        tool: [tool.name.to_string(), version.unwrap_or_default()]
            .join(" ")
            .trim()
            .to_owned(),
        file_name: read.file_name,
        sha256: read.sha256,
        day: read.day,
        received_at: read.received_at,
        sender: read.sender,
    }
}

/// What a rule says, for a report.
pub(super) fn verdict(row: VerdictRow, window: Option<u16>) -> VerdictLine {
    let verdict = row.verdict;
    VerdictLine {
        rule: row.rule,
        criterion: row.criterion,
        outcome: verdict.outcome,
        standing: row.standing,
        quotes: verdict.quotes,
        names: verdict.names,
        tools: verdict.tools,
        period: verdict.from.zip(verdict.to),
        fresh_until: verdict.fresh_until,
        telemetry: row.telemetry,
        window,
        decided: row.decided,
    }
}

/// A decision for a report.
pub(super) fn treatment(t: &decisions::Treatment) -> Option<RiskTreatment> {
    let treatment = match t.treatment.as_str() {
        "mitigate" => Treatment::Mitigate,
        "accept" => Treatment::Accept,
        "transfer" => Treatment::Transfer,
        "avoid" => Treatment::Avoid,
        _ => return None,
    };
    Some(RiskTreatment {
        rejected: t.rejected.is_some(),
        treatment,
        owner: t.owner.as_ref().map(|(_, name)| name.clone()),
        asked_by: t.asked_by.as_ref().map(|(_, name)| name.clone()),
        accepted_by: t.approved_by.clone(),
        expires_on: t.expires_on,
        note: t.note.clone(),
    })
}

fn overlay(a: &decisions::ActionState) -> PlanOverlay {
    let state = match a.state.as_str() {
        "in_progress" => ActionState::InProgress,
        "done" => ActionState::Done,
        "dropped" => ActionState::Dropped,
        _ => ActionState::Open,
    };
    PlanOverlay {
        state,
        owner: a.owner.as_ref().map(|(_, name)| name.clone()),
        due: a.due_on,
    }
}
