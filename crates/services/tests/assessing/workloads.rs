use domain::{Denied, Locale, Viewer, views::workloads::WorkloadQuery};
use services::{
    Error,
    assessing::{self, DocumentForm},
    plan::{self, ActionForm},
    risks::{self, TreatmentForm},
    workload,
};
use sqlx::PgPool;

use crate::support::{World, form};

#[derive(Debug, PartialEq)]
enum Verdict {
    Yes,
    No(Denied),
}
use Verdict::{No, Yes};

fn verdict<T>(result: Result<T, Error>) -> Verdict {
    match result {
        Err(Error::NotFound) => No(Denied::Hidden),
        Err(Error::Forbidden) => No(Denied::Forbidden),
        // Let in, and then stopped by the state of things or the form.
        Ok(_) | Err(Error::Invalid(_) | Error::State(_) | Error::Stale) => Yes,
        Err(error) => panic!("{error:?}"),
    }
}

/// Each action on a workload by one person.
async fn row(w: &World, viewer: &Viewer) -> Vec<(&'static str, Verdict)> {
    let id = w
        .workload(&format!("for {}", viewer.user), &["agents"])
        .await;
    let s = &w.services;
    let (check, criterion, risk) = (
        "U05".parse().unwrap(),
        "U05.2a".parse().unwrap(),
        "K-S3".parse().unwrap(),
    );
    let query = WorkloadQuery {
        q: format!("for {}", viewer.user),
        ..WorkloadQuery::default()
    };
    let listed = workload::list(s, viewer, &query).await.unwrap().total;
    vec![
        ("list", if listed == 1 { Yes } else { No(Denied::Hidden) }),
        ("look", verdict(workload::look(s, viewer, id).await)),
        (
            "results",
            verdict(services::results_page(s, viewer, id, Locale::En).await),
        ),
        (
            "questionnaire",
            verdict(assessing::check_page(s, viewer, id, &check, Locale::En).await),
        ),
        (
            "risks",
            verdict(risks::risks_page(s, viewer, id, Locale::En).await),
        ),
        (
            "plan",
            verdict(plan::plan_page(s, viewer, id, None, Locale::En).await),
        ),
        (
            "review",
            verdict(assessing::review_page(s, viewer, id, Locale::En).await),
        ),
        (
            "create",
            verdict(
                workload::create(
                    s,
                    viewer,
                    w.team,
                    &form(&format!("by {}", viewer.user), &[]),
                )
                .await,
            ),
        ),
        (
            "edit",
            verdict(workload::edit(s, viewer, id, 99, &form("x", &[])).await),
        ),
        (
            "answer",
            verdict(assessing::answer(s, viewer, id, &[]).await),
        ),
        (
            "note",
            verdict(assessing::save_note(s, viewer, id, &check, 0, ("x", "")).await),
        ),
        (
            "document",
            verdict(
                assessing::add_document(s, viewer, id, &check, &DocumentForm::default(), None)
                    .await,
            ),
        ),
        (
            "attest",
            verdict(assessing::attest(s, viewer, id, &criterion, "x").await),
        ),
        (
            "submit",
            verdict(assessing::submit(s, viewer, id, "").await),
        ),
        (
            "approve",
            verdict(assessing::approve(s, viewer, id, "").await),
        ),
        (
            "send back",
            verdict(assessing::send_back(s, viewer, id, "x").await),
        ),
        (
            "treat",
            verdict(risks::treat(s, viewer, id, &risk, &TreatmentForm::default()).await),
        ),
        (
            "accept",
            verdict(risks::approve_acceptance(s, viewer, id, &risk, 0).await),
        ),
        (
            "act",
            verdict(plan::set_action(s, viewer, id, &criterion, &ActionForm::default()).await),
        ),
        ("archive", verdict(workload::archive(s, viewer, id).await)),
    ]
}

const READING: [&str; 7] = [
    "list",
    "look",
    "results",
    "questionnaire",
    "risks",
    "plan",
    "review",
];
const OWNERS: [&str; 3] = ["approve", "send back", "accept"];

