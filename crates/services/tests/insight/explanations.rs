use std::collections::BTreeSet;

use domain::{
    Answer, Exact, Locale, Set, WorkloadId,
    views::results::{ExplainPage, ExplainQuery},
};
use services::{Error, explain};
use sqlx::PgPool;

use crate::support::World;

pub fn query(number: &str, id: &str, set: Set) -> ExplainQuery {
    ExplainQuery {
        number: number.into(),
        id: id.into(),
        set: set.as_str().into(),
        ..ExplainQuery::default()
    }
}

/// Reads an address as a page would.
pub fn parse(href: &str) -> ExplainQuery {
    let mut query = ExplainQuery::default();
    for pair in href.split_once('?').unwrap().1.split('&') {
        match pair.split_once('=').unwrap() {
            ("number", value) => query.number = value.into(),
            ("id", value) => query.id = value.into(),
            ("set", value) => query.set = value.into(),
            ("day", value) => query.day = value.into(),
            ("version", value) => query.version = value.into(),
            other => assert!(other.0.is_empty(), "{other:?}"),
        }
    }
    query
}

async fn ask(w: &World, id: WorkloadId, query: &ExplainQuery) -> ExplainPage {
    explain::workload(&w.services, &w.manager, id, query, Locale::Zh)
        .await
        .unwrap()
}

/// `Σ contribution / Σ weight` of the rows that enter the formula.
pub fn mean_of(page: &ExplainPage) -> Exact {
    let weights: Exact = page.rows.iter().filter_map(|r| r.weight.clone()).sum();
    page.rows
        .iter()
        .filter_map(|r| r.contribution.clone())
        .sum::<Exact>()
        / weights
}

async fn filled(w: &World) -> WorkloadId {
    let id = w
        .workload(
            w.team,
            "客服助手",
            1,
            &[
                "rag",
                "agents",
                "personal_data",
                "public_facing",
                "self_hosted",
            ],
        )
        .await;
    w.fill(id, 3).await;
    id
}

