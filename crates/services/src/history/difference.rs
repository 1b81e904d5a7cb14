//! What changed between two milestones, or between one and the current draft.

use domain::{
    CheckId, CriterionId, Exact, Framework, Headline, Locale, Mark, Rubric, Set, Triple, Viewer,
    WorkloadId,
    difference::{Changed, difference as changed},
    views::{
        assessing::MarkView,
        results::{DifferencePage, DifferenceRow, ScoreChange, Why},
    },
};
use store::{
    PgConnection, StoreError,
    reviews::Milestone,
    workloads::{OpenAssessment, Workload},
};

use super::{
    milestones::view,
    states::{self, State},
    why::Changes,
};
use crate::{Error, Services, workload};

/// Row by row and number by number, from milestone `from` to milestone `to`, or to the current draft without one.
///
/// # Errors
/// [`Error::NotFound`] where the workload may not be read or has no such milestone.
#[tracing::instrument(skip_all)]
pub async fn difference(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    (from, to): (i32, Option<i32>),
    locale: Locale,
) -> Result<DifferencePage, Error> {
    let mut tx = services.begin().await?;
    let found = store::workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let head = workload::look_at(services, &mut tx, viewer, &found).await?;
    let milestones = store::reviews::milestones(&mut tx, id).await?;
    let numbered = |number| {
        milestones
            .iter()
            .find(|m| m.number == number)
            .ok_or(Error::NotFound)
    };
    let (from, to) = (numbered(from)?, to.map(numbered).transpose()?);
    let before = State::of(from)?;
    let after = match to {
        Some(milestone) => State::of(milestone)?,
        None => State::current(services, &mut tx, id).await?,
    };
    let changes = Changes::between(services, &mut tx, id, (&before, &after)).await?;
    let old = framework_of(services, &mut tx, from).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let texts = Texts {
        new: services.framework,
        old: old.as_ref(),
        locale,
    };
    let unlike = unlike(from, to, &found);
    let mut risks = states::risks(services, &before, &after, locale);
    if unlike.is_some() {
        // By what they changed they can't be sorted: that would be a difference of unlike numbers.
        risks.sort_by(|a, b| a.id.cmp(&b.id));
    }
    let rows = changed(&before.answers, &after.answers);
    let rows = rows.into_iter().filter_map(|changed| {
        let mut row = texts.row(changed)?;
        changes.explain(&mut row);
        Some(row)
    });
    Ok(DifferencePage {
        head,
        from: view(from)?,
        to: to.map(view).transpose()?,
        unlike,
        scores: scores(&after.rubric, &before.headline, &after.headline),
        rows: notes_once(rows.collect()),
        risks,
        plan: states::plan(&before, &after),
        names: crate::texts::names(services.framework, locale),
    })
}

/// The framework versions of both ends, where they are not the same.
fn unlike(
    from: &Milestone,
    to: Option<&Milestone>,
    workload: &Workload,
) -> Option<(String, String)> {
    let OpenAssessment {
        framework,
        framework_version,
        ..
    } = &workload.assessment;
    let before = (&from.framework, &from.framework_version);
    let after = to.map_or((framework, framework_version), |m| {
        (&m.framework, &m.framework_version)
    });
    (before != after).then(|| (before.1.clone(), after.1.clone()))
}

/// A check's note stands with the first of its criteria only.
fn notes_once(mut rows: Vec<DifferenceRow>) -> Vec<DifferenceRow> {
    let mut last = None;
    for row in &mut rows {
        if last.as_ref() == Some(&row.check) {
            row.why.note.clear();
        }
        last = Some(row.check.clone());
    }
    rows
}

/// The framework version that a milestone answered, where it is not the current one.
async fn framework_of(
    services: &Services,
    db: &mut PgConnection,
    milestone: &Milestone,
) -> Result<Option<Framework>, Error> {
    let current = services.framework;
    if (&milestone.framework, &milestone.framework_version) == (&current.id, &current.version) {
        return Ok(None);
    }
    Ok(store::frameworks::lookup(db, &milestone.framework, &milestone.framework_version).await?)
}

/// Statements: as they are now, and for criteria that are gone as they were.
struct Texts<'a> {
    new: &'a Framework,
    old: Option<&'a Framework>,
    locale: Locale,
}

impl Texts<'_> {
    /// None where nothing changed that counts: proof of something that nobody claims.
    fn row(&self, changed: Changed) -> Option<DifferenceRow> {
        let Changed {
            criterion,
            before,
            after,
        } = changed;
        let conflict = |m: Option<Mark>| m.is_some_and(|m| m.conflict);
        if mark(before) == mark(after) && conflict(before) == conflict(after) {
            return None;
        }
        let text = |f: &Framework| {
            f.criterion(&criterion)
                .map(|(_, k)| k.statement.get(self.locale).to_owned())
        };
        let statement = text(self.new)
            .or_else(|| self.old.and_then(text))
            .unwrap_or_default();
        let check = check_of(&criterion)?;
        Some(DifferenceRow {
            criterion,
            check,
            statement,
            before: mark(before),
            after: mark(after),
            by: None,
            why: Why::default(),
        })
    }
}

/// A criterion's id starts with its check's, in every framework version.
fn check_of(criterion: &CriterionId) -> Option<CheckId> {
    criterion.as_str().split('.').next()?.parse().ok()
}

fn mark(mark: Option<Mark>) -> MarkView {
    let proven = mark.is_some_and(|m| m.proven && Set::Claimed.holds(Some(&m)));
    MarkView {
        state: mark.map(|m| m.state),
        proven,
    }
}

/// Index, layer index and pillars, before and after, those too that did not change.
fn scores(
    rubric: &Rubric,
    before: &Triple<Headline>,
    after: &Triple<Headline>,
) -> Vec<ScoreChange> {
    let change = |number: &str, pick: &dyn Fn(&Headline) -> Option<Exact>| ScoreChange {
        number: number.to_owned(),
        before: before.map(|h| pick(h)),
        after: after.map(|h| pick(h)),
    };
    let mut all = vec![
        change("index", &|h| h.index.clone()),
        change("layer_index", &|h| h.layer_index.clone()),
    ];
    all.extend(
        rubric
            .pillars
            .iter()
            .map(|p| change(p.id.as_str(), &|h| h.pillars.get(&p.id).cloned())),
    );
    all
}
