//! From each cell of a dashboard to the rows behind it, and what else is an alert.

use domain::{
    Answer, CriterionId, Locale, RuleId, WorkloadId,
    alert::Alert,
    rule::{Gap, Outcome, Verdict},
    views::{overview::OverviewPage, trend::AlertRow, workloads::WorkloadQuery},
};
use services::{
    assessing,
    cost::{self, BudgetForm, Subject},
    overview, trend, workload,
};
use sqlx::PgPool;
use time::Duration;

use crate::{
    means::seed,
    support::{World, change},
};

async fn organisation(w: &World) -> OverviewPage {
    let query = WorkloadQuery::default();
    overview::organisation(&w.services, &w.manager, &query, Locale::En)
        .await
        .unwrap()
}

async fn listed(w: &World, has: &str) -> u32 {
    let query = WorkloadQuery {
        has: has.into(),
        ..WorkloadQuery::default()
    };
    workload::list(&w.services, &w.manager, &query)
        .await
        .unwrap()
        .total
}

/// A criterion in scope that a document proves.
async fn document_criterion(w: &World, id: WorkloadId) -> String {
    let (rubric, inputs) = w.inputs(id).await;
    let found = rubric.checks().find_map(|(_, check)| {
        let mut criteria = check.criteria.iter();
        criteria.find(|k| inputs.in_scope(check, k) && k.proof == domain::ProofKind::Document)
    });
    found.unwrap().id.to_string()
}

#[sqlx::test(migrations = "../../migrations")]
async fn proof_of_each_age_opens_the_workloads_that_have_it(pool: PgPool) {
    let w = World::new(pool).await;
    let ages = [
        ("2026-11-01", "age-30"),
        ("2026-09-15", "age-90"),
        ("2026-07-15", "age-180"),
        ("2026-04-01", "age-older"),
    ];
    for (effective, has) in ages {
        let id = w.workload(w.team, has, 1, &["rag"]).await;
        let criterion = document_criterion(&w, id).await;
        w.answer(id, &[(criterion.as_str(), Answer::Met)]).await;
        w.document(id, &[&criterion], (effective, "2027-06-30"))
            .await;
    }
    for (_, has) in ages {
        assert_eq!(listed(&w, has).await, 1, "{has}");
    }
    assert_eq!(organisation(&w).await.freshness.ages, [1, 1, 1, 1]);
    // Proof grows old by itself.
    w.pass(40);
    let mut now = [0; 4];
    for (count, (_, has)) in now.iter_mut().zip(ages) {
        *count = listed(&w, has).await;
    }
    assert_eq!(now, [0, 1, 2, 1]);
    assert_eq!(organisation(&w).await.freshness.ages, now);
}

#[sqlx::test(migrations = "../../migrations")]
async fn milestones_of_some_days_open_their_workloads(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, ..] = seed(&w).await;
    assessing::submit(&w.services, &w.architect, first, "")
        .await
        .unwrap();
    assessing::approve(&w.services, &w.owner, first, "")
        .await
        .unwrap();
    for (has, count) in [
        ("milestone.2026-11-22.2026-11-22", 1),
        ("milestone.2026-11-01.2026-12-31", 1),
        ("milestone.2026-11-23.2026-12-31", 0),
        ("milestone.nonsense", 0),
        ("milestone", 0),
    ] {
        assert_eq!(listed(&w, has).await, count, "{has}");
    }
}

/// A rule that every workload is judged by, and its criterion.
fn rule(w: &World) -> (RuleId, CriterionId) {
    let framework = w.services.framework();
    let found = framework.rules.iter().find_map(|rule| {
        let criterion = framework.criterion_of(&rule.id)?;
        let (check, _) = framework.criterion(&criterion.id)?;
        (check.applies_when.is_empty() && criterion.applies_when.is_empty())
            .then(|| (rule.id.clone(), criterion.id.clone()))
    });
    found.unwrap()
}

