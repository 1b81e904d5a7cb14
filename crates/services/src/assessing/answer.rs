//! Answers: one or many at once, all or none.

use std::collections::BTreeSet;

use domain::{
    Answer, CheckId, CriterionId, Problem, Viewer, WorkloadId,
    access::Assess,
    views::assessing::{Change, Saved},
};
use serde_json::json;
use store::{Tx, answers, answers::Writer, workloads::Workload};

use super::{check_page::answer_view, finish, lock_draft, open_for};
use crate::{
    Error, Services, notices, plan,
    platforms::{answers_of, inherited_by, reached},
};

/// More than a whole questionnaire: no page sends this many.
const MOST: usize = 1_000;

/// Writes answers, all or none; each carries the version that its writer saw.
///
/// # Errors
/// [`Error::Invalid`] where a criterion is none of the workload's; [`Error::State`] where the assessment is not a
/// draft; [`Error::NotFound`] or [`Error::Forbidden`]. A faster writer is no error but [`Saved::Conflict`].
#[tracing::instrument(skip_all, fields(changes = changes.len()))]
pub async fn answer(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    changes: &[Change],
) -> Result<Saved, Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    check(services, &workload, changes)?;
    lock_draft(&mut tx, &workload).await?;
    not_inherited(services, &mut tx, &workload, changes).await?;
    let criteria: Vec<_> = changes.iter().map(|c| c.criterion.clone()).collect();
    let (touched, heirs) = reached(services, &mut tx, id, &criteria).await?;
    let fulfilled = plan::fulfilled(services, &mut tx, id).await?;
    let writer = Writer {
        provenance: domain::Provenance::Stated,
        permit: &permit,
        at: services.now(),
    };
    let mut versions = Vec::with_capacity(changes.len());
    for change in changes {
        match write(&mut tx, writer, &workload, change).await? {
            Some(version) => versions.push((change.criterion.clone(), version)),
            None => return conflict(services, tx, &workload, changes).await,
        }
    }
    if changes.is_empty() {
        return Ok(Saved::Done {
            versions,
            reached: 0,
        });
    }
    // Theirs first: what is own locks the numbers of all of them.
    heirs.settle(services, &mut tx).await?;
    settle(services, &mut tx, (viewer, id), changes, &fulfilled).await?;
    notices::claimed_now(services, &mut tx, id, changes).await?;
    let subject = match changes {
        [only] => only.criterion.to_string(),
        many => format!("{} criteria", many.len()),
    };
    let count = touched.count();
    let mut details = json!({ "changes": changes });
    touched.note(&mut details);
    finish(
        services,
        tx,
        viewer,
        &workload,
        ("answer.set", &subject, details),
    )
    .await?;
    Ok(Saved::Done {
        versions,
        reached: count,
    })
}

/// What is inherited is answered with a reason only, and elsewhere: see [`crate::platforms::answer_for_ourselves`].
async fn not_inherited(
    services: &Services,
    tx: &mut Tx,
    workload: &Workload,
    changes: &[Change],
) -> Result<(), Error> {
    let new = |change: &&Change| change.expected == 0 && change.answer.is_some();
    if !changes.iter().any(|change| new(&change)) {
        return Ok(());
    }
    let inherited = inherited_by(services, tx, workload).await?;
    if changes
        .iter()
        .filter(new)
        .any(|c| inherited.contains(&c.criterion))
    {
        return Err(Error::State("inherited"));
    }
    Ok(())
}

/// Actions close and open with answers; of those that nobody decided about, the ones that rules test.
pub(crate) async fn settle(
    services: &Services,
    tx: &mut Tx,
    (viewer, id): (&Viewer, WorkloadId),
    changes: &[Change],
    fulfilled: &BTreeSet<CriterionId>,
) -> Result<(), Error> {
    let tested = |change: &&Change| {
        let found = services.framework.criterion(&change.criterion);
        found.is_some_and(|(_, criterion)| !criterion.rules.is_empty())
    };
    let met = changes
        .iter()
        .filter(|change| change.answer == Some(Answer::Met));
    let claimed = met
        .filter(tested)
        .map(|change| change.criterion.clone())
        .collect();
    let about: BTreeSet<_> = changes.iter().map(|c| c.criterion.clone()).collect();
    let since = plan::Since {
        by: Some(viewer),
        claimed: &claimed,
        fulfilled,
        about: Some(&about),
    };
    plan::settle(services, tx, id, since).await
}

