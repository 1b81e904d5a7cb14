//! A check: the level it reached, its progress to the next, and each criterion with its answer and proof.

use domain::{CheckId, CheckScore, Exact, Issue, views::results::ExplainRow};

use super::{
    Ground, Part,
    membership::{Membership, membership},
    scores::worked,
    words::Words,
};

/// `value(c, T) = (level − 1 + progress) / 4`; none where the framework has no such check.
pub(super) fn check(ground: &Ground<'_>, id: &CheckId) -> Option<Part> {
    let words = Words(ground.locale);
    let (_, check) = ground.basis.rubric.checks().find(|(_, c)| c.id == *id)?;
    let score = ground.scores().checks.get(id);
    let rows = check
        .criteria
        .iter()
        .map(|k| row(ground, &membership(ground, check, k)))
        .collect();
    let value = score.map(|s| s.value.clone());
    let left = || score.map(numbers).unwrap_or_default();
    Some(Part {
        name: words.check(ground.framework, id),
        formula: "value(c, T) = (level − 1 + progress) / 4".to_owned(),
        worked: worked(value.as_ref(), left, words),
        value,
        rows,
        remarks: score.map(|s| remarks(ground, id, s)).unwrap_or_default(),
    })
}

fn numbers(score: &CheckScore) -> String {
    let CheckScore {
        level,
        met_next,
        of_next,
        value: _,
    } = score;
    if *of_next == 0 {
        format!("({level} − 1 + 0) / 4")
    } else {
        format!("({level} − 1 + {met_next}/{of_next}) / 4")
    }
}

fn remarks(ground: &Ground<'_>, id: &CheckId, score: &CheckScore) -> Vec<String> {
    let words = Words(ground.locale);
    let target = ground.basis.inputs.target(id);
    let mut remarks = vec![words.level_rule(score), words.target(target)];
    match ground.evaluation.issues.get(id) {
        Some(Issue::High) => remarks.push(words.high_issue().to_owned()),
        Some(Issue::Medium) => remarks.push(words.medium_issue().to_owned()),
        Some(Issue::None) | None => {}
    }
    remarks
}

fn row(ground: &Ground<'_>, membership: &Membership<'_>) -> ExplainRow {
    let id = &membership.criterion.id;
    let (check, statement) = ground
        .framework
        .criterion(id)
        .map(|(c, k)| (c.id.as_str(), k.statement.get(ground.locale)))
        .unzip();
    ExplainRow {
        name: format!("{id} {}", statement.unwrap_or_default())
            .trim_end()
            .to_owned(),
        href: check.map(|check| format!("{}/checks/{check}#{id}", ground.base)),
        weight: None,
        // Where it applies, 1 inside the set and 0 outside: the progress is their mean.
        value: membership
            .inside()
            .map(|inside| if inside { Exact::one() } else { Exact::zero() }),
        contribution: None,
        note: Words(ground.locale).membership(ground.set, membership),
    }
}
