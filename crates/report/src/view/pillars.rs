//! One part per pillar: its checks, then each check with its criteria.

use domain::{AnswerState, Check, Criterion, CriterionId, Exact, Locale, Pillar, Set, Triple};
use serde::Serialize;

use super::{
    common::{Banded, Bar, bar, clean},
    summary::issue_tag,
};
use crate::{
    charts::palette,
    dates,
    lookup::{Lookup, Names},
    model::AnswerRow,
    words::Worded,
};

/// One pillar.
#[derive(Serialize)]
pub struct PillarView {
    pub letter: String,
    pub colour: &'static str,
    pub name: String,
    pub capability: String,
    pub bar: Bar,
    pub levels: Triple<String>,
    pub checks: Vec<CheckView>,
}

#[derive(Serialize)]
pub struct CheckView {
    pub id: String,
    pub name: String,
    pub question: String,
    pub about: String,
    pub bar: Bar,
    pub level: String,
    pub target: u8,
    pub issue: Option<Banded>,
    pub note: String,
    pub rows: Vec<Row>,
}

/// One criterion. `mark` is its place in the proof bar: `proven`, `claimed`, `possible`, `not_met`, `not_applicable`.
#[derive(Serialize)]
pub struct Row {
    pub id: String,
    pub level: u8,
    pub statement: String,
    pub reason: String,
    pub mark: &'static str,
    pub answer: &'static str,
    pub proof: String,
    pub by: String,
    pub conflict: Option<&'static str>,
}

/// The pillars that have a check in scope.
pub fn view(lookup: &Lookup<'_>) -> Vec<PillarView> {
    let in_scope = lookup.in_scope();
    let pillars = lookup.report.framework.pillars.iter();
    let mine = |pillar: &Pillar| -> Vec<CheckView> {
        let own = in_scope.iter().filter(|(p, _, _)| p.id == pillar.id);
        own.map(|(_, check, criteria)| check_view(lookup, check, criteria))
            .collect()
    };
    pillars
        .map(|p| (p, mine(p)))
        .filter(|(_, c)| !c.is_empty())
        .map(|(p, c)| pillar(lookup, p, c))
        .collect()
}

fn pillar(lookup: &Lookup<'_>, pillar: &Pillar, checks: Vec<CheckView>) -> PillarView {
    let (report, locale) = (lookup.report, lookup.locale);
    let evaluation = report.evaluation;
    let level = |l: &domain::Levels| {
        let own = l.pillars.get(&pillar.id);
        own.map_or_else(
            || "—".to_owned(),
            |n| report.framework.level_name(*n, locale),
        )
    };
    PillarView {
        letter: pillar.letter.clone(),
        colour: palette::pillar(pillar.id.as_str()).token,
        name: pillar.name.get(locale).to_owned(),
        capability: pillar.capability.get(locale).to_owned(),
        bar: bar(&Triple::of(|set| {
            evaluation.scores.get(set).pillars.get(&pillar.id)
        })),
        levels: evaluation.levels.map(level),
        checks,
    }
}

fn check_view(lookup: &Lookup<'_>, check: &Check, criteria: &[&Criterion]) -> CheckView {
    let (report, locale) = (lookup.report, lookup.locale);
    let evaluation = report.evaluation;
    let score = |set: Set| evaluation.scores.get(set).checks.get(&check.id);
    // Values are in [0, 1]; bars are in points.
    let points = Triple::of(|set| score(set).map(|s| Exact::whole(100) * s.value.clone()));
    let level = |set| score(set).map_or("—".to_owned(), |s| s.level.to_string());
    let layer = report.framework.layer_name(check.layer, locale);
    let about = match locale {
        Locale::Zh => format!("{layer} · 权重{}", check.weight),
        Locale::En => format!("{layer} · weight {}", check.weight),
    };
    let issue = evaluation
        .issues
        .get(&check.id)
        .filter(|i| **i != domain::Issue::None);
    CheckView {
        id: check.id.to_string(),
        name: check.name.get(locale).to_owned(),
        question: check.question.get(locale).to_owned(),
        about,
        bar: bar(&Triple::of(|set| points.get(set).as_ref())),
        level: format!("{} / {}", level(Set::Assured), level(Set::Claimed)),
        target: report.inputs.target(&check.id),
        issue: issue.map(|i| issue_tag(*i, locale)),
        note: report
            .notes
            .get(&check.id)
            .map(|n| clean(n))
            .unwrap_or_default(),
        rows: criteria.iter().map(|k| row(lookup, k)).collect(),
    }
}

