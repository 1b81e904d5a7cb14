//! One check's page.

use domain::{
    Check, CheckId, Criterion, Evaluation, Framework, Locale, Triple, Viewer, WorkloadId,
    access::Read,
    views::{
        assessing::{
            AnswerView, AttestationView, Basis as BasisView, CheckPage, CriterionView,
            EvidenceView, NoteView,
        },
        evidence::{RuleView, Standing as Conflicting},
    },
};
use store::{
    answers::{Stored, StoredNote},
    members,
    proof::{Attestation, Evidence, Source},
};
use time::Date;

use super::rail::{neighbours, rail};
use crate::{
    Error, Services,
    basis::{self, Basis},
    evidence::Beside,
    platforms::{BesidePlatforms, Reach},
    results, texts, workload,
};

/// One check's page in the questionnaire.
///
/// # Errors
/// [`Error::NotFound`] where the workload may not be read or the check is not in its scope.
#[tracing::instrument(skip_all)]
pub async fn check_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    check: &CheckId,
    locale: Locale,
) -> Result<CheckPage, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    let head = workload::head(viewer, &basis.workload, basis.attention)?;
    let notes = store::answers::notes(&mut tx, basis.workload.assessment.id).await?;
    let people = members::people(&mut tx, basis.workload.team).await?;
    let reach = Reach::of(&mut tx, id).await?;
    tx.commit().await.map_err(store::StoreError::from)?;

    let framework = services.framework;
    let (pillar, found) = framework.check(check).ok_or(Error::NotFound)?;
    let rail = rail(framework, &evaluation, locale);
    let in_scope = rail.iter().any(|p| p.checks.iter().any(|c| c.id == *check));
    if !in_scope {
        return Err(Error::NotFound);
    }
    let (previous, next) = neighbours(&rail, check);
    let platforms = BesidePlatforms::of(services, viewer, &basis, &reach);
    let criteria = criteria(services, &basis, &platforms, found, locale);
    let text = texts::check(framework, pillar, found, locale);
    Ok(CheckPage {
        head,
        rail,
        terms: terms(framework, &text.question, &text.why, &criteria, locale),
        check: text,
        criteria,
        note: note(&notes, check),
        evidence: evidence(&basis, check, services.today()),
        people,
        previous,
        next,
        score: Triple::of(|set| evaluation.scores.get(set).checks.get(check).cloned()),
        index: evaluation.scores.map(|s| s.index.clone()),
        target: basis.inputs.target(check),
        me: viewer.user,
    })
}

fn terms(
    framework: &Framework,
    question: &str,
    why: &str,
    criteria: &[CriterionView],
    locale: Locale,
) -> Vec<domain::views::assessing::TermView> {
    let mut all = vec![question, why];
    all.extend(
        criteria
            .iter()
            .flat_map(|c| [c.statement.as_str(), c.how_to.as_str()]),
    );
    texts::terms(framework, &all, locale)
}

fn criteria(
    services: &Services,
    basis: &Basis,
    platforms: &BesidePlatforms,
    check: &Check,
    locale: Locale,
) -> Vec<CriterionView> {
    let rubric_check = basis
        .rubric
        .checks()
        .map(|(_, c)| c)
        .find(|c| c.id == check.id);
    let in_scope = |k: &&Criterion| {
        rubric_check.is_some_and(|c| {
            c.criteria
                .iter()
                .any(|r| r.id == k.id && basis.inputs.in_scope(c, r))
        })
    };
    check
        .criteria
        .iter()
        .filter(in_scope)
        .map(|k| criterion(services, basis, platforms, k, locale))
        .collect()
}

