use domain::{
    Answer, Locale, Viewer, WorkloadId,
    views::{
        assessing::{Change, CheckPage},
        workloads::WorkloadQuery,
    },
};
use services::{
    Error, assessing,
    assessing::{DocumentForm, NewFile},
};
use sqlx::PgPool;

use crate::support::World;

async fn met(w: &World, viewer: &Viewer, id: WorkloadId, criterion: &str, expected: i32) {
    let change = Change {
        criterion: criterion.parse().unwrap(),
        expected,
        answer: Some(Answer::Met),
    };
    assessing::answer(&w.services, viewer, id, &[change])
        .await
        .unwrap();
}

async fn page(w: &World, id: WorkloadId) -> CheckPage {
    assessing::check_page(
        &w.services,
        &w.owner,
        id,
        &"U05".parse().unwrap(),
        Locale::Zh,
    )
    .await
    .unwrap()
}

fn stands(page: &CheckPage, criterion: &str) -> bool {
    page.criteria
        .iter()
        .any(|c| c.id.as_str() == criterion && c.standing.is_some())
}

fn link(criteria: &[&str]) -> DocumentForm {
    DocumentForm {
        url: "https://docs.example.com/a".into(),
        effective: "2026-11-01".into(),
        valid_until: "2026-12-01".into(),
        criteria: criteria.iter().map(|c| (*c).to_owned()).collect(),
        ..DocumentForm::default()
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn assured_falls_by_itself_when_a_document_expires(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["agents"]).await;
    met(&w, &w.architect, id, "U05.2a", 0).await;
    let check = "U05".parse().unwrap();
    assessing::add_document(
        &w.services,
        &w.architect,
        id,
        &check,
        &link(&["U05.2a"]),
        None,
    )
    .await
    .unwrap();
    assert!(stands(&page(&w, id).await, "U05.2a"));
    let assured = || async {
        services::results_page(&w.services, &w.owner, id, Locale::En)
            .await
            .unwrap()
            .scores
            .assured
    };
    let before = assured().await.index.unwrap();
    w.pass(10);
    assert!(!stands(&page(&w, id).await, "U05.2a"));
    assert!(assured().await.index.unwrap() < before);
    let list = services::workload::list(&w.services, &w.owner, &WorkloadQuery::default())
        .await
        .unwrap();
    assert_eq!(
        list.rows[0].index.assured,
        assured().await.index,
        "prepared numbers fall with it"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_attestation_needs_a_second_person_and_an_unchanged_answer(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["agents"]).await;
    let criterion = "U05.3b".parse().unwrap();
    let early = assessing::attest(&w.services, &w.owner, id, &criterion, "看过确认页").await;
    assert!(matches!(early, Err(Error::State("not_met"))));
    met(&w, &w.architect, id, "U05.3b", 0).await;
    let own = assessing::attest(&w.services, &w.architect, id, &criterion, "看过确认页").await;
    assert!(matches!(own, Err(Error::State("own_answer"))));
    assessing::attest(&w.services, &w.owner, id, &criterion, "看过确认页")
        .await
        .unwrap();
    assert!(stands(&page(&w, id).await, "U05.3b"));
    let back = Change {
        criterion: criterion.clone(),
        expected: 1,
        answer: Some(Answer::NotMet),
    };
    assessing::answer(&w.services, &w.architect, id, &[back])
        .await
        .unwrap();
    met(&w, &w.architect, id, "U05.3b", 2).await;
    assert!(
        !stands(&page(&w, id).await, "U05.3b"),
        "the attestation saw another answer"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn files_are_kept_by_content_and_only_for_readers(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["agents"]).await;
    let form = DocumentForm {
        url: String::new(),
        ..link(&["U05.2a", "U05.2a"])
    };
    let check = "U05".parse().unwrap();
    let file = || {
        Some(NewFile {
            name: "../清单.txt".into(),
            bytes: "高风险场景".into(),
        })
    };
    let first = assessing::add_document(&w.services, &w.architect, id, &check, &form, file())
        .await
        .unwrap();
    assessing::add_document(&w.services, &w.architect, id, &check, &form, file())
        .await
        .unwrap();
    let blobs: i64 = sqlx::query_scalar("SELECT count(*) FROM blobs")
        .fetch_one(&w.pool)
        .await
        .unwrap();
    assert_eq!(blobs, 1);
    let download = assessing::download(&w.services, &w.reader, first)
        .await
        .unwrap();
    assert_eq!(
        (download.name.as_str(), download.bytes.as_slice()),
        ("清单.txt", "高风险场景".as_bytes())
    );
    assert!(matches!(
        assessing::download(&w.services, &w.stranger, first).await,
        Err(Error::NotFound)
    ));
    assessing::withdraw_document(&w.services, &w.architect, id, first)
        .await
        .unwrap();
    assert!(matches!(
        assessing::withdraw_document(&w.services, &w.architect, id, first).await,
        Err(Error::NotFound)
    ));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_wrong_document_is_refused_field_by_field(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["agents"]).await;
    let check = "U05".parse().unwrap();
    let bad = DocumentForm {
        url: "javascript:alert(1)".into(),
        effective: "2026-12-31".into(),
        criteria: vec!["S01.2a".into()],
        ..DocumentForm::default()
    };
    let Err(Error::Invalid(errors)) =
        assessing::add_document(&w.services, &w.architect, id, &check, &bad, None).await
    else {
        panic!("must be refused")
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["file", "effective", "criteria"]);
    assert_eq!(w.entries().await, 1);
}