/// Every criterion is in the workload's scope and stands once.
fn check(services: &Services, workload: &Workload, changes: &[Change]) -> Result<(), Error> {
    let in_scope = |id: &CriterionId| {
        services
            .framework
            .criterion(id)
            .is_some_and(|(check, criterion)| {
                domain::applies(&check.applies_when, &workload.profile)
                    && domain::applies(&criterion.applies_when, &workload.profile)
            })
    };
    let mut seen = BTreeSet::new();
    let bad = changes
        .iter()
        .find(|c| !in_scope(&c.criterion) || !seen.insert(&c.criterion) || c.expected < 0);
    match bad {
        Some(change) => Err(Error::field(change.criterion.as_str(), Problem::Choice)),
        None if changes.len() > MOST => Err(Error::field("changes", Problem::Number)),
        None => Ok(()),
    }
}

/// The new version (0 where the answer was taken back), or none where another stands.
async fn write(
    tx: &mut Tx,
    writer: Writer<'_>,
    workload: &Workload,
    change: &Change,
) -> Result<Option<i32>, Error> {
    let assessment = workload.assessment.id;
    let Change {
        criterion,
        expected,
        answer,
    } = change;
    match answer {
        Some(answer) => {
            Ok(answers::set(tx, writer, assessment, criterion, *expected, answer).await?)
        }
        None if *expected == 0 => {
            let stands = answers::list(tx, assessment)
                .await?
                .iter()
                .any(|a| a.criterion == *criterion);
            Ok((!stands).then_some(0))
        }
        None => {
            let cleared =
                answers::clear(tx, writer.permit, assessment, criterion, *expected).await?;
            Ok(cleared.then_some(0))
        }
    }
}

/// Nothing is written; what stands now, for those that differ from what the writer saw.
async fn conflict(
    services: &Services,
    tx: Tx,
    workload: &Workload,
    changes: &[Change],
) -> Result<Saved, Error> {
    // The transaction may have written some of the changes: what stands is read after it is gone.
    tx.rollback().await.map_err(store::StoreError::from)?;
    let mut tx = services.begin().await?;
    let stored = answers::list(&mut tx, workload.assessment.id).await?;
    let theirs = changes
        .iter()
        .filter_map(|change| {
            let stands = stored.iter().find(|a| a.criterion == change.criterion);
            (stands.map_or(0, |a| a.version) != change.expected)
                .then(|| (change.criterion.clone(), stands.map(answer_view)))
        })
        .collect();
    Ok(Saved::Conflict { theirs })
}

/// The changes that make everything of a check up to a level `met`, with those that take them back.
///
/// Criteria that are met already, do not apply or are inherited stay as they are.
///
/// # Errors
/// As [`answer`]; the second list undoes the first.
#[tracing::instrument(skip_all)]
pub async fn everything_up_to(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    check: &CheckId,
    level: u8,
) -> Result<(Saved, Vec<Change>), Error> {
    let mut tx = services.begin().await?;
    let (workload, _) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let stored = answers_of(services, &mut tx, &workload).await?;
    drop(tx);
    let (_, found) = services.framework.check(check).ok_or(Error::NotFound)?;
    let (mut forward, mut back) = (Vec::new(), Vec::new());
    let applies = |facts: &[domain::Fact]| domain::applies(facts, &workload.profile);
    let in_scope = found
        .criteria
        .iter()
        .filter(|k| applies(&found.applies_when) && applies(&k.applies_when));
    for criterion in in_scope.filter(|k| k.level <= level) {
        let stands = stored.iter().find(|a| a.criterion == criterion.id);
        let before = stands.map(|a| a.answer.clone());
        // What a platform answers is answered; for itself the workload answers with a reason.
        let inherited = stands.is_some_and(|a| a.source.is_some());
        if inherited || matches!(before, Some(Answer::Met | Answer::NotApplicable { .. })) {
            continue;
        }
        let expected = stands.map_or(0, |a| a.version);
        forward.push(Change {
            criterion: criterion.id.clone(),
            expected,
            answer: Some(Answer::Met),
        });
        back.push(Change {
            criterion: criterion.id.clone(),
            expected: expected + 1,
            answer: before,
        });
    }
    Ok((answer(services, viewer, id, &forward).await?, back))
}
