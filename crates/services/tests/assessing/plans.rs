//! Plans: shared capacity, own efforts and orders, what closes itself and opens again, and who is told.

use domain::{
    Answer, CriterionId, Locale, Problem, RuleId, TextError, WorkloadId,
    notice::{Event, NoticeKind},
    rule::{Gap, Outcome, Verdict},
    views::{
        assessing::Change,
        notices::NoticeQuery,
        plans::{ActionState, PlanCounts, PlanQuery, PlansPage, PlansRow, Reach},
        results::{PlanPage, PlanRow},
    },
};
use services::{
    Error, assessing,
    evidence::{self, Decision},
    notices::{self, WebhookForm},
    plan::{self, ActionForm, AssignForm, EffortForm},
    teams,
};
use sqlx::PgPool;
use time::{Date, Duration};

use crate::support::{World, form};

const FIRST: &str = "S01.2a";

fn id(text: &str) -> CriterionId {
    text.parse().unwrap()
}

async fn answer(w: &World, workload: WorkloadId, criterion: &str, expected: i32, answer: Answer) {
    let change = Change {
        criterion: id(criterion),
        expected,
        answer: Some(answer),
    };
    assessing::answer(&w.services, &w.architect, workload, &[change])
        .await
        .unwrap();
}

async fn page(w: &World, workload: WorkloadId) -> PlanPage {
    plan::plan_page(&w.services, &w.architect, workload, None, Locale::En)
        .await
        .unwrap()
}

async fn row(w: &World, workload: WorkloadId, criterion: &str) -> PlanRow {
    let page = page(w, workload).await;
    let mut rows = page.rows.into_iter();
    rows.find(|row| row.action.criterion.as_str() == criterion)
        .unwrap()
}

async fn settled(w: &World, workload: WorkloadId, criterion: &str) -> Option<PlansRow> {
    let page = page(w, workload).await;
    let mut rows = page.settled.into_iter();
    rows.find(|row| row.criterion.as_str() == criterion)
}

async fn plans(w: &World, query: PlanQuery) -> PlansPage {
    plan::plans_page(&w.services, &w.architect, Some(w.team), &query, Locale::En)
        .await
        .unwrap()
}

async fn set(w: &World, workload: WorkloadId, criterion: &str, form: ActionForm) {
    plan::set_action(&w.services, &w.architect, workload, &id(criterion), &form)
        .await
        .unwrap();
}

fn open(due_on: &str, owner: &str) -> ActionForm {
    ActionForm {
        state: "open".into(),
        owner: owner.into(),
        due_on: due_on.into(),
        ..ActionForm::default()
    }
}

/// A rule and the criterion that it tests, both for every workload, the criterion on a low level.
fn rule(w: &World) -> (RuleId, CriterionId) {
    let framework = w.services.framework();
    let found = framework.rules.iter().find_map(|rule| {
        let criterion = framework.criterion_of(&rule.id)?;
        let (check, _) = framework.criterion(&criterion.id)?;
        let all = check.applies_when.is_empty() && criterion.applies_when.is_empty();
        let alone = criterion.rules.len() == 1;
        let other = criterion.id.as_str() != FIRST;
        (all && alone && other && criterion.level <= 3)
            .then(|| (rule.id.clone(), criterion.id.clone()))
    });
    found.unwrap()
}

/// What a rule says, as it would be kept by the next look at what came in.
async fn judged(w: &World, workload: WorkloadId, rule: &RuleId, outcome: Outcome, days: i64) {
    let until: Date = w.services.today() + Duration::days(days);
    let verdict = Verdict {
        outcome,
        fresh_until: Some(until),
        ..Verdict::none(Gap::Nothing)
    };
    let mut db = w.pool.acquire().await.unwrap();
    store::verdicts::keep(&mut db, workload, rule, &verdict, w.services.now())
        .await
        .unwrap();
}

async fn accept(w: &World, workload: WorkloadId, rule: &RuleId, outcome: Outcome) {
    let seen = [(rule.clone(), outcome)];
    evidence::decide(
        &w.services,
        &w.architect,
        workload,
        &seen,
        Decision::Accept,
        "",
    )
    .await
    .unwrap();
}

