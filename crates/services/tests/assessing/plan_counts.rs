//! What teams keep of their plans is what the rows say, whatever happened to them; and every order is one.

use domain::{
    Answer, Locale, Readable, WorkloadId,
    views::{
        assessing::Change,
        plans::{ActionState, PlanQuery},
    },
};
use services::{
    assessing,
    plan::{self, ActionForm},
    teams, workload,
};
use sqlx::PgPool;
use store::plans::list::{self, Column, Days, Due, Filter, Owner};
use time::Duration;

use crate::support::{World, form};

/// Numbers that look like chance and are the same in every run.
struct Chance(u32);

impl Chance {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % n
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let n = self.below(u32::try_from(of.len()).unwrap());
        of.get(usize::try_from(n).unwrap()).unwrap()
    }
}

fn everything(w: &World) -> Filter {
    Filter {
        readable: Readable::All,
        workload: None,
        text: String::new(),
        owner: Owner::Anybody,
        states: ActionState::ALL.to_vec(),
        due: Due::Any,
        pillar: None,
        days: Days::Any,
        capacity: None,
        today: w.services.today(),
    }
}

/// Each filter that teams keep counts for, beside the same with a text that every name has, for which rows are counted;
/// how many actions there are.
async fn agree(w: &World) -> u32 {
    // The page makes numbers and orders true first.
    let query = PlanQuery::default();
    plan::plans_page(&w.services, &w.manager, None, &query, Locale::En)
        .await
        .unwrap();
    let mut tx = w.pool.begin().await.unwrap();
    list::plan_each(&mut tx).await.unwrap();
    let phases = [
        Days::Any,
        Days::Between(0, 30),
        Days::Between(30, 90),
        Days::Between(90, 180),
        Days::Later,
    ];
    for readable in [Readable::All, Readable::Teams(vec![w.team])] {
        for pillar in ["", "security", "reliability"] {
            for owner in [Owner::Anybody, Owner::Nobody, Owner::Somebody] {
                for due in [Due::Any, Due::None] {
                    for days in phases {
                        let kept = Filter {
                            readable: readable.clone(),
                            pillar: pillar.parse().ok(),
                            owner,
                            due,
                            days,
                            ..everything(w)
                        };
                        let said = Filter {
                            text: "甲".into(),
                            ..kept.clone()
                        };
                        let counted = list::counts(&mut tx, &said).await.unwrap();
                        assert_eq!(
                            list::counts(&mut tx, &kept).await.unwrap(),
                            counted,
                            "{kept:?}"
                        );
                    }
                }
            }
        }
    }
    list::counts(&mut tx, &everything(w)).await.unwrap().1
}

/// Teams whose order would be looked at by the next reader.
async fn to_look_at(w: &World) -> usize {
    let mut db = w.pool.acquire().await.unwrap();
    store::plans::order::stale(&mut db, None)
        .await
        .unwrap()
        .len()
}

async fn assessed(w: &World, viewer: &domain::Viewer, id: WorkloadId) {
    let change = Change {
        criterion: "S01.2a".parse().unwrap(),
        expected: 0,
        answer: Some(Answer::NotMet),
    };
    assessing::answer(&w.services, viewer, id, &[change])
        .await
        .unwrap();
}

/// Two workloads of a team and one of another.
async fn three(w: &World) -> [WorkloadId; 3] {
    let one = w.workload("甲 客服助手", &[]).await;
    let two = w.workload("甲 知识库", &["rag"]).await;
    let other = domain::TeamId(uuid::Uuid::from_u128(0xB));
    let three = form("甲 数据目录", &[]);
    let three = workload::create(&w.services, &w.stranger, other, &three)
        .await
        .unwrap();
    for (viewer, id) in [
        (&w.architect, one),
        (&w.architect, two),
        (&w.stranger, three),
    ] {
        assessed(w, viewer, id).await;
    }
    [one, two, three]
}

