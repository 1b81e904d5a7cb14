//! Documents that are made of prepared sums say what those say that are made of every workload.

use std::collections::BTreeSet;

use domain::{CriterionId, Locale, WorkloadId};
use services::{
    assessing,
    export::{self, Choice, ReportFormat, ReportKind, Subject},
    plan::{self, ActionForm},
};
use sqlx::PgPool;

use crate::{means::seed, support::World};

/// What stands between the marks of an HTML document, and in them.
async fn parts(w: &World, subject: &Subject, kind: ReportKind) -> BTreeSet<String> {
    let format = ReportFormat::Html;
    let made = export::render(&w.services, &w.manager, subject, kind, format, Locale::Zh).await;
    let page = String::from_utf8(made.unwrap().bytes).unwrap();
    let (_, body) = page.split_once("<body").unwrap();
    body.split(['<', '>'])
        .map(|part| part.trim().to_owned())
        .collect()
}

async fn decide(w: &World, id: WorkloadId, criterion: &CriterionId, state: &str, due: &str) {
    let form = ActionForm {
        state: state.to_owned(),
        owner: w.owner.user.to_string(),
        due_on: due.to_owned(),
        ..ActionForm::default()
    };
    plan::set_action(&w.services, &w.owner, id, criterion, &form)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn sums_say_what_all_workloads_say(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, second, empty, theirs] = seed(&w).await;
    let open = w.unanswered(first).await;
    decide(&w, first, &open[0], "in_progress", "2026-12-01").await;
    decide(&w, first, &open[1], "done", "").await;
    decide(&w, first, &open[2], "dropped", "").await;
    let open = w.unanswered(second).await;
    decide(&w, second, &open[0], "open", "2026-12-24").await;
    assessing::submit(&w.services, &w.owner, second, "")
        .await
        .unwrap();
    // One action is overdue by then.
    w.pass(20);
    let of_team = |choice| Subject::Team { id: w.team, choice };
    let of_all = |choice| Subject::Organisation { choice };
    let ids = |ids: &[WorkloadId]| Choice {
        ids: ids.to_vec(),
        ..Choice::default()
    };
    let all = Choice::default;
    for (summed, every, kind) in [
        (
            of_team(all()),
            of_team(ids(&[first, second, empty])),
            ReportKind::Executive,
        ),
        (
            of_all(all()),
            of_all(ids(&[first, second, empty, theirs])),
            ReportKind::Executive,
        ),
        (
            of_all(all()),
            of_all(ids(&[first, second, empty, theirs])),
            ReportKind::Team,
        ),
    ] {
        let summed = parts(&w, &summed, kind).await;
        let every = parts(&w, &every, kind).await;
        // A choice is named, the time goes on, and what capacities are shared with makes the forecast.
        let expected = |part: &&String| {
            let told = ["选取范围", "勾选", "2026-12-12", "2026年12月12日"];
            part.starts_with("计划内") || told.iter().any(|word| part.contains(word))
        };
        let missing: Vec<_> = every.difference(&summed).collect();
        let missing: Vec<_> = missing.into_iter().filter(|part| !expected(part)).collect();
        assert!(missing.is_empty(), "{kind:?}: {missing:?}");
    }
}
