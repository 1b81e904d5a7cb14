use domain::{
    Answer, Band, Locale, RiskId, WorkloadId,
    views::register::{RegisterPage, RegisterQuery, RegisterRow},
};
use services::{
    Error,
    register::{self, Assigned},
    risks::{self, OwnRiskForm, TreatmentForm},
};
use sqlx::PgPool;

use crate::support::World;

fn own(title: &str) -> OwnRiskForm {
    OwnRiskForm {
        title: title.into(),
        text: "模型供应商停服，客服中断".into(),
        pillar: "reliability".into(),
        likelihood: "4".into(),
        impact: "5".into(),
        checks: vec!["R01".into(), "R02".into()],
    }
}

fn by(change: impl FnOnce(&mut RegisterQuery)) -> RegisterQuery {
    let mut query = RegisterQuery::default();
    change(&mut query);
    query
}

async fn page(w: &World, viewer: &domain::Viewer, query: &RegisterQuery) -> RegisterPage {
    register::page(&w.services, viewer, query, Locale::Zh)
        .await
        .unwrap()
}

fn one(rows: &[RegisterRow], id: WorkloadId, risk: &str) -> RegisterRow {
    let found = rows
        .iter()
        .find(|r| r.workload == id && r.risk.as_str() == risk);
    found.unwrap().clone()
}

/// Every row of every page.
async fn all(w: &World, query: &RegisterQuery) -> Vec<RegisterRow> {
    let mut rows = Vec::new();
    for number in 1.. {
        let query = RegisterQuery {
            page: number.to_string(),
            ..query.clone()
        };
        let found = page(w, &w.manager, &query).await;
        rows.extend(found.rows);
        if number >= found.pages {
            assert_eq!(rows.len(), usize::try_from(found.total).unwrap());
            break;
        }
    }
    rows
}