#[sqlx::test(migrations = "../../migrations")]
async fn every_explained_value_is_the_evaluated_one(pool: PgPool) {
    let w = World::new(pool).await;
    let id = filled(&w).await;
    let evaluation = w.evaluation(id).await;
    let hundred = Exact::whole(100);
    for set in [Set::Assured, Set::Claimed, Set::Possible] {
        let scores = evaluation.scores.get(set);
        let index = ask(&w, id, &query("index", "", set)).await;
        assert_eq!(index.value, scores.index);
        assert_eq!(Some(mean_of(&index)), scores.index);
        let layers = ask(&w, id, &query("layer_index", "", set)).await;
        assert_eq!(layers.value, scores.layer_index);
        assert_eq!(
            Some(
                layers
                    .rows
                    .iter()
                    .filter_map(|r| r.contribution.clone())
                    .sum()
            ),
            scores.layer_index
        );
        for (pillar, score) in &scores.pillars {
            let page = ask(&w, id, &query("pillar", pillar.as_str(), set)).await;
            assert_eq!(page.value.as_ref(), Some(score));
            assert_eq!(hundred.clone() * mean_of(&page), *score);
        }
        for (layer, score) in &scores.layers {
            let page = ask(&w, id, &query("layer", layer.as_str(), set)).await;
            assert_eq!(
                (page.value.as_ref(), hundred.clone() * mean_of(&page)),
                (Some(score), score.clone())
            );
        }
        for (check, score) in &scores.checks {
            let page = ask(&w, id, &query("check", check.as_str(), set)).await;
            assert_eq!(page.value.as_ref(), Some(&score.value));
        }
        for risk in &evaluation.risks {
            let page = ask(&w, id, &query("risk", risk.id.as_str(), set)).await;
            let residual = risk.residual.get(set);
            assert_eq!(page.value.as_ref(), Some(&residual.score));
            assert_eq!(mean_of(&page), residual.mitigation, "{}", risk.id);
        }
        let levels = evaluation.levels.get(set);
        let overall = ask(&w, id, &query("level", "", set)).await;
        assert_eq!(overall.value, levels.overall.map(Exact::whole));
        assert_eq!(
            overall.rows.iter().filter_map(|r| r.value.clone()).min(),
            overall.value
        );
        for (pillar, level) in &levels.pillars {
            let page = ask(&w, id, &query("level", pillar.as_str(), set)).await;
            assert_eq!(page.value, Some(Exact::whole(*level)));
            assert_eq!(
                page.rows.iter().filter_map(|r| r.value.clone()).min(),
                page.value
            );
        }
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_check_follows_from_its_criteria(pool: PgPool) {
    let w = World::new(pool).await;
    let id = filled(&w).await;
    let (rubric, inputs) = w.inputs(id).await;
    for set in [Set::Assured, Set::Claimed, Set::Possible] {
        for (_, check) in rubric.checks() {
            let page = ask(&w, id, &query("check", check.id.as_str(), set)).await;
            assert_eq!(page.rows.len(), check.criteria.len());
            let mut value = None;
            for level in (2..=5).rev() {
                let at: Vec<_> = check
                    .criteria
                    .iter()
                    .zip(&page.rows)
                    .filter(|(k, _)| k.level == level)
                    .collect();
                let counted: Vec<_> = at.iter().filter_map(|(_, r)| r.value.clone()).collect();
                let of = i64::try_from(counted.len()).unwrap();
                let progress = counted.into_iter().sum::<Exact>() / Exact::whole(of);
                if of > 0 && progress < Exact::one() {
                    value = Some((Exact::whole(level - 2) + progress) / Exact::whole(4));
                } else if of > 0 && value.is_none() {
                    value = Some(Exact::one());
                }
            }
            assert_eq!(page.value, value, "{} {}", check.id, set.as_str());
            let applicable = inputs.criteria(check).count();
            assert_eq!(
                page.rows.iter().filter(|r| r.value.is_some()).count(),
                applicable
            );
        }
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn every_row_opens_down_to_the_criteria(pool: PgPool) {
    let w = World::new(pool).await;
    let id = filled(&w).await;
    let start = ["index", "layer_index", "level"]
        .map(|n| format!("/workloads/{id}/explain?number={n}&set=claimed"));
    let (mut waiting, mut seen) = (Vec::from(start), BTreeSet::new());
    while let Some(href) = waiting.pop() {
        if !seen.insert(href.clone()) {
            continue;
        }
        let asked = parse(&href);
        assert_eq!(
            asked.set, "claimed",
            "the set stays the same on the way down"
        );
        let page = ask(&w, id, &asked).await;
        assert!(
            !page.name.is_empty() && !page.formula.is_empty() && !page.worked.is_empty(),
            "{href}"
        );
        assert_eq!(page.kind, asked.number);
        for href in page.rows.iter().filter_map(|r| r.href.clone()) {
            if href.contains("/explain?") {
                waiting.push(href);
            } else {
                assert!(
                    href.starts_with(&format!("/workloads/{id}/checks/{}#", asked.id)),
                    "{href}"
                );
            }
        }
    }
    assert_eq!(
        seen.iter().filter(|h| h.contains("number=check")).count(),
        50
    );
    let worked = ask(&w, id, &query("index", "", Set::Assured)).await;
    assert_eq!(worked.basis, "score_spec 1, genai-wa 1.2.0");
    assert!(worked.input_hash.is_some_and(|h| h.starts_with("sha256:")));
}

#[sqlx::test(migrations = "../../migrations")]
async fn formulas_show_their_values(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &["public_facing"]).await;
    w.answer(
        id,
        &[
            ("S01.2a", Answer::Met),
            ("S01.2b", Answer::Met),
            ("S01.3a", Answer::Met),
        ],
    )
    .await;
    let check = ask(&w, id, &query("check", "S01", Set::Claimed)).await;
    // Without RAG, level 3 has two criteria in scope.
    assert_eq!(check.worked, "(2 − 1 + 1/2) / 4 = 0.375000");
    assert_eq!(check.formula, "value(c, T) = (level − 1 + progress) / 4");
    let assured = ask(&w, id, &query("check", "S01", Set::Assured)).await;
    assert_eq!(assured.worked, "(1 − 1 + 0/2) / 4 = 0.000000");
    let possible = ask(&w, id, &query("check", "S01", Set::Possible)).await;
    assert_eq!(possible.worked, "(5 − 1 + 0) / 4 = 1.000000");
    let layers = ask(&w, id, &query("layer_index", "", Set::Possible)).await;
    assert_eq!(
        layers.worked,
        "0.4 × 100.000000 + 0.4 × 100.000000 + 0.2 × 100.000000 = 100.000000"
    );
    let level = ask(&w, id, &query("level", "", Set::Possible)).await;
    assert_eq!(level.worked, "min(5, 5, 6) = 5");
    let index = ask(&w, id, &query("index", "", Set::Possible)).await;
    let terms = ["1 × 100.000000"; 6].join(" + ");
    assert_eq!(index.worked, format!("({terms}) / 6 = 100.000000"));
    let risk = ask(&w, id, &query("risk", "K-S2", Set::Possible)).await;
    // Likelihood 4 in the catalogue, raised to 5 by being public; everything possible is met.
    assert!(
        risk.worked
            .ends_with("= 1.000000; (1 + (5 − 1) × (1 − 1.000000)) × 4 = 4.000000"),
        "{}",
        risk.worked
    );
    assert!(
        risk.remarks[0].starts_with("可能性为5：风险目录给出4"),
        "{:?}",
        risk.remarks
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_may_not_be_read_or_is_not_there_is_not_found(pool: PgPool) {
    let w = World::new(pool).await;
    let id = filled(&w).await;
    let gone = |result: Result<ExplainPage, Error>| {
        assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
    };
    let index = query("index", "", Set::Assured);
    gone(explain::workload(&w.services, &w.stranger, id, &index, Locale::En).await);
    gone(explain::team(&w.services, &w.stranger, w.team, &index, Locale::En).await);
    let nowhere = WorkloadId(uuid::Uuid::from_u128(9));
    gone(explain::workload(&w.services, &w.manager, nowhere, &index, Locale::En).await);
    for (number, what) in [
        ("pillar", "beauty"),
        ("layer", "cloud"),
        ("check", "X01"),
        ("risk", "K-X"),
        ("risk", "K-C5"),
        ("level", "x"),
        ("mean", ""),
    ] {
        gone(
            explain::workload(
                &w.services,
                &w.manager,
                id,
                &query(number, what, Set::Claimed),
                Locale::En,
            )
            .await,
        );
    }
    let bad_set = ExplainQuery {
        set: "proven".into(),
        ..ExplainQuery::default()
    };
    gone(explain::workload(&w.services, &w.manager, id, &bad_set, Locale::En).await);
}