#[sqlx::test(migrations = "../../migrations")]
async fn kept_counts_follow_whatever_happens(pool: PgPool) {
    let w = World::new(pool).await;
    let [one, two, three] = three(&w).await;
    assert!(agree(&w).await > 0);
    let mut chance = Chance(7);
    let day = |days: i64| (w.services.today() + Duration::days(days)).to_string();
    let (past, soon, owner) = (day(-3), day(5), w.owner.user.to_string());
    for (version, capacity) in (1..).zip(["200", "1", "0", "20"]) {
        let all = PlanQuery {
            state: "all".into(),
            sort: chance.one_of(&["", "-gain", "effort", "due"]).into(),
            ..PlanQuery::default()
        };
        let page = plan::plans_page(&w.services, &w.architect, Some(w.team), &all, Locale::En);
        for row in page.await.unwrap().rows {
            if chance.below(3) > 0 {
                continue;
            }
            let form = ActionForm {
                state: chance
                    .one_of(&["open", "in_progress", "done", "dropped"])
                    .into(),
                owner: chance.one_of(&["", &owner]).into(),
                due_on: chance.one_of(&["", &past, &soon]).into(),
                note: String::new(),
                version: row.version,
            };
            plan::set_action(
                &w.services,
                &w.architect,
                row.workload,
                &row.criterion,
                &form,
            )
            .await
            .unwrap();
        }
        agree(&w).await;
        let team = teams::TeamForm {
            name: "智能客服".into(),
            capacity_days: capacity.into(),
        };
        teams::update(&w.services, &w.owner, w.team, &team, version)
            .await
            .unwrap();
        agree(&w).await;
        // What comes now is seen although nothing is to be looked at any more.
        services::prepare(&w.services).await.unwrap();
        agree(&w).await;
        assert_eq!(to_look_at(&w).await, 0);
    }
    // A workload that nobody sees in lists counts nowhere, also the last one of its team.
    let before = agree(&w).await;
    workload::archive(&w.services, &w.administrator, three)
        .await
        .unwrap();
    let without = agree(&w).await;
    assert!(without < before);
    for id in [one, two] {
        workload::archive(&w.services, &w.administrator, id)
            .await
            .unwrap();
    }
    assert_eq!(agree(&w).await, 0);
    workload::restore(&w.services, &w.administrator, three)
        .await
        .unwrap();
    assert_eq!(agree(&w).await, before - without);
}

#[sqlx::test(migrations = "../../migrations")]
async fn pages_of_every_order_are_the_order(pool: PgPool) {
    let w = World::new(pool).await;
    let [one, ..] = three(&w).await;
    let form = ActionForm {
        state: "in_progress".into(),
        owner: w.owner.user.to_string(),
        due_on: w.services.today().to_string(),
        ..ActionForm::default()
    };
    let criterion = "S01.2a".parse().unwrap();
    plan::set_action(&w.services, &w.architect, one, &criterion, &form)
        .await
        .unwrap();
    let total = agree(&w).await;
    let mut tx = w.pool.begin().await.unwrap();
    list::plan_each(&mut tx).await.unwrap();
    let filter = everything(&w);
    for by in [
        Column::Planned,
        Column::Due,
        Column::Workload,
        Column::Team,
        Column::Owner,
        Column::Gain,
        Column::Effort,
        Column::State,
    ] {
        let mut ways = Vec::new();
        for down in [false, true] {
            let page = list::page(&mut tx, &filter, (by, down), (i64::from(total) + 1, 0));
            let ids = page.await.unwrap().into_iter();
            let whole: Vec<_> = ids.map(|row| (row.workload, row.criterion)).collect();
            assert_eq!(whole.len(), usize::try_from(total).unwrap());
            let mut parts = Vec::new();
            while parts.len() < whole.len() {
                let offset = i64::try_from(parts.len()).unwrap();
                let page = list::page(&mut tx, &filter, (by, down), (37, offset)).await;
                let ids = page.unwrap().into_iter();
                parts.extend(ids.map(|row| (row.workload, row.criterion)));
            }
            assert_eq!(parts, whole, "{by:?} {down}");
            ways.push(whole);
        }
        if matches!(by, Column::Gain | Column::Effort | Column::State) {
            let mut down = ways.pop().unwrap();
            down.reverse();
            assert_eq!(ways.pop().unwrap(), down, "{by:?} turned round");
        }
    }
}