/// Rows, matrices and filters say what the workloads' own pages say.
#[sqlx::test(migrations = "../../migrations")]
async fn the_register_is_the_sum_of_all_workloads(pool: PgPool) {
    let w = World::new(pool).await;
    let mut expected = 0;
    let mut ids = Vec::new();
    for (team, name, facts) in [
        (w.team, "客服助手", &["personal_data", "rag"][..]),
        (w.team, "知识库", &["rag"][..]),
        (w.other, "代码助手", &["agents", "self_hosted"][..]),
    ] {
        let id = w.workload(team, name, 1, facts).await;
        w.answer(id, &[("S01.2a", Answer::Met), ("R01.2a", Answer::Met)])
            .await;
        expected += w.evaluation(id).await.risks.len();
        ids.push(id);
    }
    let rows = all(&w, &RegisterQuery::default()).await;
    assert_eq!(rows.len(), expected);
    for id in &ids {
        for risk in w.evaluation(*id).await.risks {
            let row = one(&rows, *id, risk.id.as_str());
            let (claimed, assured) = (risk.residual.claimed, risk.residual.assured);
            assert_eq!(row.claimed, (claimed.score, claimed.band));
            assert_eq!(row.assured, (assured.score, assured.band));
            assert_eq!(
                (row.likelihood, row.impact, row.band),
                (risk.likelihood, risk.impact, risk.band)
            );
        }
    }
    let sorted = rows
        .windows(2)
        .all(|two| two[0].assured.0 >= two[1].assured.0);
    assert!(sorted, "the greatest assured residual comes first");
    // Each filter agrees with a walk over all rows.
    let agrees = async |query: RegisterQuery, is: &dyn Fn(&RegisterRow) -> bool| {
        let found = all(&w, &query).await;
        assert!(found.iter().all(is), "{query:?}");
        assert_eq!(
            found.len(),
            rows.iter().filter(|r| is(r)).count(),
            "{query:?}"
        );
    };
    let team = w.other;
    agrees(by(|q| q.team = team.to_string()), &|r| r.team == team).await;
    let id = ids[0];
    agrees(by(|q| q.workload = id.to_string()), &|r| r.workload == id).await;
    agrees(by(|q| q.risk = "K-S3".into()), &|r| {
        r.risk.as_str() == "K-S3"
    })
    .await;
    agrees(by(|q| q.pillar = "security".into()), &|r| {
        r.pillar.as_str() == "security"
    })
    .await;
    agrees(by(|q| q.inherent = "high".into()), &|r| {
        r.band == Band::High
    })
    .await;
    agrees(by(|q| q.claimed = "critical".into()), &|r| {
        r.claimed.1 == Band::Critical
    })
    .await;
    agrees(by(|q| q.assured = "medium".into()), &|r| {
        r.assured.1 == Band::Medium
    })
    .await;
    agrees(by(|q| q.owner = "none".into()), &|r| r.owner.is_none()).await;
    agrees(by(|q| q.kind = "own".into()), &|r| r.risk.is_own()).await;
    agrees(by(|q| q.findings = "none".into()), &|r| {
        r.findings == [0; 5]
    })
    .await;
    agrees(by(|q| q.treatment = "undecided".into()), &|r| {
        r.treatment.is_empty()
    })
    .await;
    agrees(by(|q| q.q = "代码".into()), &|r| {
        r.workload_name.contains("代码") || r.name.contains("代码")
    })
    .await;
    for (likelihood, line) in (1..=5).zip(
        page(&w, &w.manager, &RegisterQuery::default())
            .await
            .matrices
            .assured,
    ) {
        for (impact, count) in (1..=5).zip(line) {
            let cell = by(|q| {
                q.matrix = "assured".into();
                q.likelihood = u32::to_string(&likelihood);
                q.impact = u32::to_string(&impact);
            });
            assert_eq!(page(&w, &w.manager, &cell).await.total, count);
        }
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_sees_rows_of_teams_that_they_may_not_read(pool: PgPool) {
    let w = World::new(pool).await;
    let mine = w.workload(w.team, "客服助手", 2, &["rag"]).await;
    let theirs = w.workload(w.other, "代码助手", 2, &["agents"]).await;
    let seen = page(&w, &w.stranger, &RegisterQuery::default()).await;
    assert!(seen.total > 0 && seen.rows.iter().all(|r| r.workload == theirs));
    assert_eq!(seen.choices.teams.len(), 1);
    for query in [
        by(|q| q.team = w.team.to_string()),
        by(|q| q.workload = mine.to_string()),
    ] {
        let seen = page(&w, &w.stranger, &query).await;
        assert_eq!(seen.total, 0);
        assert!(seen.choices.workloads.iter().all(|(id, _)| *id != mine));
        assert!(seen.assignable.is_empty());
    }
    let team = register::team(
        &w.services,
        &w.stranger,
        w.team,
        &RegisterQuery::default(),
        Locale::Zh,
    )
    .await;
    assert!(matches!(team, Err(Error::NotFound)));
    let csv = register::csv(
        &w.services,
        &w.stranger,
        &RegisterQuery::default(),
        Locale::Zh,
    )
    .await
    .unwrap();
    let csv = csv.whole().await.unwrap();
    assert!(!String::from_utf8(csv).unwrap().contains("客服助手"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_own_risk_counts_like_one_of_the_catalogue_until_it_is_closed(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &["rag"]).await;
    w.answer(id, &[("R01.2a", Answer::Met), ("R01.2b", Answer::Met)])
        .await;
    let (rubric, inputs) = w.inputs(id).await;
    let before = inputs.canonical(&rubric);
    assert!(!before.contains("own"));
    let risk = risks::add_own(&w.services, &w.architect, id, &own("供应商停服"))
        .await
        .unwrap();
    assert_eq!(risk, RiskId::own(1));
    let (rubric, inputs) = w.inputs(id).await;
    assert!(inputs.canonical(&rubric).starts_with(&before[..40]));
    assert!(
        inputs
            .canonical(&rubric)
            .contains("own own-1 reliability 4 5\n")
    );
    let rows = all(&w, &by(|q| q.kind = "own".into())).await;
    let row = one(&rows, id, "own-1");
    assert_eq!(
        (row.name.as_str(), row.band),
        ("供应商停服", Band::Critical)
    );
    assert_eq!(all(&w, &by(|q| q.q = "停服".into())).await.len(), 1);
    // Treated and owned like any other.
    let treat = TreatmentForm {
        treatment: "transfer".into(),
        owner: w.architect.user.to_string(),
        note: "签双供应商合同".into(),
        ..TreatmentForm::default()
    };
    risks::treat(&w.services, &w.architect, id, &risk, &treat)
        .await
        .unwrap();
    let shown = risks::risk_page(&w.services, &w.architect, id, &risk, Locale::Zh)
        .await
        .unwrap();
    assert_eq!(shown.treatment.treatment, "transfer");
    assert!(
        !shown.actions.is_empty()
            && shown
                .actions
                .iter()
                .all(|a| shown.checks.iter().any(|(c, _)| *c == a.check))
    );
    // Changed: the version that was seen counts, and what it was stays in the history.
    let edited = OwnRiskForm {
        impact: "3".into(),
        ..own("供应商停服或涨价")
    };
    let stale = risks::edit_own(&w.services, &w.architect, id, &risk, (7, &edited)).await;
    assert!(matches!(stale, Err(Error::Stale)));
    risks::edit_own(&w.services, &w.architect, id, &risk, (1, &edited))
        .await
        .unwrap();
    let shown = risks::risk_page(&w.services, &w.architect, id, &risk, Locale::Zh)
        .await
        .unwrap();
    let edit = &shown.history[0];
    let said: Vec<_> = edit
        .details
        .iter()
        .map(|(f, v)| (f.as_str(), v.as_str()))
        .collect();
    assert_eq!(edit.action, "own_risk.edit");
    assert_eq!(
        said,
        [
            ("title", "供应商停服 → 供应商停服或涨价"),
            ("impact", "5 → 3")
        ]
    );
    // Closed with a reason: out of the numbers, still there to read and to open again.
    let no = risks::close_own(&w.services, &w.architect, id, &risk, (2, "")).await;
    assert!(matches!(no, Err(Error::Invalid(_))));
    risks::close_own(&w.services, &w.architect, id, &risk, (2, "已换自托管模型"))
        .await
        .unwrap();
    let (rubric, inputs) = w.inputs(id).await;
    assert_eq!(inputs.canonical(&rubric), before);
    assert!(all(&w, &by(|q| q.kind = "own".into())).await.is_empty());
    let shown = risks::risk_page(&w.services, &w.manager, id, &risk, Locale::Zh)
        .await
        .unwrap();
    assert!(shown.score.is_none());
    let closed = risks::treat(
        &w.services,
        &w.architect,
        id,
        &risk,
        &TreatmentForm {
            version: 1,
            ..treat.clone()
        },
    )
    .await;
    assert!(matches!(closed, Err(Error::NotFound)));
    assert!(matches!(
        risks::edit_own(&w.services, &w.architect, id, &risk, (3, &edited)).await,
        Err(Error::State("risk_closed"))
    ));
    risks::reopen_own(&w.services, &w.architect, id, &risk, 3)
        .await
        .unwrap();
    assert_eq!(all(&w, &by(|q| q.kind = "own".into())).await.len(), 1);
    // The next one has another id, whatever became of the first.
    let second = risks::add_own(&w.services, &w.owner, id, &own("另一项"))
        .await
        .unwrap();
    assert_eq!(second, RiskId::own(2));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_own_risk_is_in_every_report_and_explained(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &["rag"]).await;
    w.answer(id, &[("R01.2a", Answer::Met)]).await;
    risks::add_own(&w.services, &w.architect, id, &own("供应商停服"))
        .await
        .unwrap();
    let csv = services::export::risks_csv(&w.services, &w.manager, id, Locale::Zh)
        .await
        .unwrap();
    let csv = String::from_utf8(csv.whole().await.unwrap()).unwrap();
    assert!(
        csv.contains("own-1,供应商停服,模型供应商停服，客服中断"),
        "{csv}"
    );
    let assessment = services::assessing::review_page(&w.services, &w.manager, id, Locale::Zh)
        .await
        .unwrap();
    let assessment = assessment.head.assessment.id;
    let json = services::export::assessment_json(&w.services, &w.manager, assessment)
        .await
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let risk = json["risks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["id"] == "own-1")
        .unwrap();
    assert_eq!(
        (&risk["own"], &risk["name"]["en"]),
        (&true.into(), &"供应商停服".into())
    );
    assert_eq!(
        json["inputs"]["own_risks"][0]["checks"],
        serde_json::json!(["R01", "R02"])
    );
    let query = domain::views::results::ExplainQuery {
        number: "risk".into(),
        id: "own-1".into(),
        set: "claimed".into(),
        ..Default::default()
    };
    let page = services::explain::workload(&w.services, &w.manager, id, &query, Locale::Zh)
        .await
        .unwrap();
    assert_eq!(page.name, "own-1 供应商停服");
    assert_eq!(page.rows.len(), 2);
    // A critical risk that nobody accepted holds its pillar down, by its name.
    let floor = domain::views::results::ExplainQuery {
        number: "level".into(),
        id: "reliability".into(),
        set: "claimed".into(),
        ..Default::default()
    };
    let page = services::explain::workload(&w.services, &w.manager, id, &floor, Locale::Zh)
        .await
        .unwrap();
    assert!(
        page.rows.iter().any(|r| r.name == "own-1 供应商停服"),
        "{:?}",
        page.rows
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_own_risk_has_its_name_among_what_is_overdue(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &["rag"]).await;
    w.answer(id, &[("R01.2a", Answer::Met)]).await;
    let risk = risks::add_own(&w.services, &w.architect, id, &own("供应商停服"))
        .await
        .unwrap();
    let accept = TreatmentForm {
        treatment: "accept".into(),
        note: "影响小".into(),
        expires_on: "2026-12-31".into(),
        ..TreatmentForm::default()
    };
    risks::treat(&w.services, &w.architect, id, &risk, &accept)
        .await
        .unwrap();
    let query = domain::views::workloads::WorkloadQuery::default();
    let page = services::overview::team(&w.services, &w.architect, w.team, &query, Locale::En)
        .await
        .unwrap();
    let late: Vec<_> = page.overdue.rows.into_iter().map(|row| row.what).collect();
    let asked = domain::views::trend::Late::AcceptanceAsked(risk, "供应商停服".into());
    assert!(late.contains(&asked), "{late:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_an_own_risk_may_not_be(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    let add = async |viewer: &domain::Viewer, form: OwnRiskForm| {
        risks::add_own(&w.services, viewer, id, &form).await
    };
    for (field, form) in [
        ("title", own(" ")),
        ("title", own(&"长".repeat(121))),
        (
            "pillar",
            OwnRiskForm {
                pillar: "luck".into(),
                ..own("x")
            },
        ),
        (
            "likelihood",
            OwnRiskForm {
                likelihood: "0".into(),
                ..own("x")
            },
        ),
        (
            "impact",
            OwnRiskForm {
                impact: "6".into(),
                ..own("x")
            },
        ),
        (
            "impact",
            OwnRiskForm {
                impact: String::new(),
                ..own("x")
            },
        ),
        (
            "checks",
            OwnRiskForm {
                checks: vec!["S99".into()],
                ..own("x")
            },
        ),
    ] {
        let Err(Error::Invalid(errors)) = add(&w.architect, form).await else {
            panic!("{field}")
        };
        assert!(errors.of(field).is_some(), "{field}: {errors:?}");
    }
    assert!(matches!(
        add(&w.manager, own("x")).await,
        Err(Error::Forbidden)
    ));
    assert!(matches!(
        add(&w.stranger, own("x")).await,
        Err(Error::NotFound)
    ));
}

#[sqlx::test(migrations = "../../migrations")]
async fn owners_are_given_to_all_or_to_none_and_decisions_stay(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &["personal_data"]).await;
    let risk: RiskId = "K-S3".parse().unwrap();
    let accept = TreatmentForm {
        treatment: "accept".into(),
        note: "影响小".into(),
        expires_on: "2026-12-31".into(),
        ..TreatmentForm::default()
    };
    risks::treat(&w.services, &w.architect, id, &risk, &accept)
        .await
        .unwrap();
    // It waits for the owner, not for who asked, and not for who reads.
    let waits = async |viewer| {
        page(&w, viewer, &RegisterQuery::default())
            .await
            .waiting_total
    };
    assert_eq!(waits(&w.owner).await, 1);
    assert_eq!(waits(&w.administrator).await, 1);
    for viewer in [&w.architect, &w.manager, &w.stranger] {
        assert_eq!(waits(viewer).await, 0);
    }
    risks::approve_acceptance(&w.services, &w.owner, id, &risk, 1)
        .await
        .unwrap();
    assert_eq!(waits(&w.owner).await, 0);
    let query = by(|q| q.team = w.team.to_string());
    let rows = page(&w, &w.architect, &query).await;
    assert!(rows.assignable.iter().any(|p| p.id == w.owner.user));
    let picked: Vec<_> = rows
        .rows
        .iter()
        .map(|r| Assigned {
            workload: r.workload,
            risk: r.risk.clone(),
            version: r.version,
        })
        .collect();
    let to = w.owner.user.to_string();
    let assign = async |viewer: &domain::Viewer, rows: &[Assigned], to: &str| {
        register::assign(&w.services, viewer, rows, to).await
    };
    assert!(matches!(
        assign(&w.manager, &picked, &to).await,
        Err(Error::Forbidden)
    ));
    assert!(matches!(
        assign(&w.stranger, &picked, &to).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        assign(&w.architect, &[], &to).await,
        Err(Error::Invalid(_))
    ));
    // A stranger to the team owns nothing in it; one stale row keeps all from being written.
    let outsider = w.stranger.user.to_string();
    assert!(matches!(
        assign(&w.architect, &picked, &outsider).await,
        Err(Error::Invalid(_))
    ));
    let mut stale = picked.clone();
    stale[1].version = 9;
    assert!(matches!(
        assign(&w.architect, &stale, &to).await,
        Err(Error::Stale)
    ));
    assert!(
        page(&w, &w.owner, &by(|q| q.owner = "me".into()))
            .await
            .rows
            .is_empty()
    );
    assign(&w.architect, &picked, &to).await.unwrap();
    let mine = page(&w, &w.owner, &by(|q| q.owner = "me".into())).await;
    assert_eq!(usize::try_from(mine.total).unwrap(), rows.rows.len());
    let accepted = mine.rows.iter().find(|r| r.risk == risk).unwrap();
    assert!(
        accepted.acceptance.unwrap().counts(),
        "an owner changes no decision"
    );
    assert_eq!(
        mine.rows.iter().filter(|r| r.treatment.is_empty()).count(),
        rows.rows.len() - 1
    );
    // And to nobody again.
    let picked: Vec<_> = mine
        .rows
        .iter()
        .map(|r| Assigned {
            workload: r.workload,
            risk: r.risk.clone(),
            version: r.version,
        })
        .collect();
    assign(&w.owner, &picked, "").await.unwrap();
    assert_eq!(
        page(&w, &w.owner, &by(|q| q.owner = "me".into()))
            .await
            .total,
        0
    );
}
