//! Answers: one row for each criterion in scope, with all that is known about it.

use domain::{Check, Criterion, Locale, Pillar, Set, rule::Outcome, views::evidence::outcome_name};

use super::{Cell, Column, Rows};
use crate::{
    lookup::{Lookup, Names},
    model::{EvidenceRow, VerdictLine, WorkloadReport},
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
    ("规则结论", "Verdicts of rules"),
    ("结论有效至", "Verdicts count until"),
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
    ("期限", "Due"),
    ("整改状态", "Action state"),
    ("不继承平台回答的理由", "Why it is not inherited"),
    ("继承自平台", "Inherited from"),
];

/// The rows.
pub fn rows(report: &WorkloadReport<'_>, locale: Locale) -> Rows {
    let lookup = Lookup::new(report, locale);
    let row = |(pillar, check, criteria): &(&Pillar, &Check, Vec<&Criterion>)| -> Vec<_> {
        criteria
            .iter()
            .map(|k| one(&lookup, pillar, check, k))
            .collect()
    };
    lookup.in_scope().iter().flat_map(row).collect()
}

fn one(lookup: &Lookup<'_>, pillar: &Pillar, check: &Check, criterion: &Criterion) -> Vec<Cell> {
    let locale = lookup.locale;
    let layer = lookup.report.framework.layer_name(check.layer, locale);
    let mut cells: Vec<Cell> = vec![
        pillar.name.get(locale).into(),
        check.id.as_str().into(),
        check.name.get(locale).into(),
        check.question.get(locale).into(),
        layer.into(),
        check.weight.into(),
        criterion.id.as_str().into(),
        criterion.level.into(),
        criterion.statement.get(locale).into(),
    ];
    cells.extend(answer(lookup, criterion));
    cells.push(lookup.report.notes.get(&check.id).cloned().into());
    cells.extend(numbers(lookup, check));
    cells.extend(action(lookup, criterion));
    let answer = lookup.answer(&criterion.id);
    cells.push(answer.and_then(|a| a.own_reason.clone()).into());
    cells.push(answer.and_then(|a| a.inherited_from.clone()).into());
    cells
}

fn answer(lookup: &Lookup<'_>, criterion: &Criterion) -> [Cell; 15] {
    let locale = lookup.locale;
    let row = lookup.answer(&criterion.id);
    let reasons = &lookup.report.framework.reasons;
    let named = |code| {
        let reason = reasons.iter().find(|r| r.id == code);
        reason.map(|r| r.name.get(locale))
    };
    let unanswered = if locale == Locale::Zh {
        "未回答"
    } else {
        "Unanswered"
    };
    let proof = row.and_then(|a| a.proof);
    let verdicts = lookup.report.verdicts.iter();
    let verdicts: Vec<_> = verdicts.filter(|v| v.criterion == criterion.id).collect();
    let until = verdicts.iter().filter_map(|line| line.fresh_until).min();
    let said: Vec<_> = verdicts.iter().map(|line| verdict(line, locale)).collect();
    let evidence: Vec<_> = lookup
        .evidence(&criterion.id)
        .iter()
        .map(|e| titled(e))
        .collect();
    [
        row.map_or(unanswered, |a| a.state.word(locale)).into(),
        row.and_then(|a| named(a.reason?)).into(),
        row.and_then(|a| a.reason_text.clone()).into(),
        row.map(|a| a.provenance.word(locale)).into(),
        row.map(|a| a.answered_by.clone()).into(),
        row.map(|a| a.answered_at).into(),
        row.map(|a| a.version).into(),
        criterion.proof.word(locale).into(),
        row.map(|a| yes_no(a.proven, locale)).into(),
        proof.map(|p| p.by.word(locale)).into(),
        proof.map(|p| p.until).into(),
        row.map(|a| yes_no(a.conflict, locale)).into(),
        said.join("; ").into(),
        until.into(),
        evidence.join("; ").into(),
    ]
}

/// `S05.vuln: contradicts (conflict)`.
fn verdict(line: &VerdictLine, locale: Locale) -> String {
    let VerdictLine {
        rule,
        outcome,
        standing,
        ..
    } = line;
    let (says, stands) = (outcome_name(*outcome, locale), standing.name(locale));
    match (outcome, locale) {
        (Outcome::NoData(_), Locale::Zh) => format!("{rule}：{stands}"),
        (Outcome::NoData(_), Locale::En) => format!("{rule}: {stands}"),
        (_, Locale::Zh) => format!("{rule}：{says}（{stands}）"),
        (_, Locale::En) => format!("{rule}: {says} ({stands})"),
    }
}

fn titled(evidence: &EvidenceRow) -> String {
    let hash = evidence.sha256.trim_start_matches("sha256:");
    format!("{} [sha256:{hash}]", evidence.title)
}

fn numbers(lookup: &Lookup<'_>, check: &Check) -> Vec<Cell> {
    let report = lookup.report;
    let score = |set: &Set| report.evaluation.scores.get(*set).checks.get(&check.id);
    let mut cells: Vec<Cell> = vec![report.inputs.target(&check.id).into()];
    cells.extend(
        Set::ALL
            .iter()
            .map(|set| Cell::from(score(set).map(|c| c.level))),
    );
    cells.extend(
        Set::ALL
            .iter()
            .map(|set| Cell::from(score(set).map(|c| &c.value))),
    );
    let issue = report.evaluation.issues.get(&check.id);
    cells.push(issue.map(|i| i.word(lookup.locale)).into());
    cells
}

fn action(lookup: &Lookup<'_>, criterion: &Criterion) -> [Cell; 9] {
    let locale = lookup.locale;
    let planned = lookup.action(&criterion.id);
    let overlay = lookup.report.plan.get(&criterion.id);
    let state = overlay
        .map(|o| o.state)
        .or(planned.map(|_| crate::model::ActionState::Open));
    [
        criterion.effort.days().into(),
        criterion.how_to.get(locale).into(),
        planned.map(|(n, _)| n).into(),
        planned.map(|(_, a)| &a.index_gain).into(),
        planned.map(|(_, a)| &a.risk_gain).into(),
        planned
            .and_then(|(_, a)| a.phase)
            .map(domain::Phase::as_str)
            .into(),
        overlay.and_then(|o| o.owner.clone()).into(),
        overlay.and_then(|o| o.due).into(),
        state.map(|s| s.word(locale)).into(),
    ]
}
