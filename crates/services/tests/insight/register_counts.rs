//! What teams keep of the register is what its rows say at every moment: before a team's numbers are made anew and after.

use domain::{
    Answer, Band, Locale, Readable, TeamId,
    views::register::{RegisterQuery, RegisterRow},
};
use services::{
    register,
    risks::{self, OwnRiskForm, TreatmentForm},
    workload,
};
use sqlx::PgPool;
use store::register::{Filter, Named, count_by_cell};

use crate::support::World;

fn filter(w: &World, readable: Readable, team: Option<TeamId>) -> Filter {
    Filter {
        readable,
        team,
        workload: None,
        risk: None,
        named: None,
        pillar: None,
        inherent: None,
        claimed: None,
        assured: None,
        treatment: None,
        acceptance: None,
        owner: None,
        own: None,
        findings: None,
        today: w.services.today(),
    }
}

/// Each filter that teams keep counts for, beside the same with a text that every name has, for which rows are counted;
/// how many risks there are.
async fn agree(w: &World, pool: &PgPool) -> u32 {
    let mut tx = pool.begin().await.unwrap();
    let scopes = [
        (Readable::All, None),
        (Readable::All, Some(w.other)),
        (Readable::Teams(vec![w.team]), None),
        (Readable::Teams(vec![w.team]), Some(w.other)),
    ];
    let asked = [
        ("", None),
        ("security", None),
        ("reliability", None),
        ("", Some(Band::Critical)),
        ("", Some(Band::Low)),
        ("security", Some(Band::High)),
    ];
    for (readable, team) in scopes {
        for (pillar, assured) in asked {
            for treatment in [None, Some(""), Some("mitigate"), Some("accept")] {
                let kept = Filter {
                    pillar: pillar.parse().ok(),
                    assured,
                    treatment,
                    ..filter(w, readable.clone(), team)
                };
                let said = Filter {
                    named: Some(Named {
                        catalogue: Vec::new(),
                        text: "甲".into(),
                    }),
                    ..kept.clone()
                };
                let counted = count_by_cell(&mut tx, &said).await.unwrap();
                assert_eq!(
                    count_by_cell(&mut tx, &kept).await.unwrap(),
                    counted,
                    "{kept:?}"
                );
            }
        }
    }
    let all = filter(w, Readable::All, None);
    let (inherent, assured) = count_by_cell(&mut tx, &all).await.unwrap();
    let total: u32 = inherent.iter().flatten().sum();
    assert_eq!(assured.iter().flatten().sum::<u32>(), total);
    total
}

/// Before anything is made anew, with rows that are, and with counts that are; how many risks there are in the end.
async fn agree_always(w: &World, pool: &PgPool) -> u32 {
    agree(w, pool).await;
    rows(w).await;
    agree(w, pool).await;
    services::prepare(&w.services).await.unwrap();
    let changed: i64 = sqlx::query_scalar("SELECT count(*) FROM team_changes")
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!(changed, 0, "what is read from here on is kept");
    agree(w, pool).await
}

async fn rows(w: &World) -> Vec<RegisterRow> {
    let query = RegisterQuery::default();
    let page = register::page(&w.services, &w.manager, &query, Locale::Zh);
    page.await.unwrap().rows
}

#[sqlx::test(migrations = "../../migrations")]
async fn kept_counts_follow_whatever_happens(pool: PgPool) {
    let w = World::new(pool.clone()).await;
    let one = w.workload(w.team, "甲 客服助手", 1, &["rag"]).await;
    let two = w.workload(w.team, "甲 知识库", 2, &[]).await;
    let three = w.workload(w.other, "甲 代码助手", 1, &["agents"]).await;
    assert!(agree_always(&w, &pool).await > 0);
    for (round, criterion) in ["S01.2a", "R01.2a", "S01.2b"].into_iter().enumerate() {
        for id in [one, three] {
            w.answer(id, &[(criterion, Answer::Met)]).await;
        }
        for (n, row) in rows(&w).await.into_iter().enumerate() {
            if !row.treatment.is_empty() || !(n + round).is_multiple_of(3) {
                continue;
            }
            let treatment = ["mitigate", "accept", "transfer", "avoid"][n % 4];
            let form = TreatmentForm {
                treatment: treatment.into(),
                note: "影响小".into(),
                expires_on: if treatment == "accept" {
                    "2026-12-31".into()
                } else {
                    String::new()
                },
                version: row.version,
                ..TreatmentForm::default()
            };
            let viewer = if row.team == w.team {
                &w.architect
            } else {
                &w.stranger
            };
            risks::treat(&w.services, viewer, row.workload, &row.risk, &form)
                .await
                .unwrap();
        }
        agree_always(&w, &pool).await;
    }
    let own = OwnRiskForm {
        title: "供应商停服".into(),
        text: "模型供应商停服，客服中断".into(),
        pillar: "reliability".into(),
        likelihood: "4".into(),
        impact: "5".into(),
        checks: vec!["R01".into()],
    };
    let before = agree_always(&w, &pool).await;
    let risk = risks::add_own(&w.services, &w.architect, two, &own)
        .await
        .unwrap();
    assert_eq!(agree_always(&w, &pool).await, before + 1);
    risks::close_own(&w.services, &w.architect, two, &risk, (1, "已换供应商"))
        .await
        .unwrap();
    assert_eq!(agree_always(&w, &pool).await, before);
    // A workload that nobody sees in lists counts nowhere, also the last one of its team.
    workload::archive(&w.services, &w.administrator, three)
        .await
        .unwrap();
    let without = agree_always(&w, &pool).await;
    assert!(without < before);
    workload::restore(&w.services, &w.administrator, three)
        .await
        .unwrap();
    assert_eq!(agree_always(&w, &pool).await, before);
}