#[sqlx::test(migrations = "../../migrations")]
async fn each_role_and_each_action_on_a_workload(pool: PgPool) {
    let w = World::new(pool).await;
    let people = [
        &w.administrator,
        &w.owner,
        &w.architect,
        &w.reader,
        &w.manager,
        &w.stranger,
    ];
    for (rank, viewer) in people.into_iter().enumerate() {
        for (action, got) in row(&w, viewer).await {
            let expected = match rank {
                0 | 1 => Yes,
                2 if !OWNERS.contains(&action) => Yes,
                3 | 4 if READING.contains(&action) => Yes,
                2..=4 => No(Denied::Forbidden),
                _ => No(Denied::Hidden),
            };
            assert_eq!(got, expected, "{action} by person {rank}");
        }
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_archived_workload_is_read_only_and_can_come_back(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("旧系统", &[]).await;
    workload::archive(&w.services, &w.architect, id)
        .await
        .unwrap();
    assert!(matches!(
        workload::archive(&w.services, &w.architect, id).await,
        Err(Error::State("archived"))
    ));
    assert!(matches!(
        assessing::submit(&w.services, &w.architect, id, "").await,
        Err(Error::State("archived"))
    ));
    let count = |show: &str| WorkloadQuery {
        show: show.into(),
        ..WorkloadQuery::default()
    };
    assert_eq!(
        workload::list(&w.services, &w.reader, &count(""))
            .await
            .unwrap()
            .total,
        0
    );
    assert_eq!(
        workload::list(&w.services, &w.reader, &count("archived"))
            .await
            .unwrap()
            .total,
        1
    );
    workload::restore(&w.services, &w.architect, id)
        .await
        .unwrap();
    assert_eq!(
        workload::list(&w.services, &w.reader, &count(""))
            .await
            .unwrap()
            .total,
        1
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_name_is_taken_once_in_a_team_and_an_edit_carries_its_version(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let again = workload::create(&w.services, &w.owner, w.team, &form("客服助手", &[])).await;
    assert!(matches!(again, Err(Error::Invalid(e)) if e.of("name").is_some()));
    workload::edit(&w.services, &w.owner, id, 1, &form("客服助手二", &["rag"]))
        .await
        .unwrap();
    assert!(matches!(
        workload::edit(&w.services, &w.owner, id, 1, &form("x", &[])).await,
        Err(Error::Stale)
    ));
    let bad = services::workload::WorkloadForm {
        tier: "9".into(),
        profile: vec!["nope".into()],
        ..form("\n", &[])
    };
    let Err(Error::Invalid(errors)) = workload::edit(&w.services, &w.owner, id, 2, &bad).await
    else {
        panic!()
    };
    assert_eq!(errors.0.len(), 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn lists_filter_sort_and_page(pool: PgPool) {
    let w = World::new(pool).await;
    for n in 0..55 {
        w.workload(
            &format!("系统{n:02}"),
            if n % 2 == 0 { &["rag"] } else { &[] },
        )
        .await;
    }
    let all = workload::list(&w.services, &w.reader, &WorkloadQuery::default())
        .await
        .unwrap();
    assert_eq!((all.total, all.pages, all.rows.len()), (55, 2, 50));
    let far = WorkloadQuery {
        page: "999999999999".into(),
        sort: "-name".into(),
        ..WorkloadQuery::default()
    };
    let far = workload::list(&w.services, &w.reader, &far).await.unwrap();
    assert_eq!(
        (far.page, far.rows.len()),
        (2, 5),
        "a page beyond the end is the last"
    );
    assert_eq!(far.rows[0].name, "系统04");
    let rag = WorkloadQuery {
        fact: "rag".into(),
        q: "系统0".into(),
        ..WorkloadQuery::default()
    };
    assert_eq!(
        workload::list(&w.services, &w.reader, &rag)
            .await
            .unwrap()
            .total,
        5
    );
}
