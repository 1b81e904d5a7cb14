//! Prepared numbers are true after every kind of change, whoever reads and writes at the same time.

use std::collections::BTreeMap;

use domain::{
    Answer, Counts, Exact, Locale, Set, Tier, WorkloadId,
    views::{overview::OverviewPage, workloads::WorkloadQuery},
};
use services::{
    overview, settings,
    teams::{self, TeamForm},
    workload,
};
use sqlx::PgPool;

use crate::{
    means::{seed, weighted},
    support::{World, change},
};

async fn organisation(w: &World) -> OverviewPage {
    overview::organisation(
        &w.services,
        &w.administrator,
        &WorkloadQuery::default(),
        Locale::En,
    )
    .await
    .unwrap()
}

/// What the page must say, worked out from each workload.
async fn check(w: &World, workloads: &[(WorkloadId, Tier)], what: &str) {
    let page = organisation(w).await;
    let mut counts = Counts::default();
    let mut terms: BTreeMap<Set, Vec<(Tier, Option<Exact>)>> = BTreeMap::new();
    let mut effort = 0;
    for (id, tier) in workloads {
        let evaluation = w.evaluation(*id).await;
        if evaluation.coverage.total.answered() == 0 {
            continue;
        }
        counts = counts.plus(evaluation.coverage.total);
        effort += evaluation.plan.iter().map(|a| a.effort_days).sum::<u32>();
        for set in [Set::Assured, Set::Claimed, Set::Possible] {
            let index = evaluation.scores.get(set).index.clone();
            terms.entry(set).or_default().push((*tier, index));
        }
    }
    for (set, terms) in &terms {
        assert_eq!(
            page.means.get(*set).index,
            weighted(terms),
            "{what}: {set:?}"
        );
    }
    assert_eq!(
        (page.counts, page.plan.effort_days),
        (counts, effort),
        "{what}"
    );
    let shown = page.assessed + page.not_assessed;
    assert_eq!(usize::try_from(shown).unwrap(), workloads.len(), "{what}");
    assert_eq!(page.workloads.total, shown, "{what}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn after_every_change(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, second, empty, theirs] = seed(&w).await;
    let mut all = vec![
        (first, Tier::One),
        (second, Tier::Three),
        (empty, Tier::Two),
        (theirs, Tier::Two),
    ];
    check(&w, &all, "at first").await;
    w.answer(empty, &[("S01.2a", Answer::Met)]).await;
    check(&w, &all, "an answer").await;
    w.document(first, &["S05.2a"], ("2026-11-20", "2026-12-10"))
        .await;
    check(&w, &all, "a document").await;
    let form = workload::WorkloadForm {
        name: "坐席助手".into(),
        description: String::new(),
        tier: "1".into(),
        profile: vec!["commercial_api".into(), "agents".into()],
    };
    workload::edit(&w.services, &w.architect, second, 1, &form)
        .await
        .unwrap();
    all[1].1 = Tier::One;
    check(&w, &all, "tier and profile").await;
    workload::archive(&w.services, &w.administrator, first)
        .await
        .unwrap();
    check(&w, &all[1..], "archived").await;
    workload::restore(&w.services, &w.administrator, first)
        .await
        .unwrap();
    check(&w, &all, "restored").await;
    let new = w.workload(w.other, "新的", 3, &[]).await;
    all.push((new, Tier::Three));
    check(&w, &all, "created").await;
    let priorities = BTreeMap::from([("cost".to_owned(), "5".to_owned())]);
    settings::set_priorities(&w.services, &w.administrator, &priorities, 1)
        .await
        .unwrap();
    check(&w, &all, "the organisation's priorities").await;
    let priorities = BTreeMap::from([("security".to_owned(), "9".to_owned())]);
    teams::set_priorities(&w.services, &w.owner, w.team, &priorities, 1)
        .await
        .unwrap();
    check(&w, &all, "a team's priorities").await;
    w.pass(40);
    check(&w, &all, "proof ended").await;
    let form = TeamForm {
        name: "空队".into(),
        capacity_days: "30".into(),
    };
    teams::create(&w.services, &w.administrator, &form)
        .await
        .unwrap();
    check(&w, &all, "a new team").await;
    assert_eq!(organisation(&w).await.heat.len(), 3);
}

/// Writers, readers and the job at once: nobody waits for ever, and at the end all is true.
#[sqlx::test(migrations = "../../migrations")]
async fn at_the_same_time(pool: PgPool) {
    let w = World::new(pool).await;
    let [first, second, empty, theirs] = seed(&w).await;
    let mut running = tokio::task::JoinSet::new();
    for (id, viewer) in [
        (first, &w.architect),
        (second, &w.architect),
        (empty, &w.architect),
        (theirs, &w.stranger),
    ] {
        let (services, viewer) = (w.services.clone(), viewer.clone());
        let open = w.unanswered(id).await.remove(0);
        running.spawn(async move {
            for n in 0..12 {
                let answer = if n % 2 == 0 {
                    Answer::Met
                } else {
                    Answer::NotMet
                };
                let changes = [change(open.as_str(), n, Some(answer))];
                services::assessing::answer(&services, &viewer, id, &changes)
                    .await
                    .unwrap();
            }
        });
    }
    let priorities = |n: i32| BTreeMap::from([("cost".to_owned(), (n % 9 + 1).to_string())]);
    let (services, administrator) = (w.services.clone(), w.administrator.clone());
    running.spawn(async move {
        for n in 1..6 {
            settings::set_priorities(&services, &administrator, &priorities(n), n)
                .await
                .unwrap();
        }
    });
    for _ in 0..4 {
        let (services, manager) = (w.services.clone(), w.manager.clone());
        running.spawn(async move {
            for _ in 0..8 {
                let query = WorkloadQuery::default();
                let page = overview::organisation(&services, &manager, &query, Locale::En);
                let page = page.await.unwrap();
                // Of one moment: the parts add up, whatever is written meanwhile.
                let rows: u32 = page
                    .heat
                    .iter()
                    .map(|row| row.assessed + row.not_assessed)
                    .sum();
                assert_eq!(rows, page.assessed + page.not_assessed);
                let own = page
                    .workloads
                    .rows
                    .iter()
                    .fold(Counts::default(), |sum, row| sum.plus(row.counts));
                assert_eq!(own, page.counts);
            }
        });
    }
    let services = w.services.clone();
    running.spawn(async move {
        for _ in 0..8 {
            services::prepare(&services).await.unwrap();
            services::trend::sample_due(&services).await.unwrap();
        }
    });
    let all = async {
        while let Some(done) = running.join_next().await {
            done.unwrap();
        }
    };
    tokio::time::timeout(std::time::Duration::from_mins(2), all)
        .await
        .expect("somebody waits for ever");
    let all = [
        (first, Tier::One),
        (second, Tier::Three),
        (empty, Tier::Two),
        (theirs, Tier::Two),
    ];
    check(&w, &all, "after the storm").await;
    services::prepare(&w.services).await.unwrap();
    assert_eq!(
        services::prepare(&w.services).await.unwrap(),
        0,
        "all is prepared"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn lists_are_in_the_order_that_was_asked_for(pool: PgPool) {
    let w = World::new(pool).await;
    seed(&w).await;
    w.workload(w.other, "Beta", 1, &["rag"]).await;
    w.workload(w.other, "alpha", 3, &[]).await;
    let list = async |sort: &str| {
        let query = WorkloadQuery {
            sort: sort.into(),
            ..WorkloadQuery::default()
        };
        workload::list(&w.services, &w.manager, &query)
            .await
            .unwrap()
            .rows
    };
    let names = |rows: &[domain::views::workloads::WorkloadRow]| {
        rows.iter().map(|r| r.name.clone()).collect::<Vec<_>>()
    };
    let up = list("").await;
    assert_eq!(&names(&up)[..2], ["alpha", "Beta"], "whatever the case");
    let mut down = names(&list("-name").await);
    down.reverse();
    assert_eq!(names(&up), down);
    for column in [
        "claimed",
        "assured",
        "gap",
        "answered",
        "conflicts",
        "risks",
        "cost",
        "security",
    ] {
        for (sort, falls) in [(column.to_owned(), false), (format!("-{column}"), true)] {
            let rows = list(&sort).await;
            assert_eq!(rows.len(), 6);
            let assessed: Vec<_> = rows.iter().map(|r| r.assessed).collect();
            // Where nothing is answered, no number is shown, but it is known how much is answered.
            let first = sort != "answered";
            assert_eq!(assessed, [[first; 3], [!first; 3]].concat(), "{sort}");
            let key = |row: &domain::views::workloads::WorkloadRow| {
                let claimed = row.index.claimed.clone().unwrap();
                match column {
                    "claimed" => claimed,
                    "assured" => row.index.assured.clone().unwrap(),
                    "gap" => claimed - row.index.assured.clone().unwrap(),
                    "answered" => Exact::ratio(row.counts.answered(), row.counts.in_scope),
                    "conflicts" => Exact::whole(row.counts.conflicts),
                    "risks" => Exact::whole(row.critical_risks * 1000 + row.high_risks),
                    pillar => {
                        let found = row.pillars.iter().find(|(id, _)| id.as_str() == pillar);
                        found.and_then(|(_, t)| t.claimed.clone()).unwrap()
                    }
                }
            };
            let keys: Vec<_> = rows.iter().filter(|r| r.assessed).map(key).collect();
            let ordered = keys
                .windows(2)
                .all(|p| if falls { p[0] >= p[1] } else { p[0] <= p[1] });
            assert!(ordered, "{sort}: {keys:?}");
        }
    }
    let teams: Vec<_> = list("team")
        .await
        .into_iter()
        .map(|r| r.team_name)
        .collect();
    assert!(teams.windows(2).all(|p| p[0] <= p[1]));
    let tiers: Vec<_> = list("-tier")
        .await
        .into_iter()
        .map(|r| r.tier.number())
        .collect();
    assert!(tiers.windows(2).all(|p| p[0] >= p[1]));
}