fn row(lookup: &Lookup<'_>, criterion: &Criterion) -> Row {
    let locale = lookup.locale;
    let answer = lookup.answer(&criterion.id);
    let state = lookup.state(&criterion.id);
    let unanswered = if locale == Locale::Zh {
        "未回答"
    } else {
        "Unanswered"
    };
    let conflict = lookup
        .report
        .inputs
        .answers
        .get(&criterion.id)
        .is_some_and(|m| m.conflict);
    Row {
        id: short(&criterion.id).to_owned(),
        level: criterion.level,
        statement: criterion.statement.get(locale).to_owned(),
        reason: answer.map(|a| reason(lookup, a)).unwrap_or_default(),
        mark: mark(lookup, &criterion.id),
        answer: state.map_or(unanswered, |s| s.word(locale)),
        proof: proof(lookup, criterion, answer),
        by: answer.map(|a| by(a, locale)).unwrap_or_default(),
        conflict: conflict.then_some(if locale == Locale::Zh {
            "与规则冲突"
        } else {
            "Conflict with a rule"
        }),
    }
}

/// `3b` of `S02.3b`: the check's heading has the rest.
fn short(id: &CriterionId) -> &str {
    id.as_str()
        .rsplit_once('.')
        .map_or(id.as_str(), |(_, end)| end)
}

fn mark(lookup: &Lookup<'_>, id: &CriterionId) -> &'static str {
    let mark = lookup.report.inputs.answers.get(id);
    match mark.map(|m| m.state) {
        Some(AnswerState::Met) if Set::Assured.holds(mark) => "proven",
        Some(AnswerState::Met) => "claimed",
        Some(AnswerState::NotMet) => "not_met",
        Some(AnswerState::NotApplicable) => "not_applicable",
        Some(AnswerState::Unknown) | None => "possible",
    }
}

/// Why something does not apply.
pub fn reason(lookup: &Lookup<'_>, answer: &AnswerRow) -> String {
    let reasons = &lookup.report.framework.reasons;
    let code = answer
        .reason
        .and_then(|code| reasons.iter().find(|r| r.id == code));
    let name = code.map(|r| r.name.get(lookup.locale)).unwrap_or_default();
    let text = clean(answer.reason_text.as_deref().unwrap_or_default());
    let join = match lookup.locale {
        _ if name.is_empty() || text.is_empty() => "",
        Locale::Zh => "：",
        Locale::En => ": ",
    };
    let own = clean(answer.own_reason.as_deref().unwrap_or_default());
    match lookup.locale {
        _ if own.is_empty() => format!("{name}{join}{text}"),
        Locale::Zh => format!("{name}{join}{text} 不继承平台的回答：{own}"),
        Locale::En => format!("{name}{join}{text} Not inherited from a platform: {own}"),
    }
    .trim_start()
    .to_owned()
}

/// What proves it, or what is missing.
fn proof(lookup: &Lookup<'_>, criterion: &Criterion, answer: Option<&AnswerRow>) -> String {
    let locale = lookup.locale;
    if lookup.state(&criterion.id) != Some(AnswerState::Met) {
        return String::new();
    }
    let proven = lookup
        .report
        .inputs
        .answers
        .get(&criterion.id)
        .is_some_and(|m| m.proven);
    let standing = answer.and_then(|a| a.proof);
    let needed = criterion.proof.word(locale);
    match (proven, standing, locale) {
        (true, Some(s), Locale::Zh) => format!("{}，至{}", s.by.word(locale), dates::iso(s.until)),
        (true, Some(s), Locale::En) => format!("{} to {}", s.by.word(locale), dates::iso(s.until)),
        (true, None, Locale::Zh) => "已证实".to_owned(),
        (true, None, Locale::En) => "Proven".to_owned(),
        (false, _, Locale::Zh) => format!("缺{needed}"),
        (false, _, Locale::En) => format!("No {} yet", needed.to_lowercase()),
    }
}

fn by(answer: &AnswerRow, locale: Locale) -> String {
    format!(
        "{} · {} {}",
        answer.provenance.word(locale),
        clean(&answer.answered_by),
        dates::iso(answer.answered_at.date())
    )
}