/// The change log's entries about an action, the newest first.
async fn log(w: &World, criterion: &CriterionId) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT action FROM change_log WHERE subject = $1 AND action LIKE 'action.%' ORDER BY number DESC",
    )
    .bind(criterion.as_str())
    .fetch_all(&w.pool)
    .await
    .unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_action_closes_itself_opens_again_and_stale_data_does_neither(pool: PgPool) {
    let w = World::new(pool).await;
    let workload = w.workload("客服助手", &[]).await;
    let (rule, criterion) = rule(&w);
    let name = criterion.as_str().to_owned();
    answer(&w, workload, FIRST, 0, Answer::NotMet).await;
    let owner = w.architect.user.to_string();
    set(&w, workload, &name, open("2026-12-24", &owner)).await;
    judged(&w, workload, &rule, Outcome::Supports, 30).await;
    assert_eq!(
        row(&w, workload, &name).await.state,
        "open",
        "nobody said yes"
    );
    accept(&w, workload, &rule, Outcome::Supports).await;
    let closed = settled(&w, workload, &name).await.unwrap();
    assert_eq!(closed.state, ActionState::Done);
    assert_eq!(closed.closed_by, Some(rule.clone()));
    assert_eq!(closed.closed_on, w.services.today().to_string());
    assert!(!closed.proof_ended);
    assert_eq!(closed.due_on, "2026-12-24", "what people decided stays");
    assert_eq!(log(&w, &criterion).await, ["action.close", "action.set"]);

    // Its data grows old: that is no "no".
    w.pass(40);
    services::signals::judge_due(&w.services).await.unwrap();
    let old = settled(&w, workload, &name).await.unwrap();
    assert_eq!(old.state, ActionState::Done);
    assert!(old.proof_ended);
    judged(&w, workload, &rule, Outcome::NoData(Gap::Stale), -10).await;
    answer(&w, workload, FIRST, 1, Answer::Unknown).await;
    assert_eq!(
        settled(&w, workload, &name).await.unwrap().state,
        ActionState::Done
    );

    // A regression: the rule contradicts. The next look, here at an answer to the same criterion, opens it.
    judged(&w, workload, &rule, Outcome::Contradicts, 30).await;
    assessing::answer(
        &w.services,
        &w.architect,
        workload,
        &[Change {
            criterion: criterion.clone(),
            expected: 1,
            answer: Some(Answer::Met),
        }],
    )
    .await
    .unwrap();
    let opened = settled(&w, workload, &name).await.unwrap();
    assert_eq!(opened.state, ActionState::Open);
    assert_eq!(opened.closed_by, None);
    assert_eq!(opened.reopened_on, w.services.today().to_string());
    assert!(opened.until_day.is_some(), "it takes capacity again");
    assert_eq!(log(&w, &criterion).await.first().unwrap(), "action.reopen");

    // It is well again.
    judged(&w, workload, &rule, Outcome::Supports, 30).await;
    accept(&w, workload, &rule, Outcome::Supports).await;
    let again = settled(&w, workload, &name).await.unwrap();
    assert_eq!(
        (again.state, again.closed_by),
        (ActionState::Done, Some(rule))
    );

    // The answer falls back: it opens, with what people decided.
    answer(&w, workload, &name, 3, Answer::NotMet).await;
    let back = row(&w, workload, &name).await;
    assert_eq!(
        (back.state.as_str(), back.due_on.as_str()),
        ("open", "2026-12-24")
    );
    assert_eq!(back.owner, Some(w.architect.user));
    assert_eq!(back.history.first().unwrap().action, "action.reopen");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_a_person_did_waits_for_its_answer_and_then_for_its_proof(pool: PgPool) {
    let w = World::new(pool).await;
    let workload = w.workload("客服助手", &[]).await;
    let (rule, criterion) = rule(&w);
    let name = criterion.as_str().to_owned();
    answer(&w, workload, FIRST, 0, Answer::NotMet).await;
    let done = ActionForm {
        state: "done".into(),
        ..ActionForm::default()
    };
    set(&w, workload, &name, done).await;
    let query = PlanQuery {
        state: "done".into(),
        ..PlanQuery::default()
    };
    let waiting = plans(&w, query.clone()).await.rows.remove(0);
    assert_eq!(waiting.criterion, criterion);
    assert_eq!(waiting.standing.as_str(), "unmet");
    assert_eq!(waiting.closed_by, None);
    judged(&w, workload, &rule, Outcome::Supports, 30).await;
    answer(&w, workload, &name, 0, Answer::Met).await;
    let proven = plans(&w, query).await.rows.remove(0);
    assert_eq!(proven.standing.as_str(), "met");
    assert_eq!(proven.closed_by, Some(rule));
    let refused = plan::move_action(
        &w.services,
        &w.architect,
        workload,
        &criterion,
        ("open", proven.version),
    )
    .await;
    assert!(matches!(refused, Err(Error::State("action_met"))));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_action_that_nobody_decided_about_closes_with_its_proof_too(pool: PgPool) {
    let w = World::new(pool).await;
    let workload = w.workload("客服助手", &[]).await;
    let (rule, criterion) = rule(&w);
    judged(&w, workload, &rule, Outcome::Supports, 30).await;
    accept(&w, workload, &rule, Outcome::Supports).await;
    let closed = settled(&w, workload, criterion.as_str()).await.unwrap();
    assert_eq!(closed.closed_by, Some(rule));
    assert_eq!(log(&w, &criterion).await, ["action.close"]);
    let actor: Option<uuid::Uuid> =
        sqlx::query_scalar("SELECT actor FROM change_log WHERE action = 'action.close'")
            .fetch_one(&w.pool)
            .await
            .unwrap();
    assert_eq!(actor, None, "no person did it");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_a_person_marked_as_done_opens_again_when_a_rule_contradicts(pool: PgPool) {
    let w = World::new(pool).await;
    let workload = w.workload("客服助手", &[]).await;
    let (rule, criterion) = rule(&w);
    let name = criterion.as_str().to_owned();
    let done = ActionForm {
        state: "done".into(),
        ..ActionForm::default()
    };
    set(&w, workload, &name, done).await;
    answer(&w, workload, &name, 0, Answer::Met).await;
    judged(&w, workload, &rule, Outcome::Contradicts, 30).await;
    answer(&w, workload, FIRST, 0, Answer::NotMet).await;
    let opened = settled(&w, workload, &name).await.unwrap();
    assert_eq!(opened.state, ActionState::Open);
    assert_eq!(opened.reopened_on, w.services.today().to_string());
    assert_eq!(log(&w, &criterion).await, ["action.reopen", "action.set"]);
}

/// What other systems are told of states, the oldest first: which action, before, after and by whom.
async fn moves(w: &World) -> Vec<String> {
    let events: Vec<serde_json::Value> = sqlx::query_scalar(
        "SELECT content FROM notice_events WHERE kind = 'action_changed' ORDER BY at, id",
    )
    .fetch_all(&w.pool)
    .await
    .unwrap();
    let said = |event: &serde_json::Value| {
        let changes = event["changes"].as_array().unwrap();
        let state = changes.iter().find(|change| change["field"] == "state")?;
        let word = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        let words = [
            &event["criterion"],
            &state["before"],
            &state["after"],
            &event["by"],
        ];
        Some(words.map(word).join(" "))
    };
    events.iter().filter_map(said).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_an_answer_alone_makes_done_is_told_and_so_is_its_end(pool: PgPool) {
    let w = World::new(pool).await;
    let workload = w.workload("客服助手", &[]).await;
    let owner = w.owner.user.to_string();
    set(&w, workload, FIRST, open("", &owner)).await;
    answer(&w, workload, FIRST, 0, Answer::Met).await;
    let shown = settled(&w, workload, FIRST).await.unwrap();
    assert_eq!((shown.state, shown.closed_by), (ActionState::Done, None));
    answer(&w, workload, FIRST, 1, Answer::Met).await;
    answer(&w, workload, FIRST, 2, Answer::Unknown).await;
    assert_eq!(row(&w, workload, FIRST).await.state, "open");
    let both = ["S01.2a open done person 2", "S01.2a done open person 2"];
    assert_eq!(moves(&w).await, both);
    let changed = told(&w, &w.owner).await.into_iter();
    let changed = changed.filter(|event| event.kind() == NoticeKind::ActionChanged);
    assert_eq!(changed.count(), 2, "its owner is told, too");

    // A rule is against it, and somebody says why it is wrong.
    let (rule, criterion) = rule(&w);
    set(&w, workload, criterion.as_str(), open("", &owner)).await;
    judged(&w, workload, &rule, Outcome::Contradicts, 30).await;
    answer(&w, workload, criterion.as_str(), 0, Answer::Met).await;
    assert_eq!(moves(&w).await, both, "claimed against a rule is not done");
    evidence::decide(
        &w.services,
        &w.architect,
        workload,
        &[(rule, Outcome::Contradicts)],
        Decision::Reject,
        "测的是旧环境",
    )
    .await
    .unwrap();
    let last = moves(&w).await.pop().unwrap();
    assert_eq!(last, format!("{criterion} open done person 2"));
}

async fn effort(
    w: &World,
    workload: WorkloadId,
    criterion: &str,
    (days, reason, requires): (&str, &str, &str),
    version: i32,
) -> Result<(), Error> {
    let form = EffortForm {
        days: days.into(),
        reason: reason.into(),
        requires: requires.into(),
        version,
    };
    plan::set_effort(&w.services, &w.architect, workload, &id(criterion), &form).await
}

fn problem(result: Result<(), Error>, field: &str) -> Problem {
    let Err(Error::Invalid(errors)) = result else {
        panic!("{field} is wrong: {result:?}");
    };
    errors.of(field).unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn efforts_and_orders_are_people_s_own_and_no_circle(pool: PgPool) {
    let w = World::new(pool).await;
    let workload = w.workload("客服助手", &[]).await;
    answer(&w, workload, FIRST, 0, Answer::NotMet).await;
    let hash = |w: &World| {
        let (services, viewer) = (w.services.clone(), w.architect.clone());
        async move {
            let basis = assessing::scoring_basis(&services, &viewer, workload).await;
            let basis = basis.unwrap();
            basis.inputs.canonical(&basis.rubric)
        }
    };
    let before = hash(&w).await;
    let framework = row(&w, workload, FIRST).await.action.effort_days;
    let reason = effort(&w, workload, FIRST, ("5", " ", ""), 0).await;
    assert_eq!(
        problem(reason, "effort_reason"),
        Problem::Text(TextError::Required)
    );
    let days = effort(&w, workload, FIRST, ("0", "x", ""), 0).await;
    assert_eq!(problem(days, "effort_days"), Problem::Number);
    let unknown = effort(&w, workload, FIRST, ("", "", "S01.2b X99.9z"), 0).await;
    assert_eq!(
        problem(unknown, "requires"),
        Problem::Unknown {
            text: "X99.9z".into()
        }
    );
    let itself = effort(&w, workload, FIRST, ("", "", FIRST), 0).await;
    assert!(matches!(
        problem(itself, "requires"),
        Problem::Unknown { .. }
    ));
    effort(&w, workload, FIRST, ("5", "一半已经做好", "U01.2a"), 0)
        .await
        .unwrap();
    let own = row(&w, workload, FIRST).await;
    assert_eq!((own.action.effort_days, own.version), (5, 1));
    assert_eq!(own.effort_reason, "一半已经做好");
    assert!(own.action.requires.contains(&id("U01.2a")));
    let stale = effort(&w, workload, FIRST, ("", "", ""), 0).await;
    assert!(matches!(stale, Err(Error::Stale)));
    let circle = effort(&w, workload, "U01.2a", ("", "", FIRST), 0).await;
    let Problem::Cycle { way } = problem(circle, "requires") else {
        panic!("it goes round");
    };
    let way: Vec<_> = way.iter().map(CriterionId::as_str).collect();
    assert_eq!(way, [FIRST, "U01.2a", FIRST]);
    let plan = page(&w, workload).await.rows;
    let place = |name: &str| {
        plan.iter()
            .position(|row| row.action.criterion.as_str() == name)
            .unwrap()
    };
    assert!(place("U01.2a") < place(FIRST));
    assert_eq!(
        hash(&w).await,
        before,
        "no number of the workload follows from it"
    );
    effort(&w, workload, FIRST, ("", "", ""), 1).await.unwrap();
    assert_eq!(row(&w, workload, FIRST).await.action.effort_days, framework);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_team_s_plans_share_one_capacity(pool: PgPool) {
    let w = World::new(pool).await;
    let one = w.workload("客服助手", &[]).await;
    answer(&w, one, FIRST, 0, Answer::NotMet).await;
    let alone = page(&w, one).await;
    assert_eq!(alone.sharing, 1);
    let last = |page: &PlanPage| {
        let days = page.rows.iter().filter_map(|row| row.action.done_by_day);
        days.max().unwrap()
    };
    let effort =
        |page: &PlanPage| -> u32 { page.rows.iter().map(|row| row.action.effort_days).sum() };
    let all = effort(&alone);
    assert_eq!(
        last(&alone),
        (all * 30).div_ceil(20),
        "20 person-days a month"
    );
    // One that nobody has assessed takes nothing.
    let two = w.workload("知识库", &[]).await;
    assert_eq!(last(&page(&w, one).await), last(&alone));
    answer(&w, two, FIRST, 0, Answer::NotMet).await;
    let shared = page(&w, one).await;
    let other = page(&w, two).await;
    assert_eq!(shared.sharing, 2);
    let together = effort(&shared) + effort(&other);
    let end = last(&shared).max(last(&other));
    assert_eq!(end, (together * 30).div_ceil(20));
    // No person-day is used twice: what is planned until a day is what the capacity gives until then.
    let days: Vec<_> = [&shared, &other]
        .iter()
        .flat_map(|page| &page.rows)
        .map(|row| (row.action.done_by_day.unwrap(), row.action.effort_days))
        .collect();
    for (day, _) in &days {
        let done = days.iter().filter(|(by, _)| by <= day);
        let used: u32 = done.map(|(_, effort)| effort).sum();
        assert!(used * 30 <= day * 20, "{used} person-days until day {day}");
    }
    let faster = plan::plan_page(&w.services, &w.architect, one, Some(40), Locale::En)
        .await
        .unwrap();
    assert_eq!((faster.capacity, faster.own_capacity), (40, 20));
    assert!(last(&faster) <= last(&shared) / 2 + 1);
    // What nobody will do takes nothing, and its dates are free.
    let dropped = ActionForm {
        state: "dropped".into(),
        ..ActionForm::default()
    };
    set(&w, two, FIRST, dropped).await;
    let less = page(&w, two).await;
    let gone = less
        .rows
        .iter()
        .find(|row| row.action.criterion.as_str() == FIRST);
    assert_eq!(gone.unwrap().action.done_by_day, None);
    // Without capacity nothing is ever there.
    let none = plan::plan_page(&w.services, &w.architect, one, Some(0), Locale::En)
        .await
        .unwrap();
    assert!(matches!(none.reach.reach, Reach::NoCapacity | Reach::Never));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_target_is_reached_with_the_plan_or_never(pool: PgPool) {
    let w = World::new(pool).await;
    let workload = w.workload("客服助手", &[]).await;
    assert_eq!(page(&w, workload).await.reach.reach, Reach::NotAssessed);
    answer(&w, workload, FIRST, 0, Answer::NotMet).await;
    let page = page(&w, workload).await;
    assert_eq!((page.reach.target, page.reach.level), (3, Some(1)));
    let (Reach::By(day) | Reach::Late(day)) = page.reach.reach else {
        panic!("the plan leads there: {:?}", page.reach);
    };
    let days = page.rows.iter().filter_map(|row| row.action.done_by_day);
    assert!(days.max().unwrap() >= day);
    let enough = plan::plan_page(
        &w.services,
        &w.architect,
        workload,
        Some(10_000),
        Locale::En,
    )
    .await
    .unwrap();
    assert!(
        matches!(enough.reach.reach, Reach::By(_)),
        "{:?}",
        enough.reach
    );
    let none = plan::plan_page(&w.services, &w.architect, workload, Some(0), Locale::En)
        .await
        .unwrap();
    assert_eq!(none.reach.reach, Reach::NoCapacity);
    // Nobody does anything about security: the level can't rise above it.
    let security: Vec<_> = page
        .rows
        .iter()
        .filter(|row| row.action.pillar.as_str() == "security")
        .map(|row| row.action.criterion.to_string())
        .collect();
    for criterion in &security {
        let dropped = ActionForm {
            state: "dropped".into(),
            ..ActionForm::default()
        };
        set(&w, workload, criterion, dropped).await;
    }
    let never = plans(&w, PlanQuery::default()).await;
    assert_eq!(never.workloads[0].reach, Reach::Never);
    assert_eq!(never.teams[0].reach, Reach::Never);
    assert_eq!(never.teams[0].never, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn lists_are_filtered_sorted_and_paged(pool: PgPool) {
    let w = World::new(pool).await;
    let one = w.workload("客服助手", &[]).await;
    let two = w.workload("知识库", &[]).await;
    for workload in [one, two] {
        answer(&w, workload, FIRST, 0, Answer::NotMet).await;
    }
    let owner = w.owner.user.to_string();
    let today = w.services.today();
    let day = |days: i64| (today + Duration::days(days)).to_string();
    set(&w, one, FIRST, open(&day(-3), &owner)).await;
    set(&w, one, "S01.2b", open(&day(5), "")).await;
    set(
        &w,
        two,
        FIRST,
        open(&day(20), &w.architect.user.to_string()),
    )
    .await;
    let of = |query: PlanQuery| {
        let w = &w;
        async move {
            let page = plans(w, query).await;
            let rows = page.rows.iter();
            rows.map(|row| format!("{} {}", row.workload_name, row.criterion))
                .collect::<Vec<_>>()
        }
    };
    let all = plans(&w, PlanQuery::default()).await;
    assert_eq!(all.counts.overdue, 1);
    assert_eq!(all.total, all.counts.open + all.counts.in_progress);
    assert_eq!(all.rows.len(), 50);
    assert!(all.pages > 1 && all.may_treat);
    let last = PlanQuery {
        page: all.pages.to_string(),
        ..PlanQuery::default()
    };
    assert!(plans(&w, last).await.rows.len() <= 50);
    let due = |due: &str| PlanQuery {
        due: due.into(),
        sort: "due".into(),
        ..PlanQuery::default()
    };
    assert_eq!(of(due("overdue")).await, ["客服助手 S01.2a"]);
    assert_eq!(of(due("7")).await, ["客服助手 S01.2b"]);
    assert_eq!(of(due("30")).await, ["客服助手 S01.2b", "知识库 S01.2a"]);
    let mine = PlanQuery {
        owner: "mine".into(),
        ..PlanQuery::default()
    };
    assert_eq!(of(mine).await, ["知识库 S01.2a"]);
    let owned = PlanQuery {
        owner,
        q: "客服".into(),
        ..PlanQuery::default()
    };
    assert_eq!(of(owned).await, ["客服助手 S01.2a"]);
    let security = plans(
        &w,
        PlanQuery {
            pillar: "security".into(),
            workload: two.to_string(),
            ..PlanQuery::default()
        },
    )
    .await;
    assert!(
        security
            .rows
            .iter()
            .all(|row| row.workload == two && row.pillar.as_str() == "security")
    );
    let phase = plans(
        &w,
        PlanQuery {
            phase: "30".into(),
            ..PlanQuery::default()
        },
    )
    .await;
    assert!(phase.total > 0 && phase.rows.iter().all(|row| row.until_day.unwrap() <= 30));
    let wide = plans(
        &w,
        PlanQuery {
            phase: "30".into(),
            capacity: "200".into(),
            ..PlanQuery::default()
        },
    )
    .await;
    assert!(wide.total > phase.total);
    let sorted = plans(
        &w,
        PlanQuery {
            sort: "-gain".into(),
            ..PlanQuery::default()
        },
    )
    .await;
    assert!(!sorted.rows.is_empty());
    let hidden = plan::plans_page(
        &w.services,
        &w.stranger,
        Some(w.team),
        &PlanQuery::default(),
        Locale::Zh,
    )
    .await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    let everything = PlanQuery::default();
    let theirs = plan::plans_page(&w.services, &w.stranger, None, &everything, Locale::Zh).await;
    assert_eq!(theirs.unwrap().total, 0);
}

async fn told(w: &World, viewer: &domain::Viewer) -> Vec<Event> {
    let query = NoticeQuery::default();
    let page = notices::notices_page(&w.services, viewer, &query, Locale::Zh).await;
    page.unwrap()
        .rows
        .into_iter()
        .map(|row| row.event)
        .collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn assignments_changes_and_delays_are_told(pool: PgPool) {
    let w = World::new(pool).await;
    let hook = WebhookForm {
        name: "工单".into(),
        url: "https://hooks.example/a".into(),
        kinds: vec!["action_changed".into()],
        active: true,
        version: 0,
    };
    notices::add_webhook(&w.services, &w.administrator, &hook)
        .await
        .unwrap();
    let workload = w.workload("客服助手", &[]).await;
    answer(&w, workload, FIRST, 0, Answer::NotMet).await;
    let chosen = |version: i32| {
        [FIRST, "S01.2b"]
            .map(|criterion| format!("{workload}:{criterion}:{version}"))
            .to_vec()
    };
    let due = (w.services.today() + Duration::days(10)).to_string();
    let form = AssignForm {
        actions: chosen(0),
        owner: w.owner.user.to_string(),
        due_on: due.clone(),
    };
    let none = plan::assign(&w.services, &w.architect, &AssignForm::default()).await;
    assert!(matches!(none, Err(Error::Invalid(_))));
    let stranger = plan::assign(&w.services, &w.stranger, &form).await;
    assert!(matches!(stranger, Err(Error::NotFound)));
    let reader = plan::assign(&w.services, &w.reader, &form).await;
    assert!(matches!(reader, Err(Error::Forbidden)));
    assert_eq!(
        plan::assign(&w.services, &w.architect, &form)
            .await
            .unwrap(),
        2
    );
    let events = told(&w, &w.owner).await;
    let Some(Event::ActionAssigned { actions, by }) = events.first() else {
        panic!("one notice for both: {events:?}");
    };
    assert_eq!(
        (events.len(), actions.len(), by.as_str()),
        (1, 2, "person 2")
    );
    // All or none: one of them is another by now.
    set(
        &w,
        workload,
        FIRST,
        ActionForm {
            state: "in_progress".into(),
            owner: w.owner.user.to_string(),
            due_on: due,
            version: 1,
            ..ActionForm::default()
        },
    )
    .await;
    let stale = AssignForm {
        actions: chosen(1),
        owner: "none".into(),
        due_on: String::new(),
    };
    let refused = plan::assign(&w.services, &w.architect, &stale).await;
    assert!(matches!(refused, Err(Error::Stale)));
    assert_eq!(row(&w, workload, "S01.2b").await.owner, Some(w.owner.user));
    let events = told(&w, &w.owner).await;
    let Some(Event::ActionChanged {
        changes,
        external_id,
        by,
        ..
    }) = events
        .iter()
        .find(|event| event.kind() == NoticeKind::ActionChanged)
    else {
        panic!("its owner is told: {events:?}");
    };
    assert_eq!(external_id, &format!("hexastyle:{workload}:S01.2a"));
    assert_eq!(by.as_deref(), Some("person 2"));
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].after, "in_progress");
    // Three calls: two assignments and a move.
    let calls: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM deliveries d JOIN notice_events e ON e.id = d.event_id WHERE e.kind = 'action_changed'",
    )
    .fetch_one(&w.pool)
    .await
    .unwrap();
    assert_eq!(calls, 3);
    // Late: told at each step once.
    let mut steps = Vec::new();
    for _ in 0..50 {
        w.pass(1);
        if notices::tell_due(&w.services).await.unwrap() > 0 {
            let events = told(&w, &w.owner).await;
            let late = events
                .into_iter()
                .filter(|event| event.kind() == NoticeKind::ActionOverdue);
            steps = late.collect();
        }
    }
    let steps: Vec<_> = steps
        .iter()
        .rev()
        .map(|event| match event {
            Event::ActionOverdue { step, criteria } => (step.as_str(), criteria.len()),
            _ => panic!(),
        })
        .collect();
    assert_eq!(steps, [("1", 2), ("7", 2), ("30", 2)]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_somebody_who_left_should_have_done_is_told_to_the_owners(pool: PgPool) {
    let w = World::new(pool).await;
    let workload = w.workload("客服助手", &[]).await;
    answer(&w, workload, FIRST, 0, Answer::NotMet).await;
    let due = w.services.today().to_string();
    set(
        &w,
        workload,
        FIRST,
        open(&due, &w.architect.user.to_string()),
    )
    .await;
    teams::remove_member(&w.services, &w.administrator, w.team, w.architect.user)
        .await
        .unwrap();
    w.pass(1);
    assert_eq!(notices::tell_due(&w.services).await.unwrap(), 1);
    let events = told(&w, &w.owner).await;
    let late = |event: &&Event| event.kind() == NoticeKind::ActionOverdue;
    assert_eq!(events.iter().filter(late).count(), 1);
}

/// How many stand where, and how many there are in the list.
async fn counted(w: &World, viewer: &domain::Viewer, query: PlanQuery) -> (PlanCounts, u32) {
    let page = plan::plans_page(&w.services, viewer, None, &query, Locale::En)
        .await
        .unwrap();
    (page.counts, page.total)
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_kept_of_whole_workloads_is_what_their_rows_say(pool: PgPool) {
    let w = World::new(pool).await;
    let one = w.workload("甲 客服助手", &[]).await;
    let two = w.workload("甲 知识库", &[]).await;
    answer(&w, one, FIRST, 0, Answer::NotMet).await;
    answer(&w, two, FIRST, 0, Answer::NotMet).await;
    let day = |days: i64| (w.services.today() + Duration::days(days)).to_string();
    let owner = w.owner.user.to_string();
    set(&w, one, FIRST, open(&day(-3), &owner)).await;
    set(&w, two, FIRST, open(&day(3), "")).await;
    for (workload, criterion, state) in [
        (one, "S01.2b", "done"),
        (two, "S01.2b", "dropped"),
        (two, "S01.3a", "in_progress"),
    ] {
        let form = ActionForm {
            state: state.into(),
            ..ActionForm::default()
        };
        set(&w, workload, criterion, form).await;
    }
    for state in ["", "open", "done", "all"] {
        let of = |q: &str| PlanQuery {
            state: state.into(),
            q: q.into(),
            ..PlanQuery::default()
        };
        let kept = counted(&w, &w.manager, of("")).await;
        // All names have it: nothing is left out, but rows have to be looked at.
        let said = counted(&w, &w.manager, of("甲")).await;
        assert_eq!(kept, said, "{state}");
        assert_eq!((kept.0.in_progress, kept.0.dropped), (1, 1));
        assert_eq!((kept.0.done, kept.0.overdue), (1, 1));
    }
    let nobody = counted(&w, &w.stranger, PlanQuery::default()).await;
    assert_eq!(nobody, (PlanCounts::default(), 0));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_page_of_all_plans_waits_for_some_seconds_only(pool: PgPool) {
    let w = World::new(pool).await;
    let one = w.workload("客服助手", &[]).await;
    answer(&w, one, FIRST, 0, Answer::NotMet).await;
    let hasty = w.services.clone().with_patience(std::time::Duration::ZERO);
    let all = async |services| {
        let query = PlanQuery::default();
        plan::plans_page(services, &w.manager, None, &query, Locale::En)
            .await
            .unwrap()
    };
    let page = all(&hasty).await;
    assert!(page.catching_up);
    assert!(page.rows.iter().all(|row| row.until_day.is_none()));
    // What the console does by itself.
    assert!(plan::prepare_orders(&w.services).await.unwrap() > 0);
    assert_eq!(plan::prepare_orders(&w.services).await.unwrap(), 0);
    let page = all(&hasty).await;
    assert!(!page.catching_up);
    assert!(page.rows.iter().any(|row| row.until_day.is_some()));
    assert!(!all(&w.services).await.catching_up);
}

#[sqlx::test(migrations = "../../migrations")]
async fn days_of_many_teams_follow_the_capacity_that_each_has_now(pool: PgPool) {
    let w = World::new(pool).await;
    let one = w.workload("客服助手", &[]).await;
    answer(&w, one, FIRST, 0, Answer::NotMet).await;
    let other = domain::TeamId(uuid::Uuid::from_u128(0xB));
    let form = form("数据目录", &[]);
    let two = services::workload::create(&w.services, &w.stranger, other, &form)
        .await
        .unwrap();
    let change = Change {
        criterion: id(FIRST),
        expected: 0,
        answer: Some(Answer::NotMet),
    };
    assessing::answer(&w.services, &w.stranger, two, &[change])
        .await
        .unwrap();
    // The other team is slower, then faster, and then nobody works there.
    for (version, capacity, first) in [(1, "1", one), (2, "10000", two), (3, "0", one)] {
        let form = teams::TeamForm {
            name: "数据平台".into(),
            capacity_days: capacity.into(),
        };
        teams::update(&w.services, &w.stranger, other, &form, version)
            .await
            .unwrap();
        let query = PlanQuery::default();
        let all = plan::plans_page(&w.services, &w.manager, None, &query, Locale::En)
            .await
            .unwrap();
        assert_eq!(all.rows[0].workload, first, "{capacity}");
        let days: Vec<_> = all.rows.iter().map(|row| row.until_day).collect();
        assert!(days.is_sorted_by_key(|day| day.unwrap_or(u32::MAX)));
    }
    let later = PlanQuery {
        phase: "later".into(),
        team: other.to_string(),
        ..PlanQuery::default()
    };
    let (counts, total) = counted(&w, &w.manager, later).await;
    assert!(total > 0);
    let everything = PlanQuery {
        team: other.to_string(),
        ..PlanQuery::default()
    };
    assert_eq!(
        (counts, total),
        counted(&w, &w.manager, everything).await,
        "what nobody does comes later"
    );
}
