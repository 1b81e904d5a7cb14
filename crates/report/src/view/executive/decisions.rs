//! What needs a decision: what waits for somebody, or will turn by itself within a month.

use domain::{AssessmentState, Band, CriterionId, Locale, RiskId, views::evidence::Standing};
use time::{Date, Duration};

use super::{DecisionLine, clip, first_of, listed};
use crate::{
    dates,
    lookup::Lookup,
    model::{
        Acceptance, ActionState, GroupReport, NAMED, Named, RiskTreatment, Treatment,
        WorkloadReport,
    },
    sentences,
};

/// Lines on the page.
const LINES: usize = 6;
/// Days ahead.
const AHEAD: i64 = 30;

/// The last day that is looked ahead to.
fn horizon(today: Date) -> Date {
    today.checked_add(Duration::days(AHEAD)).unwrap_or(today)
}

/// What waits in one workload, the gravest first.
pub fn of_workload(lookup: &Lookup<'_>) -> Vec<DecisionLine> {
    let (report, locale) = (lookup.report, lookup.locale);
    let zh = locale == Locale::Zh;
    let say = |zh_text: &str, en_text: &str| if zh { zh_text } else { en_text }.to_owned();
    let risks = |ids: Vec<&RiskId>| {
        let name = |id: &&RiskId| format!("{id} {}", sentences::risk(report, id, locale));
        listed(ids.iter().map(name), NAMED, locale)
    };
    let criteria = |ids: &[&CriterionId]| listed(ids.iter().map(ToString::to_string), 8, locale);
    let (waiting, untreated, ending) = (waiting(report), untreated(report), ending(report));
    let conflicts: Vec<_> = report
        .inputs
        .answers
        .iter()
        .filter(|(_, mark)| mark.conflict)
        .map(|(id, _)| id)
        .collect();
    let of_verdicts = report.verdicts.iter();
    let proposals: Vec<_> = of_verdicts
        .filter(|v| v.standing == Standing::Proposal)
        .map(|v| &v.criterion)
        .collect();
    let review = usize::from(report.assessment.state == AssessmentState::InReview);
    let unowned = unowned(report);
    let expiring = expiring(report);
    let lines = [
        DecisionLine::some(
            waiting.len(),
            say("接受风险的申请待批准", "Risk acceptances wait for approval"),
            risks(waiting),
        ),
        DecisionLine::some(
            untreated.len(),
            say(
                "高或严重的残余风险还没有决定怎么处置",
                "High or critical risks without a treatment",
            ),
            risks(untreated),
        ),
        DecisionLine::some(
            ending.len(),
            say(
                "风险接受在30天内到期或已到期：续期还是处置",
                "Risk acceptances end within 30 days or have ended: renew or treat",
            ),
            risks(ending),
        ),
        DecisionLine::some(
            conflicts.len(),
            say(
                "回答与规则结论冲突，解决之前不计入已证实",
                "Answers in conflict with a rule; they don't count as assured until resolved",
            ),
            criteria(&conflicts),
        ),
        DecisionLine::some(
            review,
            say(
                "评估已提交，等待审核",
                "The assessment waits for its review",
            ),
            String::new(),
        ),
        DecisionLine::some(
            proposals.len(),
            say(
                "规则提议的回答待确认",
                "Answers that rules propose wait for a yes or no",
            ),
            criteria(&proposals),
        ),
        DecisionLine::some(
            unowned.len(),
            say(
                "30天内的行动没有负责人或期限",
                "Actions of the next 30 days without owner or due date",
            ),
            criteria(&unowned),
        ),
        DecisionLine::some(
            expiring.len(),
            say("证明在30天内到期", "Proof that ends within 30 days"),
            criteria(&expiring),
        ),
    ];
    lines.into_iter().flatten().take(LINES).collect()
}

fn waiting<'a>(report: &'a WorkloadReport<'_>) -> Vec<&'a RiskId> {
    let waits = |t: &RiskTreatment| {
        t.treatment == Treatment::Accept && t.accepted_by.is_none() && !t.rejected
    };
    let all = report.treatments.iter();
    all.filter(|(_, t)| waits(t)).map(|(id, _)| id).collect()
}

fn untreated<'a>(report: &'a WorkloadReport<'_>) -> Vec<&'a RiskId> {
    let worst = crate::view::risks::worst_first(&report.evaluation.risks);
    let open = |r: &&domain::RiskScore| {
        r.residual.assured.band >= Band::High
            && !r.accepted
            && !report.treatments.contains_key(&r.id)
    };
    worst.into_iter().filter(open).map(|r| &r.id).collect()
}