fn criterion(
    services: &Services,
    basis: &Basis,
    platforms: &BesidePlatforms,
    criterion: &Criterion,
    locale: Locale,
) -> CriterionView {
    let today = services.today();
    let beside = Beside {
        services,
        workload: &basis.workload,
        answers: &basis.answers,
        verdicts: &basis.verdicts,
    };
    let rules = beside.rules_of(criterion, locale);
    let says_otherwise = |rule: &RuleView| {
        let verdict = rule.verdict.as_ref();
        verdict.is_some_and(|row| row.standing == Conflicting::Conflict)
    };
    let platform = platforms.says(&criterion.id);
    let inherited = |stored: &Stored| stored.source.is_some();
    let disputed_there = platform.as_ref().is_some_and(|says| says.conflict);
    let conflict =
        |stored: &Stored| rules.iter().any(says_otherwise) || inherited(stored) && disputed_there;
    let answer = basis.answers.iter().find(|a| a.criterion == criterion.id);
    let attestations = basis
        .attestations
        .iter()
        .filter(|a| a.criterion == criterion.id);
    CriterionView {
        id: criterion.id.clone(),
        level: criterion.level,
        statement: criterion.statement.get(locale).to_owned(),
        how_to: criterion.how_to.get(locale).to_owned(),
        effort: criterion.effort,
        proof: criterion.proof,
        requires: criterion.requires.clone(),
        answer: answer.map(|stored| AnswerView {
            conflict: conflict(stored),
            ..answer_view(stored)
        }),
        standing: basis.standing.get(&criterion.id).copied(),
        attestations: attestations
            .map(|a| attestation(a, answer, today))
            .collect(),
        platform,
        own_reason: answer
            .and_then(|stored| stored.own_reason.clone())
            .unwrap_or_default(),
        reach: platforms.reach(&criterion.id),
        rules,
    }
}

/// An answer for a page; whether a rule disagrees is for the caller to say.
pub(crate) fn answer_view(stored: &Stored) -> AnswerView {
    AnswerView {
        answer: stored.answer.clone(),
        provenance: stored.provenance,
        version: stored.version,
        by: stored.by,
        by_name: stored.by_name.clone(),
        at: texts::instant(stored.at),
        conflict: false,
    }
}

fn attestation(a: &Attestation, answer: Option<&Stored>, today: Date) -> AttestationView {
    let young = (today - a.at.date()).whole_days() < domain::proof::ATTESTATION_DAYS;
    AttestationView {
        id: a.id,
        statement: a.statement.clone(),
        by: a.by,
        by_name: a.by_name.clone(),
        on: a.at.date().to_string(),
        counts: young && answer.is_some_and(|answer| basis::attests(a, answer)),
    }
}

fn note(notes: &[StoredNote], check: &CheckId) -> NoteView {
    notes
        .iter()
        .find(|n| n.check == *check)
        .map(note_view)
        .unwrap_or_default()
}

/// A note for a page.
pub(crate) fn note_view(note: &StoredNote) -> NoteView {
    NoteView {
        text: note.text.clone(),
        owner: note.owner,
        version: note.version,
        by: note.by_name.clone(),
    }
}

fn evidence(basis: &Basis, check: &CheckId, today: Date) -> Vec<EvidenceView> {
    basis
        .evidence
        .iter()
        .filter(|e| e.check == *check)
        .map(|e| evidence_view(e, today))
        .collect()
}

fn evidence_view(e: &Evidence, today: Date) -> EvidenceView {
    let (file_name, size, url) = match &e.source {
        Source::File { name, size, .. } => (Some(name.clone()), Some(*size), None),
        Source::Link { url } => (None, None, Some(url.clone())),
    };
    EvidenceView {
        id: e.id,
        title: e.title.clone(),
        file_name,
        size,
        url,
        sha256: e.sha256.clone(),
        effective: e.dates.effective.to_string(),
        valid_until: e.dates.valid_until.to_string(),
        valid: e.dates.effective <= today && today <= e.dates.valid_until,
        criteria: e.criteria.clone(),
        by: e.by_name.clone(),
    }
}

/// The check to go on with: the first with something open, else the first.
///
/// # Errors
/// [`Error::NotFound`] where the workload may not be read.
pub async fn first_open(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
) -> Result<CheckId, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    tx.commit().await.map_err(store::StoreError::from)?;
    first(services.framework, &evaluation).ok_or(Error::NotFound)
}

fn first(framework: &Framework, evaluation: &Evaluation) -> Option<CheckId> {
    let counts = |id: &CheckId| evaluation.coverage.checks.get(id);
    let in_scope = || {
        framework
            .checks()
            .map(|(_, c)| &c.id)
            .filter(|id| counts(id).is_some())
    };
    let open = in_scope().find(|id| counts(id).is_some_and(|c| c.unanswered() > 0));
    open.or_else(|| in_scope().next()).cloned()
}

/// What live scoring in the browser starts from.
///
/// # Errors
/// [`Error::NotFound`] where the workload may not be read.
pub async fn scoring_basis(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
) -> Result<BasisView, Error> {
    let mut tx = services.begin().await?;
    let basis = basis::load(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    Ok(BasisView {
        rubric: basis.rubric,
        inputs: basis.inputs,
    })
}
