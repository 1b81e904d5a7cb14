use domain::{
    Locale,
    views::{accounts::Tie, results::RisksPage},
};
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
async fn who_the_asker_invited_is_no_second_person(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["personal_data"]).await;
    let risk = "K-S3".parse().unwrap();
    let guest = w.second_address().await;
    risks::treat(&w.services, &w.owner, id, &risk, &accept(0))
        .await
        .unwrap();
    let refused = risks::approve_acceptance(&w.services, &guest, id, &risk, 1).await;
    assert!(matches!(refused, Err(Error::State("invited_by_asker"))));
    let tie = async || {
        let page = risks::risk_page(&w.services, &w.reader, id, &risk, Locale::Zh).await;
        page.unwrap().treatment.tie
    };
    assert_eq!(tie().await, None);
    // Where nobody else could, they may; the record says so, on the page and in the change log.
    sqlx::query("UPDATE users SET disabled_at = now() WHERE org_role = 'administrator'")
        .execute(&w.pool)
        .await
        .unwrap();
    risks::approve_acceptance(&w.services, &guest, id, &risk, 1)
        .await
        .unwrap();
    assert_eq!(tie().await, Some(Tie::DeciderInvited));
    let logged: String =
        sqlx::query_scalar("SELECT details ->> 'tie' FROM change_log WHERE action = 'risk.accept'")
            .fetch_one(&w.pool)
            .await
            .unwrap();
    assert_eq!(logged, "decider_invited");
    // The other way round it is how teams come about: it is allowed, and told.
    risks::treat(&w.services, &w.architect, id, &risk, &accept(2))
        .await
        .unwrap();
    risks::approve_acceptance(&w.services, &w.owner, id, &risk, 3)
        .await
        .unwrap();
    assert_eq!(tie().await, Some(Tie::AskerInvited));
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
    let page = plan::plan_page(&w.services, &w.reader, id, None, Locale::Zh)
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

/// Whether the page, the numbers and the register say the same of K-S3.
async fn counts(w: &World, id: domain::WorkloadId) -> bool {
    let page = risks::risks_page(&w.services, &w.reader, id, Locale::Zh)
        .await
        .unwrap();
    let query = domain::views::register::RegisterQuery {
        acceptance: "in_force".into(),
        ..Default::default()
    };
    let register = services::register::page(&w.services, &w.reader, &query, Locale::Zh)
        .await
        .unwrap();
    assert_eq!(register.total == 1, in_force(&page));
    in_force(&page)
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_acceptance_counts_on_its_last_day_and_no_longer_on_the_next(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["personal_data"]).await;
    let risk = "K-S3".parse().unwrap();
    risks::treat(&w.services, &w.architect, id, &risk, &accept(0))
        .await
        .unwrap();
    risks::approve_acceptance(&w.services, &w.owner, id, &risk, 1)
        .await
        .unwrap();
    assert!(counts(&w, id).await);
    w.pass(39); // 2026-12-31, its last day
    assert_eq!(w.services.today().to_string(), "2026-12-31");
    assert!(counts(&w, id).await);
    w.pass(1);
    assert!(!counts(&w, id).await);
    // Nobody did anything: the register knows by itself that it ended.
    let ended = domain::views::register::RegisterQuery {
        acceptance: "ended".into(),
        ..Default::default()
    };
    let page = services::register::page(&w.services, &w.reader, &ended, Locale::Zh)
        .await
        .unwrap();
    assert_eq!((page.total, page.rows[0].risk.as_str()), (1, "K-S3"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_waits_is_refused_with_a_reason_and_can_be_asked_again(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["personal_data"]).await;
    let risk = "K-S3".parse().unwrap();
    risks::treat(&w.services, &w.architect, id, &risk, &accept(0))
        .await
        .unwrap();
    let reject = async |viewer: &domain::Viewer, version, reason| {
        risks::reject_acceptance(&w.services, viewer, id, &risk, (version, reason)).await
    };
    assert!(matches!(
        reject(&w.architect, 1, "不").await,
        Err(Error::Forbidden)
    ));
    assert!(matches!(
        reject(&w.owner, 1, " ").await,
        Err(Error::Invalid(_))
    ));
    assert!(matches!(reject(&w.owner, 9, "不").await, Err(Error::Stale)));
    reject(&w.owner, 1, "缺少替代方案的日期").await.unwrap();
    assert!(matches!(
        reject(&w.owner, 2, "再一次").await,
        Err(Error::State("nothing_to_approve"))
    ));
    let approved = risks::approve_acceptance(&w.services, &w.owner, id, &risk, 2).await;
    assert!(matches!(approved, Err(Error::State("nothing_to_approve"))));
    let page = risks::risk_page(&w.services, &w.reader, id, &risk, Locale::Zh)
        .await
        .unwrap();
    assert_eq!(page.treatment.rejection, "缺少替代方案的日期");
    let what: Vec<_> = page.history.iter().map(|e| e.action.as_str()).collect();
    assert_eq!(what, ["risk.reject", "risk.treat"]);
    // Asking again forgets the refusal; the history does not.
    risks::treat(&w.services, &w.architect, id, &risk, &accept(2))
        .await
        .unwrap();
    risks::approve_acceptance(&w.services, &w.owner, id, &risk, 3)
        .await
        .unwrap();
    assert!(counts(&w, id).await);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_waited_past_its_end_can_not_be_approved(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["personal_data"]).await;
    let risk = "K-S3".parse().unwrap();
    risks::treat(&w.services, &w.architect, id, &risk, &accept(0))
        .await
        .unwrap();
    w.pass(40);
    let late = risks::approve_acceptance(&w.services, &w.owner, id, &risk, 1).await;
    assert!(matches!(late, Err(Error::State("nothing_to_approve"))));
}

/// What no use case would ask the database for.
#[sqlx::test(migrations = "../../migrations")]
async fn the_database_itself_refuses_the_askers_own_approval(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["personal_data"]).await;
    let risk = "K-S3".parse().unwrap();
    risks::treat(&w.services, &w.owner, id, &risk, &accept(0))
        .await
        .unwrap();
    for change in [
        "approved_by = asked_by, approved_at = now()",
        "rejected_by = asked_by, rejected_at = now(), rejection = 'no'",
        "approved_by = $2, approved_at = NULL",
        "expires_on = NULL",
        "asked_by = NULL",
        "rejected_by = $2, rejected_at = now(), rejection = ''",
    ] {
        let sql = format!(
            "UPDATE treatments SET {change} WHERE workload_id = $1 AND $2::uuid IS NOT NULL"
        );
        let done = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(id.0)
            .bind(w.administrator.user.0)
            .execute(&w.pool)
            .await;
        assert!(done.is_err(), "{change}");
    }
}