fn ending<'a>(report: &'a WorkloadReport<'_>) -> Vec<&'a RiskId> {
    let until = horizon(report.generated_at.date());
    let ends =
        |t: &RiskTreatment| t.accepted_by.is_some() && t.expires_on.is_some_and(|day| day <= until);
    let all = report.treatments.iter();
    all.filter(|(_, t)| ends(t)).map(|(id, _)| id).collect()
}

fn unowned<'a>(report: &'a WorkloadReport<'_>) -> Vec<&'a CriterionId> {
    let soon = report.evaluation.plan.iter();
    let soon = soon.filter(|a| a.phase == Some(domain::Phase::Days30));
    let open = soon.filter(|a| {
        let Some(overlay) = report.plan.get(&a.criterion) else {
            return true;
        };
        let settled = matches!(overlay.state, ActionState::Done | ActionState::Dropped);
        !settled && (overlay.owner.is_none() || overlay.due.is_none())
    });
    open.map(|a| &a.criterion).collect()
}

fn expiring<'a>(report: &'a WorkloadReport<'_>) -> Vec<&'a CriterionId> {
    let until = horizon(report.generated_at.date());
    let ends = |a: &&crate::model::AnswerRow| a.proof.is_some_and(|proof| proof.until <= until);
    let rows = report.answers.iter();
    rows.filter(ends).map(|a| &a.criterion).collect()
}

/// What waits in a group, the gravest first.
pub fn of_group(report: &GroupReport<'_>, locale: Locale) -> Vec<DecisionLine> {
    let zh = locale == Locale::Zh;
    let say = |zh_text: &str, en_text: &str| if zh { zh_text } else { en_text }.to_owned();
    let until = horizon(report.generated_at.date());
    let waiting: Vec<_> = report
        .acceptances
        .iter()
        .filter(|a| a.approved_by.is_none())
        .collect();
    let approved = report
        .acceptances
        .iter()
        .filter(|a| a.approved_by.is_some());
    let ending: Vec<_> = approved.filter(|a| a.expires_on <= until).collect();
    let totals = report.totals();
    let (conflicts, disputed) = (totals.coverage.conflicts, totals.disputed);
    let (critical, high) = report.untreated;
    let number = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let names = |of: &Named| {
        let first = of.first.iter().map(|name| clip(name, 30)).collect();
        first_of(first, number(of.count), NAMED, locale)
    };
    let lines = [
        DecisionLine::some(
            waiting.len(),
            say("接受风险的申请待批准", "Risk acceptances wait for approval"),
            accepted(&waiting, locale),
        ),
        DecisionLine::some(
            number(critical + high),
            say(
                "高或严重的残余风险还没有决定怎么处置",
                "High or critical risks without a treatment",
            ),
            if zh {
                format!("其中严重{critical}项")
            } else {
                format!("{critical} of them critical")
            },
        ),
        DecisionLine::some(
            ending.len(),
            say(
                "风险接受在30天内到期或已到期：续期还是处置",
                "Risk acceptances end within 30 days or have ended: renew or treat",
            ),
            accepted(&ending, locale),
        ),
        DecisionLine::some(
            number(report.plan.overdue),
            say(
                "行动已逾期：调整日期、负责人或投入",
                "Actions are overdue: change date, owner or capacity",
            ),
            String::new(),
        ),
        DecisionLine::some(
            number(conflicts),
            say(
                "回答与规则结论冲突，解决之前不计入已证实",
                "Answers in conflict with a rule; they don't count as assured until resolved",
            ),
            if zh {
                format!("涉及{disputed}个工作负载")
            } else {
                format!("workloads concerned: {disputed}")
            },
        ),
        DecisionLine::some(
            number(totals.in_review.count),
            say("评估等待审核", "Assessments wait for their review"),
            names(&totals.in_review),
        ),
        DecisionLine::some(
            number(totals.missing.count),
            say("工作负载还没有评估", "Workloads without an assessment"),
            names(&totals.missing),
        ),
    ];
    lines.into_iter().flatten().take(LINES).collect()
}

fn accepted(rows: &[&Acceptance], locale: Locale) -> String {
    let one = |a: &&Acceptance| {
        format!(
            "{} {}（{}）",
            clip(&a.workload, 30),
            // The number of a workload's own risk says nothing to anybody else.
            a.own
                .as_deref()
                .map_or_else(|| a.risk.to_string(), |own| clip(own, 30)),
            dates::iso(a.expires_on)
        )
    };
    let one = |a: &&Acceptance| match locale {
        Locale::Zh => one(a),
        Locale::En => one(a).replace('（', " (").replace('）', ")"),
    };
    listed(rows.iter().map(one), NAMED, locale)
}
