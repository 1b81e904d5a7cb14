//! Answers: one row for each criterion in scope, with all that is known about it.

use domain::{Check, Criterion, Locale, Pillar, Set};

use super::{Column, optional, six};
use crate::{
    dates,
    lookup::{Lookup, Names},
    model::{EvidenceRow, WorkloadReport},
    words::{Worded, yes_no},
};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("支柱", "Pillar"),
    ("检查项", "Check"),
    ("检查项名称", "Check title"),
    ("问题", "Question"),
    ("层次", "Layer"),
    ("权重", "Weight"),
    ("准则", "Criterion"),
    ("级别", "Level"),
    ("准则内容", "Statement"),
    ("回答", "Answer"),
    ("不适用理由", "Reason"),
    ("理由说明", "Reason in words"),
    ("回答来源", "Provenance"),
    ("回答人", "Answered by"),
    ("回答时间", "Answered at"),
    ("版本", "Version"),
    ("所需证明", "Proof needed"),
    ("已证实", "Proven"),
    ("证明方式", "Proof that stands"),
    ("证明有效至", "Proof stands until"),
    ("与规则冲突", "Conflict with a rule"),
    ("证据", "Evidence"),
    ("检查项备注", "Note on the check"),
    ("目标级别", "Target level"),
    ("检查项级别（已证实）", "Check level (assured)"),
    ("检查项级别（已声明）", "Check level (claimed)"),
    ("检查项级别（可能）", "Check level (possible)"),
    ("检查项取值（已证实）", "Check value (assured)"),
    ("检查项取值（已声明）", "Check value (claimed)"),
    ("检查项取值（可能）", "Check value (possible)"),
    ("问题级别", "Issue"),
    ("工作量（人天）", "Effort (person-days)"),
    ("怎么做", "How to"),
    ("计划序号", "Place in the plan"),
    ("指数增益", "Index gain"),
    ("风险增益", "Risk gain"),
    ("阶段（天）", "Phase (days)"),
    ("整改负责人", "Action owner"),
    ("到期日", "Due"),
    ("整改状态", "Action state"),
];

/// The rows.
pub fn rows(report: &WorkloadReport<'_>, locale: Locale) -> Vec<Vec<String>> {
    let lookup = Lookup::new(report, locale);
    let row = |(pillar, check, criteria): &(&Pillar, &Check, Vec<&Criterion>)| -> Vec<_> {
        criteria
            .iter()
            .map(|k| one(&lookup, pillar, check, k))
            .collect()
    };
    lookup.in_scope().iter().flat_map(row).collect()
}

fn one(lookup: &Lookup<'_>, pillar: &Pillar, check: &Check, criterion: &Criterion) -> Vec<String> {
    let locale = lookup.locale;
    let mut cells = vec![
        pillar.name.get(locale).to_owned(),
        check.id.to_string(),
        check.name.get(locale).to_owned(),
        check.question.get(locale).to_owned(),
        lookup
            .report
            .framework
            .layer_name(check.layer, locale)
            .to_owned(),
        check.weight.to_string(),
        criterion.id.to_string(),
        criterion.level.to_string(),
        criterion.statement.get(locale).to_owned(),
    ];
    cells.extend(answer(lookup, criterion));
    cells.push(
        lookup
            .report
            .notes
            .get(&check.id)
            .cloned()
            .unwrap_or_default(),
    );
    cells.extend(numbers(lookup, check));
    cells.extend(action(lookup, criterion));
    cells
}

fn answer(lookup: &Lookup<'_>, criterion: &Criterion) -> [String; 13] {
    let locale = lookup.locale;
    let row = lookup.answer(&criterion.id);
    let reasons = &lookup.report.framework.reasons;
    let named = |code| {
        reasons
            .iter()
            .find(|r| r.id == code)
            .map(|r| r.name.get(locale).to_owned())
    };
    let text = |f: &dyn Fn(&crate::model::AnswerRow) -> String| row.map(f).unwrap_or_default();
    let unanswered = if locale == Locale::Zh {
        "未回答"
    } else {
        "Unanswered"
    };
    let proof = row.and_then(|a| a.proof);
    let evidence: Vec<_> = lookup
        .evidence(&criterion.id)
        .iter()
        .map(|e| titled(e))
        .collect();
    [
        row.map_or(unanswered, |a| a.state.word(locale)).to_owned(),
        row.and_then(|a| named(a.reason?)).unwrap_or_default(),
        text(&|a| a.reason_text.clone().unwrap_or_default()),
        text(&|a| a.provenance.word(locale).to_owned()),
        text(&|a| a.answered_by.clone()),
        text(&|a| dates::instant(a.answered_at)),
        text(&|a| a.version.to_string()),
        criterion.proof.word(locale).to_owned(),
        text(&|a| yes_no(a.proven, locale).to_owned()),
        proof
            .map(|p| p.by.word(locale).to_owned())
            .unwrap_or_default(),
        proof.map(|p| dates::iso(p.until)).unwrap_or_default(),
        text(&|a| yes_no(a.conflict, locale).to_owned()),
        evidence.join("; "),
    ]
}

fn titled(evidence: &EvidenceRow) -> String {
    let hash = evidence.sha256.trim_start_matches("sha256:");
    format!("{} [sha256:{hash}]", evidence.title)
}

fn numbers(lookup: &Lookup<'_>, check: &Check) -> Vec<String> {
    let report = lookup.report;
    let score = |set: Set| report.evaluation.scores.get(set).checks.get(&check.id);
    let mut cells = vec![report.inputs.target(&check.id).to_string()];
    cells.extend(
        Set::ALL
            .iter()
            .map(|s| score(*s).map(|c| c.level.to_string()).unwrap_or_default()),
    );
    cells.extend(
        Set::ALL
            .iter()
            .map(|s| optional(score(*s).map(|c| &c.value))),
    );
    let issue = report.evaluation.issues.get(&check.id);
    cells.push(
        issue
            .map(|i| i.word(lookup.locale).to_owned())
            .unwrap_or_default(),
    );
    cells
}

fn action(lookup: &Lookup<'_>, criterion: &Criterion) -> [String; 9] {
    let locale = lookup.locale;
    let planned = lookup.action(&criterion.id);
    let overlay = lookup.report.plan.get(&criterion.id);
    let state = overlay
        .map(|o| o.state)
        .or(planned.map(|_| crate::model::ActionState::Open));
    [
        criterion.effort.days().to_string(),
        criterion.how_to.get(locale).to_owned(),
        planned.map(|(n, _)| n.to_string()).unwrap_or_default(),
        planned.map(|(_, a)| six(&a.index_gain)).unwrap_or_default(),
        planned.map(|(_, a)| six(&a.risk_gain)).unwrap_or_default(),
        planned
            .and_then(|(_, a)| a.phase)
            .map(|p| p.as_str().to_owned())
            .unwrap_or_default(),
        overlay.and_then(|o| o.owner.clone()).unwrap_or_default(),
        overlay
            .and_then(|o| o.due)
            .map(dates::iso)
            .unwrap_or_default(),
        state.map(|s| s.word(locale).to_owned()).unwrap_or_default(),
    ]
}
