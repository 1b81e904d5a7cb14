//! An auditor's document on one workload.

use domain::{Locale, Triple};

use super::{AuditView, Pick, Section, answers, history, proof};
use crate::{
    dates,
    lookup::{Lookup, Names},
    model::{RiskTreatment, WorkloadReport},
    view::{
        common::{Frame, bar, clean},
        map, method, origin,
    },
    words::{Worded, yes_no},
};

/// Gathers the document.
pub fn view(report: &WorkloadReport<'_>, family: &str, locale: Locale) -> AuditView {
    let lookup = Lookup::new(report, locale);
    let pick = Pick(locale);
    let of = (report.workload.name.clone(), report.workload.team.as_str());
    let from = (report.framework, report.input_hash.as_str());
    let scores = &report.evaluation.scores;
    let mut sections = vec![
        source(report, pick),
        answers::numbers(&lookup),
        answers::floors(&lookup),
        risks(&lookup),
        answers::answers(&lookup),
        answers::notes(&lookup),
        proof::evidence(&lookup),
        proof::files(&lookup),
        proof::attestations(&lookup),
        proof::verdicts(&lookup),
    ];
    sections.extend(proof::findings(&lookup));
    sections.extend([
        proof::telemetry(&lookup, family),
        proof::inventory(&lookup),
        plan(&lookup),
        history::milestones(&lookup),
        history::reviews(&lookup),
        history::log(&lookup),
    ]);
    sections.extend(history::imported(&lookup));
    AuditView {
        frame: Frame::new(of, from, (family, locale)),
        kind: pick.of("审计报告 · 工作负载", "Audit report · workload"),
        name: clean(&report.workload.name),
        index: bar(&Triple::of(|set| scores.get(set).index.as_ref())),
        sections,
        map: map::view(report.map.as_ref(), family, locale),
        method: method::view(
            report.framework,
            (&report.input_hash, &report.origin),
            locale,
        ),
    }
}

fn source(report: &WorkloadReport<'_>, pick: Pick) -> Section {
    let locale = pick.0;
    let mut facts = origin::facts(report.framework, &report.input_hash, &report.origin, locale);
    let workload = &report.workload;
    let profile: Vec<_> = workload.profile.iter().map(|fact| fact.as_str()).collect();
    facts.extend([
        (pick.of("工作负载", "Workload"), workload.id.to_string()),
        (pick.of("团队", "Team"), clean(&workload.team)),
        (
            pick.of("分级", "Tier"),
            workload.tier.word(locale).to_owned(),
        ),
        (pick.of("画像", "Profile"), profile.join(" ")),
        (
            pick.of("评估", "Assessment"),
            report.assessment.id.to_string(),
        ),
        (
            pick.of("评估状态", "Its state"),
            report.assessment.state.word(locale).to_owned(),
        ),
        (
            pick.of("生成时间", "Generated"),
            dates::instant(report.generated_at),
        ),
    ]);
    facts.retain(|(_, value)| !value.is_empty());
    Section::facts(pick.of("出处与哈希", "Origin and hashes"), facts)
}

fn risks(lookup: &Lookup<'_>) -> Section {
    let (report, locale) = (lookup.report, lookup.locale);
    let pick = Pick(locale);
    let row = |risk: &&domain::RiskScore| {
        let treatment = report.treatments.get(&risk.id);
        let text = |f: &dyn Fn(&RiskTreatment) -> String| treatment.map(f).unwrap_or_default();
        let score = |score: &domain::Exact, band: domain::Band| {
            format!("{} {}", score.decimal(2), band.word(locale))
        };
        let reopened: Vec<_> = risk
            .reopened_by
            .iter()
            .map(domain::CheckId::as_str)
            .collect();
        [
            risk.id.to_string(),
            report.framework.risk_name(risk, locale).to_owned(),
            format!("{} × {}", risk.likelihood, risk.impact),
            score(&risk.inherent, risk.band),
            score(&risk.residual.claimed.score, risk.residual.claimed.band),
            score(&risk.residual.assured.score, risk.residual.assured.band),
            reopened.join(" "),
            text(&|t| t.treatment.word(locale).to_owned()),
            text(&|t| t.owner.clone().unwrap_or_default()),
            text(&|t| t.asked_by.clone().unwrap_or_default()),
            text(&|t| t.accepted_by.clone().unwrap_or_default()),
            text(&|t| t.expires_on.map(dates::iso).unwrap_or_default()),
            yes_no(risk.accepted, locale).to_owned(),
            text(&|t| t.note.clone()),
        ]
    };
    let columns = [
        (pick.of("风险", "Risk"), -13),
        (pick.of("名称", "Name"), 3),
        (pick.of("可能性×影响", "L × I"), -15),
        (pick.of("固有", "Inherent"), -18),
        (pick.of("残余·声明", "Claimed"), -18),
        (pick.of("残余·证实", "Assured"), -18),
        (pick.of("恢复固有", "Reopened by"), -15),
        (pick.of("处置", "Treatment"), -16),
        (pick.of("负责人", "Owner"), 2),
        (pick.of("申请人", "Asked by"), 2),
        (pick.of("批准人", "Approved by"), 2),
        (pick.of("接受至", "Until"), -19),
        (pick.of("有效", "In force"), -12),
        (pick.of("备注", "Note"), 3),
    ];
    let worst = crate::view::risks::worst_first(&report.evaluation.risks);
    let title = pick.of("风险与接受", "Risks and acceptances");
    Section::table(title, pick.none(), columns, worst.iter().map(row))
}

fn plan(lookup: &Lookup<'_>) -> Section {
    let (report, locale) = (lookup.report, lookup.locale);
    let pick = Pick(locale);
    let row = |(n, action): (usize, &domain::PlannedAction)| {
        let overlay = report
            .plan
            .get(&action.criterion)
            .cloned()
            .unwrap_or_default();
        [
            (n + 1).to_string(),
            action.criterion.to_string(),
            action.effort_days.to_string(),
            action.index_gain.decimal(6),
            action.risk_gain.decimal(6),
            action.index_after.decimal(6),
            overlay.state.word(locale).to_owned(),
            overlay.owner.unwrap_or_default(),
            overlay.due.map(dates::iso).unwrap_or_default(),
        ]
    };
    let columns = [
        (pick.of("序号", "Place"), -14),
        (pick.of("准则", "Criterion"), -20),
        (pick.of("人天", "Days"), -14),
        (pick.of("指数增益", "Index gain"), 1),
        (pick.of("风险增益", "Risk gain"), 1),
        (pick.of("完成后指数", "Index after"), 1),
        (pick.of("状态", "State"), -24),
        (pick.of("负责人", "Owner"), 2),
        (pick.of("期限", "Due"), -24),
    ];
    let rows = report.evaluation.plan.iter().enumerate().map(row);
    Section::table(pick.of("整改计划", "Plan"), pick.none(), columns, rows)
}