/// A criterion that a rule contradicts.
async fn contradicted(w: &World, pool: &PgPool, id: WorkloadId) -> CriterionId {
    let (rule, criterion) = rule(w);
    let verdict = Verdict {
        outcome: Outcome::Contradicts,
        fresh_until: Some(w.services.today() + Duration::days(90)),
        ..Verdict::none(Gap::Nothing)
    };
    let mut db = pool.acquire().await.unwrap();
    store::verdicts::keep(&mut db, id, &rule, &verdict, w.services.now())
        .await
        .unwrap();
    criterion
}

fn conflicts(rows: &[AlertRow]) -> Vec<&AlertRow> {
    let conflict = |row: &&AlertRow| matches!(row.alert, Alert::Conflict { .. });
    rows.iter().filter(conflict).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_new_conflict_is_an_alert_for_a_week_and_while_it_stands(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let id = w.workload(w.team, "客服助手", 1, &[]).await;
    let criterion = contradicted(&w, &pool, id).await;
    w.answer(id, &[(criterion.as_str(), Answer::Met)]).await;
    let told = organisation(&w).await.alerts;
    let found = conflicts(&told.rows);
    assert_eq!(found.len(), 1, "{told:?}");
    assert_eq!(
        (found[0].workload, &found[0].alert),
        (
            id,
            &Alert::Conflict {
                criteria: vec![criterion.clone()]
            }
        )
    );
    assert_eq!(told.total, 1);
    // Nobody else hears of it.
    let theirs = trend::alerts_page(&w.services, &w.stranger, None, "", Locale::En)
        .await
        .unwrap();
    assert!(theirs.alerts.rows.is_empty());
    w.pass(7);
    assert_eq!(conflicts(&organisation(&w).await.alerts.rows).len(), 1);
    w.pass(1);
    let old = organisation(&w).await;
    assert!(conflicts(&old.alerts.rows).is_empty());
    assert_eq!(old.counts.conflicts, 1, "it stands all the same");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_settled_conflict_is_no_alert_any_more(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let id = w.workload(w.team, "客服助手", 1, &[]).await;
    let criterion = contradicted(&w, &pool, id).await;
    w.answer(id, &[(criterion.as_str(), Answer::Met)]).await;
    assert_eq!(conflicts(&organisation(&w).await.alerts.rows).len(), 1);
    w.change(id, &[change(criterion.as_str(), 1, Some(Answer::NotMet))])
        .await;
    assert!(conflicts(&organisation(&w).await.alerts.rows).is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_budget_that_is_used_up_is_an_alert(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let id = w.workload(w.team, "客服助手", 1, &[]).await;
    sqlx::query(
        "INSERT INTO cost_spends (month, workload_id, currency, amount) VALUES ('2026-11-01', $1, 'CNY', 120)",
    )
    .bind(id.0)
    .execute(&pool)
    .await
    .unwrap();
    let budget = |amount: &str| BudgetForm {
        amount: amount.into(),
        currency: "CNY".into(),
        version: 0,
    };
    // Four fifths of the team's: people are told, and it is no alert.
    let of_team = Subject::Team(w.team);
    cost::set_budget(&w.services, &w.owner, of_team, &budget("140"))
        .await
        .unwrap();
    assert!(organisation(&w).await.alerts.rows.is_empty());
    cost::set_budget(&w.services, &w.owner, Subject::Workload(id), &budget("100"))
        .await
        .unwrap();
    let told = organisation(&w).await.alerts.rows;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].workload, id);
    let passed = match &told[0].alert {
        Alert::BudgetPassed {
            team,
            budget,
            spent,
            ..
        } => Some((*team, budget.to_string(), spent.to_string())),
        _ => None,
    };
    assert_eq!(passed, Some((None, "100".to_owned(), "120".to_owned())));
    let own = trend::workload_page(&w.services, &w.architect, id, "", Locale::En)
        .await
        .unwrap();
    assert_eq!(own.alerts.rows, told);
    w.pass(15);
    assert!(organisation(&w).await.alerts.rows.is_empty());
}
