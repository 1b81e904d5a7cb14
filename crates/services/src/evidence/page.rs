//! A workload's evidence: what came in, what rules make of it, what waits.

use domain::{
    AnswerState, Locale, Viewer, WorkloadId,
    access::EditWorkload,
    rule::{Gap, Outcome},
    views::evidence::{EvidencePage, ReadingRow, Standing, TokenRow, VerdictRow, WaitingRule},
};
use store::{answers, readings, tokens, verdicts, workloads::Workload};
use time::OffsetDateTime;

use super::decide::{in_scope, proposed};
use crate::{Error, Services, texts, workload};

/// The evidence page.
///
/// # Errors
/// [`Error::NotFound`] where the workload is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn evidence_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<EvidencePage, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let head = workload::head(viewer, &stored)?;
    let answers = answers::list(&mut tx, stored.assessment.id).await?;
    let verdicts = verdicts::list(&mut tx, id).await?;
    let tokens = match viewer.permit::<EditWorkload>(stored.team) {
        Ok(_) => tokens::list(&mut tx, id).await?,
        Err(_) => Vec::new(),
    };
    let readings = readings::list(&mut tx, id).await?;
    let waiting = waiting(services, &stored, &verdicts, locale);
    let now = services.now();
    let mut rows: Vec<_> = verdicts
        .into_iter()
        .filter_map(|verdict| verdict_row(services, &stored, &answers, verdict, locale))
        .collect();
    rows.sort_by_key(|row| row.standing);
    Ok(EvidencePage {
        head,
        readings: readings.into_iter().map(reading_row).collect(),
        verdicts: rows,
        waiting,
        tokens: tokens
            .into_iter()
            .map(|token| token_row(token, now))
            .collect(),
    })
}

fn reading_row(stored: readings::Stored) -> ReadingRow {
    let content = stored.content;
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    ReadingRow {
        id: Some(stored.id),
        kind: content.kind,
        tool: content.tool.name.to_string(),
        tool_version: content.tool.version.map(String::from),
        file_name: stored.file_name,
        size: u64::try_from(stored.size).unwrap_or(0),
        sha256: stored.sha256,
        day: stored.day,
        dated: content
            .taken_at
            .is_some_and(|at| at.to_offset(time::UtcOffset::UTC).date() == stored.day),
        received_at: texts::instant(stored.received_at),
        sender: stored.sender,
        completeness: content.completeness,
        tally: content.tally,
        measures: count(content.measures.len()),
        components: count(content.components.len()),
        ignored: content.ignored,
        warnings: content.warnings,
    }
}

/// A verdict beside the answer; none where the framework no longer has the rule or it tests nothing here.
fn verdict_row(
    services: &Services,
    workload: &Workload,
    answers: &[answers::Stored],
    stored: verdicts::Stored,
    locale: Locale,
) -> Option<VerdictRow> {
    let framework = services.framework;
    let rule = framework.rules.iter().find(|rule| rule.id == stored.rule)?;
    let criterion = in_scope(services, workload, &rule.id)?;
    let answer = answers.iter().find(|a| a.criterion == criterion.id);
    let answer = answer.map(|a| a.answer.state());
    let verdict = stored.verdict.as_of(services.today());
    let rejected = stored.decision.as_ref().is_some_and(|d| !d.accepted);
    Some(VerdictRow {
        rule: rule.id.clone(),
        check: rule.check.clone(),
        criterion: criterion.id.clone(),
        statement: criterion.statement.get(locale).to_owned(),
        answer,
        standing: standing(answer, verdict.outcome, rejected),
        verdict,
        judged_at: texts::instant(stored.judged_at),
        decided: stored.decision.map(|d| (d.by_name, d.remark)),
    })
}

/// How an answer and a verdict stand to each other.
pub(crate) fn standing(answer: Option<AnswerState>, outcome: Outcome, rejected: bool) -> Standing {
    let Some(proposed) = proposed(outcome) else {
        return Standing::NoData;
    };
    match answer {
        Some(state) if state == proposed.state() => Standing::Agreement,
        _ if rejected => Standing::Rejected,
        Some(AnswerState::Met | AnswerState::NotMet) => Standing::Conflict,
        // Nobody says the opposite: unanswered, unknown or not applicable.
        _ => Standing::Proposal,
    }
}

/// Rules in scope that nothing has come in for.
fn waiting(
    services: &Services,
    workload: &Workload,
    verdicts: &[verdicts::Stored],
    locale: Locale,
) -> Vec<WaitingRule> {
    let has = |rule: &domain::framework::Rule| {
        let nothing = Outcome::NoData(Gap::Nothing);
        let judged = |v: &verdicts::Stored| v.rule == rule.id && v.verdict.outcome != nothing;
        verdicts.iter().any(judged)
    };
    let row = |rule: &domain::framework::Rule| {
        let criterion = in_scope(services, workload, &rule.id)?;
        Some(WaitingRule {
            rule: rule.id.clone(),
            criterion: criterion.id.clone(),
            statement: criterion.statement.get(locale).to_owned(),
            source: rule.source.clone(),
            kinds: rule
                .test
                .as_ref()
                .map(|test| test.kinds.clone())
                .unwrap_or_default(),
        })
    };
    let rules = services.framework.rules.iter().filter(|rule| !has(rule));
    rules.filter_map(row).collect()
}

fn token_row(token: tokens::Token, now: OffsetDateTime) -> TokenRow {
    TokenRow {
        id: token.id,
        name: token.name,
        by: token.by_name,
        created_at: texts::instant(token.created_at),
        expires_at: texts::instant(token.expires_at),
        last_used_at: token.last_used_at.map(texts::instant),
        live: token.revoked_at.is_none() && token.expires_at > now,
    }
}
