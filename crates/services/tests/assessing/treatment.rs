use domain::{Locale, views::results::RisksPage};
use services::{
    Error,
    plan::{self, ActionForm},
    risks::{self, TreatmentForm},
};
use sqlx::PgPool;

use crate::support::World;

fn accept(version: i32) -> TreatmentForm {
    TreatmentForm {
        treatment: "accept".into(),
        note: "替代方案明年上线".into(),
        expires_on: "2026-12-31".into(),
        version,
        ..TreatmentForm::default()
    }
}

fn in_force(page: &RisksPage) -> bool {
    page.rows
        .iter()
        .any(|r| r.score.id.as_str() == "K-S3" && r.treatment.in_force && r.score.accepted)
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_acceptance_needs_another_approver_and_ends(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["personal_data"]).await;
    let risk = "K-S3".parse().unwrap();
    let without_end = TreatmentForm {
        expires_on: String::new(),
        ..accept(0)
    };
    assert!(matches!(
        risks::treat(&w.services, &w.owner, id, &risk, &without_end).await,
        Err(Error::Invalid(_))
    ));
    risks::treat(&w.services, &w.owner, id, &risk, &accept(0))
        .await
        .unwrap();
    assert!(matches!(
        risks::treat(&w.services, &w.owner, id, &risk, &accept(0)).await,
        Err(Error::Stale)
    ));
    let own = risks::approve_acceptance(&w.services, &w.owner, id, &risk, 1).await;
    assert!(matches!(own, Err(Error::State("own_request"))));
    let page = || async {
        risks::risks_page(&w.services, &w.owner, id, Locale::Zh)
            .await
            .unwrap()
    };
    assert!(!in_force(&page().await));
    risks::approve_acceptance(&w.services, &w.administrator, id, &risk, 1)
        .await
        .unwrap();
    assert!(in_force(&page().await));
    w.pass(40);
    assert!(!in_force(&page().await), "an acceptance ends on its date");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_action_has_an_owner_and_a_date(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let criterion = "S01.2a".parse().unwrap();
    let form = ActionForm {
        state: "in_progress".into(),
        due_on: "2026-11-30".into(),
        owner: w.architect.user.to_string(),
        ..ActionForm::default()
    };
    plan::set_action(&w.services, &w.architect, id, &criterion, &form)
        .await
        .unwrap();
    assert!(matches!(
        plan::set_action(&w.services, &w.architect, id, &criterion, &form).await,
        Err(Error::Stale)
    ));
    let page = plan::plan_page(&w.services, &w.reader, id, Locale::Zh)
        .await
        .unwrap();
    let row = page
        .rows
        .iter()
        .find(|r| r.action.criterion == criterion)
        .unwrap();
    assert_eq!(
        (row.state.as_str(), row.due_on.as_str(), row.owner),
        ("in_progress", "2026-11-30", Some(w.architect.user))
    );
    w.pass(20);
    let results = services::results_page(&w.services, &w.reader, id, Locale::Zh)
        .await
        .unwrap();
    assert_eq!((results.plan.in_progress, results.plan.overdue), (1, 1));
    let bad = ActionForm {
        state: "paused".into(),
        ..ActionForm::default()
    };
    assert!(matches!(
        plan::set_action(&w.services, &w.architect, id, &criterion, &bad).await,
        Err(Error::Invalid(_))
    ));
}
