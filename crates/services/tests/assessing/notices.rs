use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    Answer, CriterionId, Locale, RuleId, Viewer, WorkloadId,
    notice::{DeliveryState, Failure, NoticeKind},
    rule::{Outcome, Verdict},
    views::{
        assessing::Change,
        notices::{DeliveryQuery, DeliveryRow, NoticeQuery, NoticesPage, SecretState},
    },
};
use services::{
    Error, SealingKey, Services, assessing,
    assessing::DocumentForm,
    notices::{self, Job, Sealed, WebhookForm},
    risks::{self, TreatmentForm},
    teams, workload,
};
use sqlx::PgPool;
use time::{Date, Duration, macros::date};

use crate::support::World;

async fn met(w: &World, id: WorkloadId, criterion: &str) {
    let change = Change {
        criterion: criterion.parse().unwrap(),
        expected: 0,
        answer: Some(Answer::Met),
    };
    let saved = assessing::answer(&w.services, &w.architect, id, &[change]).await;
    saved.unwrap();
}

async fn page(w: &World, viewer: &Viewer) -> NoticesPage {
    let query = NoticeQuery::default();
    let page = notices::notices_page(&w.services, viewer, &query, Locale::Zh).await;
    page.unwrap()
}

/// Kinds, the newest first.
async fn kinds(w: &World, viewer: &Viewer) -> Vec<&'static str> {
    let rows = page(w, viewer).await.rows.into_iter();
    rows.map(|row| row.event.kind().as_str()).collect()
}

async fn submitted(w: &World, name: &str) -> WorkloadId {
    let id = w.workload(name, &[]).await;
    met(w, id, "S01.2a").await;
    let sent = assessing::submit(&w.services, &w.architect, id, "请看S01").await;
    sent.unwrap();
    id
}

async fn count(w: &World, table: &str) -> i64 {
    let query = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    sqlx::query_scalar(query).fetch_one(&w.pool).await.unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn reviewers_are_asked_and_askers_are_told(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let refused = assessing::submit(&w.services, &w.architect, id, "").await;
    assert!(refused.is_err(), "nothing was answered");
    assert_eq!(count(&w, "notice_events").await, 0, "nothing happened");
    met(&w, id, "S01.2a").await;
    assessing::submit(&w.services, &w.architect, id, "请看S01")
        .await
        .unwrap();
    assert_eq!(kinds(&w, &w.owner).await, ["review_asked"]);
    let row = page(&w, &w.owner).await.rows.remove(0);
    assert_eq!((row.workload_name.as_str(), row.unread), ("客服助手", true));
    let said = serde_json::to_value(&row.event).unwrap();
    assert_eq!(said["by"], "person 2");
    assert_eq!(said["comment"], "请看S01");
    for other in [&w.architect, &w.reader, &w.administrator, &w.stranger] {
        assert!(kinds(&w, other).await.is_empty());
    }
    assessing::send_back(&w.services, &w.owner, id, "补充S02")
        .await
        .unwrap();
    assessing::submit(&w.services, &w.architect, id, "")
        .await
        .unwrap();
    assessing::approve(&w.services, &w.owner, id, "")
        .await
        .unwrap();
    assert_eq!(kinds(&w, &w.architect).await, ["approved", "sent_back"]);
    assert_eq!(kinds(&w, &w.owner).await, ["review_asked"; 2]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn where_nobody_else_owns_the_team_administrators_are_asked(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    met(&w, id, "S01.2a").await;
    assessing::submit(&w.services, &w.owner, id, "")
        .await
        .unwrap();
    assert_eq!(kinds(&w, &w.administrator).await, ["review_asked"]);
    assert!(kinds(&w, &w.owner).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_notice_is_read_by_its_reader_only(pool: PgPool) {
    let w = World::new(pool).await;
    submitted(&w, "客服助手").await;
    submitted(&w, "知识库").await;
    let unread = |viewer| notices::unread(&w.services, viewer);
    assert_eq!(unread(&w.owner).await.unwrap(), 2);
    let first = page(&w, &w.owner).await.rows.remove(0);
    let theirs = notices::read_one(&w.services, &w.architect, first.id).await;
    assert!(matches!(theirs, Err(Error::NotFound)));
    notices::read_one(&w.services, &w.owner, first.id)
        .await
        .unwrap();
    let rows = page(&w, &w.owner).await.rows;
    assert_eq!(
        rows.iter().map(|row| row.unread).collect::<Vec<_>>(),
        [true, false],
        "those not read come first"
    );
    // What came after the page was made was not seen, so it stays.
    let seen = page(&w, &w.owner).await.seen;
    submitted(&w, "代码助手").await;
    notices::read_all(&w.services, &w.owner, &seen)
        .await
        .unwrap();
    assert_eq!(unread(&w.owner).await.unwrap(), 1);
    notices::read_all(&w.services, &w.owner, "").await.unwrap();
    assert_eq!(unread(&w.owner).await.unwrap(), 0);
    let kind = NoticeQuery {
        kind: "approved".to_owned(),
        page: 1,
    };
    let none = notices::notices_page(&w.services, &w.owner, &kind, Locale::En).await;
    assert!(none.unwrap().rows.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_may_not_read_a_team_any_more_is_told_nothing_of_it(pool: PgPool) {
    let w = World::new(pool).await;
    let id = submitted(&w, "客服助手").await;
    assessing::send_back(&w.services, &w.owner, id, "补充")
        .await
        .unwrap();
    assert_eq!(kinds(&w, &w.architect).await, ["sent_back"]);
    let gone = Viewer {
        teams: [].into(),
        ..w.architect.clone()
    };
    assert!(kinds(&w, &gone).await.is_empty());
    assert_eq!(notices::unread(&w.services, &gone).await.unwrap(), 0);
}

fn document(criteria: &[&str], until: &str) -> DocumentForm {
    DocumentForm {
        url: format!("https://docs.example.com/{until}"),
        effective: "2026-11-01".into(),
        valid_until: until.into(),
        criteria: criteria.iter().map(|c| (*c).to_owned()).collect(),
        ..DocumentForm::default()
    }
}

async fn proven(w: &World, id: WorkloadId, criteria: &[&str], until: &str) {
    let check = "U05".parse().unwrap();
    let form = document(criteria, until);
    let added = assessing::add_document(&w.services, &w.architect, id, &check, &form, None).await;
    added.unwrap();
}

/// Lets the day come, and looks; of how many events somebody was told.
async fn on(w: &World, day: Date) -> usize {
    let days = (day - w.services.today()).whole_days();
    w.pass(days);
    notices::tell_due(&w.services).await.unwrap()
}

/// U05's criteria that take a document.
fn papers(services: &Services) -> Vec<String> {
    let (_, check) = services.framework().check(&"U05".parse().unwrap()).unwrap();
    let takes = |k: &&domain::Criterion| {
        k.proof <= domain::ProofKind::Document && k.applies_when.is_empty()
    };
    check
        .criteria
        .iter()
        .filter(takes)
        .map(|k| k.id.to_string())
        .collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn proof_that_ends_is_told_at_each_step_once(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["agents"]).await;
    let papers = papers(&w.services);
    let [a, b, ..] = papers.as_slice() else {
        panic!("U05 has two criteria that take a document");
    };
    for criterion in [a, b] {
        met(&w, id, criterion).await;
    }
    proven(&w, id, &[a, b], "2026-12-31").await;
    assert_eq!(on(&w, date!(2026 - 11 - 30)).await, 0);
    assert_eq!(on(&w, date!(2026 - 12 - 01)).await, 1);
    assert_eq!(
        on(&w, date!(2026 - 12 - 01)).await,
        0,
        "the day was looked at"
    );
    sqlx::query("DELETE FROM notice_rounds")
        .execute(&w.pool)
        .await
        .unwrap();
    assert_eq!(
        on(&w, date!(2026 - 12 - 01)).await,
        0,
        "and the step is told"
    );
    assert_eq!(on(&w, date!(2026 - 12 - 10)).await, 0);
    let row = page(&w, &w.owner).await.rows.remove(0);
    assert_eq!(row.event.kind(), NoticeKind::ProofMonth);
    let named: Vec<_> = row.about.iter().map(|named| named.id.clone()).collect();
    assert_eq!(named, [a.clone(), b.clone()], "one notice lists both");
    assert!(row.about.iter().all(|named| !named.text.is_empty()));
    // One of them is renewed.
    proven(&w, id, &[a], "2027-11-01").await;
    // Nobody looked on the day itself.
    assert_eq!(on(&w, date!(2026 - 12 - 26)).await, 1);
    assert_eq!(on(&w, date!(2026 - 12 - 30)).await, 1);
    assert_eq!(on(&w, date!(2027 - 01 - 05)).await, 0);
    assert_eq!(
        kinds(&w, &w.owner).await,
        ["proof_1", "proof_7", "proof_30"]
    );
    let last = page(&w, &w.owner).await.rows.remove(0);
    assert_eq!(last.about.len(), 1);
    assert!(kinds(&w, &w.architect).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn proof_that_nobody_claims_or_needs_is_no_news(pool: PgPool) {
    let w = World::new(pool).await;
    let papers = papers(&w.services);
    let one = papers.first().unwrap();
    let unclaimed = w.workload("未声明", &["agents"]).await;
    proven(&w, unclaimed, &[one], "2026-12-31").await;
    let archived = w.workload("已归档", &["agents"]).await;
    met(&w, archived, one).await;
    proven(&w, archived, &[one], "2026-12-31").await;
    workload::archive(&w.services, &w.owner, archived)
        .await
        .unwrap();
    let brief = w.workload("一周的证明", &["agents"]).await;
    met(&w, brief, one).await;
    proven(&w, brief, &[one], "2026-11-28").await;
    assert_eq!(
        on(&w, date!(2026 - 11 - 23)).await,
        0,
        "made to last a week"
    );
    assert_eq!(on(&w, date!(2026 - 11 - 27)).await, 1);
    assert_eq!(kinds(&w, &w.owner).await, ["proof_1"]);
    assert_eq!(on(&w, date!(2026 - 12 - 30)).await, 0);
}

/// A rule and the criterion that it tests, both for every workload.
fn rule(services: &Services) -> (RuleId, CriterionId, i64) {
    let framework = services.framework();
    let found = framework.rules.iter().find_map(|rule| {
        let criterion = framework.criterion_of(&rule.id)?;
        let (check, _) = framework.criterion(&criterion.id)?;
        let days = rule.thresholds.as_ref()?.days;
        (check.applies_when.is_empty() && criterion.applies_when.is_empty() && days > 30)
            .then(|| (rule.id.clone(), criterion.id.clone(), i64::from(days)))
    });
    found.unwrap()
}

async fn judged(w: &World, id: WorkloadId, rule: &RuleId, outcome: Outcome, until: Date) {
    let verdict = Verdict {
        outcome,
        fresh_until: Some(until),
        ..Verdict::none(domain::rule::Gap::Nothing)
    };
    let mut db = w.pool.acquire().await.unwrap();
    store::verdicts::keep(&mut db, id, rule, &verdict, w.services.now())
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn signals_that_go_on_are_no_news_until_they_stop(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let (rule, criterion, days) = rule(&w.services);
    met(&w, id, criterion.as_str()).await;
    for _ in 0..3 {
        let today = w.services.today();
        judged(
            &w,
            id,
            &rule,
            Outcome::Supports,
            today + Duration::days(days),
        )
        .await;
        assert_eq!(on(&w, today + Duration::days(1)).await, 0);
    }
    let end = w.services.today() + Duration::days(days - 1);
    assert_eq!(on(&w, end - Duration::days(31)).await, 0);
    assert_eq!(on(&w, end - Duration::days(30)).await, 1);
    // A new run supports it again.
    let today = w.services.today();
    judged(
        &w,
        id,
        &rule,
        Outcome::Supports,
        today + Duration::days(days),
    )
    .await;
    assert_eq!(on(&w, end).await, 0);
    assert_eq!(kinds(&w, &w.owner).await, ["proof_30"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_claim_against_a_rule_is_told_once_a_day(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &[]).await;
    let (rule, criterion, _) = rule(&w.services);
    judged(&w, id, &rule, Outcome::Contradicts, date!(2027 - 06 - 01)).await;
    assert!(kinds(&w, &w.owner).await.is_empty(), "nobody claims it");
    met(&w, id, criterion.as_str()).await;
    met(&w, id, "S01.2b").await;
    assert_eq!(kinds(&w, &w.owner).await, ["conflict"]);
    let again = |expected, answer| Change {
        criterion: criterion.clone(),
        expected,
        answer: Some(answer),
    };
    for (expected, answer) in [(1, Answer::Unknown), (2, Answer::Met), (3, Answer::Unknown)] {
        let changes = [again(expected, answer)];
        assessing::answer(&w.services, &w.architect, id, &changes)
            .await
            .unwrap();
    }
    assert_eq!(kinds(&w, &w.owner).await, ["conflict"]);
    w.pass(1);
    assessing::answer(&w.services, &w.architect, id, &[again(4, Answer::Met)])
        .await
        .unwrap();
    assert_eq!(kinds(&w, &w.owner).await, ["conflict", "conflict"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_end_of_an_acceptance_is_told_to_its_approver_and_the_owner(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["personal_data"]).await;
    let risk = "K-S3".parse().unwrap();
    let form = TreatmentForm {
        treatment: "accept".into(),
        note: "替代方案明年上线".into(),
        expires_on: "2027-01-31".into(),
        ..TreatmentForm::default()
    };
    risks::treat(&w.services, &w.owner, id, &risk, &form)
        .await
        .unwrap();
    assert_eq!(on(&w, date!(2027 - 01 - 01)).await, 0, "nobody approved it");
    risks::approve_acceptance(&w.services, &w.administrator, id, &risk, 1)
        .await
        .unwrap();
    for (day, told) in [
        (date!(2027 - 01 - 02), 0),
        (date!(2027 - 01 - 24), 1),
        (date!(2027 - 01 - 25), 0),
        (date!(2027 - 01 - 30), 1),
        (date!(2027 - 01 - 31), 0),
        (date!(2027 - 02 - 01), 1),
        (date!(2027 - 02 - 02), 0),
    ] {
        assert_eq!(on(&w, day).await, told, "{day}");
    }
    let ends = ["acceptance_ended", "acceptance_1", "acceptance_7"];
    let with = |first: &'static str| [&ends[..], &[first]].concat();
    assert_eq!(kinds(&w, &w.owner).await, with("acceptance_approved"));
    assert_eq!(kinds(&w, &w.administrator).await, with("acceptance_asked"));
    assert!(
        !page(&w, &w.owner)
            .await
            .rows
            .remove(0)
            .about
            .remove(0)
            .text
            .is_empty()
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_acceptance_is_told_to_those_whom_it_concerns(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload("客服助手", &["personal_data"]).await;
    let risk = "K-S3".parse().unwrap();
    let form = TreatmentForm {
        treatment: "accept".into(),
        owner: w.reader.user.to_string(),
        note: "替代方案明年上线".into(),
        expires_on: "2027-01-31".into(),
        ..TreatmentForm::default()
    };
    risks::treat(&w.services, &w.architect, id, &risk, &form)
        .await
        .unwrap();
    assert_eq!(kinds(&w, &w.owner).await, ["acceptance_asked"]);
    for other in [&w.architect, &w.reader, &w.administrator] {
        assert!(kinds(&w, other).await.is_empty());
    }
    let row = page(&w, &w.owner).await.rows.remove(0);
    let said = serde_json::to_value(&row.event).unwrap();
    assert_eq!(said["by"], "person 2");
    assert_eq!(said["until"], "2027-01-31");
    assert_eq!(said["comment"], form.note);
    assert!(!row.about[0].text.is_empty(), "it says which risk");
    risks::reject_acceptance(&w.services, &w.owner, id, &risk, (1, "期限太长"))
        .await
        .unwrap();
    let again = TreatmentForm { version: 2, ..form };
    risks::treat(&w.services, &w.architect, id, &risk, &again)
        .await
        .unwrap();
    risks::approve_acceptance(&w.services, &w.owner, id, &risk, 3)
        .await
        .unwrap();
    let decided = ["acceptance_approved", "acceptance_rejected"];
    assert_eq!(kinds(&w, &w.architect).await, decided);
    assert_eq!(kinds(&w, &w.reader).await, decided);
    assert_eq!(kinds(&w, &w.owner).await, ["acceptance_asked"; 2]);
    // Its end concerns who asked and whose the risk is, too.
    assert_eq!(on(&w, date!(2027 - 01 - 24)).await, 1);
    for concerned in [&w.owner, &w.architect, &w.reader] {
        let told = kinds(&w, concerned).await;
        assert_eq!(told.first().copied(), Some("acceptance_7"));
    }
    assert!(kinds(&w, &w.administrator).await.is_empty());
}

async fn deliveries(w: &World) -> Vec<DeliveryRow> {
    let query = DeliveryQuery::default();
    let page = notices::deliveries_page(&w.services, &w.administrator, &query).await;
    page.unwrap().rows
}

/// Lets minutes pass: the clock of these tests moves on by a second with each look.
fn minutes(w: &World, minutes: usize) {
    for _ in 0..minutes * 60 {
        w.services.now();
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn notices_of_a_few_minutes_are_one_mail(pool: PgPool) {
    let mut w = World::new(pool).await;
    w.services = w.services.clone().with_mail(true);
    submitted(&w, "客服助手").await;
    submitted(&w, "知识库").await;
    assert_eq!(
        notices::gather(&w.services).await.unwrap(),
        0,
        "others may join them"
    );
    minutes(&w, 4);
    assert_eq!(notices::gather(&w.services).await.unwrap(), 1);
    assert_eq!(notices::gather(&w.services).await.unwrap(), 0);
    let work = notices::take(&w.services).await.unwrap().remove(0);
    let Job::Mail(letter) = &work.job else {
        panic!("it is a mail");
    };
    assert_eq!(
        (letter.to.as_str(), letter.notices.len()),
        ("p1@example.invalid", 2)
    );
    assert_eq!(letter.locale, Locale::Zh);
    notices::report(&w.services, work.key(), Ok(()))
        .await
        .unwrap();
    let rows = deliveries(&w).await;
    assert_eq!(
        (rows[0].state, rows[0].to.as_str()),
        (DeliveryState::Sent, "person 1")
    );
    assert_eq!(rows[0].kinds, [NoticeKind::ReviewAsked]);
    assert!(notices::take(&w.services).await.unwrap().is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn each_person_chooses_what_comes_by_mail(pool: PgPool) {
    let mut w = World::new(pool).await;
    let defaults = notices::choices(&w.services, &w.owner).await.unwrap();
    assert!(!defaults.sends);
    assert!(defaults.mail.contains(&(NoticeKind::ReviewAsked, true)));
    assert!(defaults.mail.contains(&(NoticeKind::Approved, false)));
    // No mail is sent yet; what came until then is not sent later.
    submitted(&w, "以前的").await;
    minutes(&w, 4);
    assert_eq!(notices::gather(&w.services).await.unwrap(), 0);
    w.services = w.services.clone().with_mail(true);
    assert_eq!(notices::gather(&w.services).await.unwrap(), 0);
    let entries = w.entries().await;
    let approved = [NoticeKind::Approved];
    notices::choose(&w.services, &w.owner, (NoticeKind::ALL, &approved))
        .await
        .unwrap();
    assert_eq!(w.entries().await, entries + 1);
    submitted(&w, "客服助手").await;
    minutes(&w, 4);
    assert_eq!(
        notices::gather(&w.services).await.unwrap(),
        0,
        "they chose otherwise"
    );
    let chosen = notices::choices(&w.services, &w.owner).await.unwrap();
    assert!(chosen.mail.contains(&(NoticeKind::Approved, true)));
    assert!(chosen.mail.contains(&(NoticeKind::ReviewAsked, false)));
    // A day later it is no news any more.
    notices::choose(&w.services, &w.owner, (NoticeKind::ALL, NoticeKind::ALL))
        .await
        .unwrap();
    submitted(&w, "昨天的").await;
    w.pass(2);
    assert_eq!(notices::gather(&w.services).await.unwrap(), 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn each_person_chooses_what_the_console_shows(pool: PgPool) {
    let mut w = World::new(pool).await;
    w.services = w.services.clone().with_mail(true);
    let all = notices::choices(&w.services, &w.owner).await.unwrap();
    assert!(all.console.iter().all(|(_, shown)| *shown));
    submitted(&w, "以前的").await;
    let but_reviews: Vec<_> = NoticeKind::ALL
        .iter()
        .copied()
        .filter(|kind| *kind != NoticeKind::ReviewAsked)
        .collect();
    let reviews = [NoticeKind::ReviewAsked];
    notices::choose(&w.services, &w.owner, (&but_reviews, &reviews))
        .await
        .unwrap();
    let kept = notices::choices(&w.services, &w.owner).await.unwrap();
    assert!(kept.console.contains(&(NoticeKind::ReviewAsked, false)));
    submitted(&w, "客服助手").await;
    assert_eq!(
        kinds(&w, &w.owner).await,
        ["review_asked"],
        "what was there stays"
    );
    assert_eq!(page(&w, &w.owner).await.total, 1);
    assert_eq!(notices::unread(&w.services, &w.owner).await.unwrap(), 1);
    // It comes by mail all the same.
    minutes(&w, 4);
    assert_eq!(notices::gather(&w.services).await.unwrap(), 1);
    let work = notices::take(&w.services).await.unwrap().remove(0);
    let Job::Mail(letter) = &work.job else {
        panic!("it is a mail");
    };
    assert_eq!(letter.notices.len(), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_mail_tells_only_what_its_reader_may_read_when_it_is_sent(pool: PgPool) {
    let mut w = World::new(pool).await;
    w.services = w.services.clone().with_mail(true);
    let id = submitted(&w, "客服助手").await;
    assessing::send_back(&w.services, &w.owner, id, "补充")
        .await
        .unwrap();
    minutes(&w, 4);
    assert_eq!(notices::gather(&w.services).await.unwrap(), 2);
    teams::remove_member(&w.services, &w.administrator, w.team, w.architect.user)
        .await
        .unwrap();
    let mut work = notices::take(&w.services).await.unwrap();
    work.retain(|one| !matches!(one.job, Job::Mail(_)));
    assert_eq!(work.len(), 1, "the owner is still told");
    let Job::Nothing(failure) = &work[0].job else {
        panic!("they left the team");
    };
    assert_eq!(*failure, Failure::NothingLeft);
    notices::report(&w.services, work[0].key(), Err(failure.clone()))
        .await
        .unwrap();
    let states: Vec<_> = deliveries(&w).await.iter().map(|row| row.state).collect();
    assert!(states.contains(&DeliveryState::GivenUp));
}

fn hook(kinds: &[NoticeKind]) -> WebhookForm {
    WebhookForm {
        name: "值班群".into(),
        url: "https://hooks.example/a".into(),
        kinds: kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
        active: true,
        version: 1,
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_delivery_is_tried_again_and_given_up_after_eight_tries(pool: PgPool) {
    let w = World::new(pool).await;
    let form = hook(&[NoticeKind::ReviewAsked]);
    notices::add_webhook(&w.services, &w.administrator, &form)
        .await
        .unwrap();
    let id = submitted(&w, "客服助手").await;
    assessing::send_back(&w.services, &w.owner, id, "没有人要")
        .await
        .unwrap();
    for attempt in 1..=8 {
        let work = notices::take(&w.services).await.unwrap();
        assert_eq!(work.len(), 1, "try {attempt}");
        assert!(matches!(work[0].job, Job::Call(_)));
        let twice = notices::take(&w.services).await.unwrap();
        assert!(twice.is_empty(), "somebody has it");
        let failure = Failure::Status { status: 500 };
        notices::report(&w.services, work[0].key(), Err(failure))
            .await
            .unwrap();
        let row = deliveries(&w).await.remove(0);
        let expected = if attempt == 8 {
            DeliveryState::GivenUp
        } else {
            DeliveryState::Failed
        };
        assert_eq!((row.state, row.attempts), (expected, attempt));
        assert!(
            notices::take(&w.services).await.unwrap().is_empty(),
            "it waits"
        );
        w.pass(1);
    }
    assert!(notices::take(&w.services).await.unwrap().is_empty());
    let given_up = deliveries(&w).await.remove(0).id;
    let theirs = notices::retry(&w.services, &w.owner, given_up).await;
    assert!(matches!(theirs, Err(Error::Forbidden)));
    notices::retry(&w.services, &w.administrator, given_up)
        .await
        .unwrap();
    let work = notices::take(&w.services).await.unwrap();
    notices::report(&w.services, work[0].key(), Ok(()))
        .await
        .unwrap();
    assert_eq!(deliveries(&w).await[0].state, DeliveryState::Sent);
    let late = notices::retry(&w.services, &w.administrator, given_up).await;
    assert!(matches!(late, Err(Error::State("nothing_to_retry"))));
    notices::upkeep(&w.services).await.unwrap();
    assert_eq!(deliveries(&w).await.len(), 1);
    w.pass(30);
    notices::upkeep(&w.services).await.unwrap();
    assert!(deliveries(&w).await.is_empty(), "kept for thirty days");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_try_that_nobody_reports_on_is_made_again(pool: PgPool) {
    let w = World::new(pool).await;
    notices::add_webhook(&w.services, &w.administrator, &hook(NoticeKind::ALL))
        .await
        .unwrap();
    submitted(&w, "客服助手").await;
    let lost = notices::take(&w.services).await.unwrap().remove(0);
    minutes(&w, 6);
    let again = notices::take(&w.services).await.unwrap().remove(0);
    assert_eq!(again.id, lost.id);
    notices::report(&w.services, again.key(), Ok(()))
        .await
        .unwrap();
    // The first comes back after all: it changes nothing.
    notices::report(&w.services, lost.key(), Err(Failure::TimedOut))
        .await
        .unwrap();
    assert_eq!(deliveries(&w).await[0].state, DeliveryState::Sent);
}

/// What stands in the database: in clear, and sealed.
async fn kept(w: &World) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    sqlx::query_as("SELECT secret, sealed FROM webhooks")
        .fetch_one(&w.pool)
        .await
        .unwrap()
}

/// What signs the next call, or why there is none; and how the page says that it is kept.
async fn signs(w: &World) -> (Result<Vec<u8>, Failure>, SecretState) {
    let page = notices::webhooks_page(&w.services, &w.administrator).await;
    let row = page.unwrap().rows.remove(0);
    notices::test_webhook(&w.services, &w.administrator, row.id)
        .await
        .unwrap();
    let secret = match notices::take(&w.services).await.unwrap().remove(0).job {
        Job::Call(call) => Ok(call.secret),
        Job::Nothing(failure) => Err(failure),
        _ => panic!("a webhook gets no mail"),
    };
    (secret, row.secret)
}

#[sqlx::test(migrations = "../../migrations")]
async fn secrets_are_sealed_and_those_in_clear_go_on_signing(pool: PgPool) {
    let mut w = World::new(pool).await;
    let bytes = |text: String| STANDARD.decode(&text["whsec_".len()..]).unwrap();
    let added = notices::add_webhook(&w.services, &w.administrator, &hook(NoticeKind::ALL)).await;
    let secret = bytes(added.unwrap());
    assert_eq!(kept(&w).await, (Some(secret.clone()), None), "no key");
    assert_eq!(signs(&w).await, (Ok(secret.clone()), SecretState::Clear));

    let with = |services: &Services, key: Option<u8>| {
        let key = key.map(|byte| SealingKey::new(&[byte; 32]).unwrap());
        services.clone().with_sealing(key)
    };
    w.services = with(&w.services, Some(1));
    let done = notices::seal_secrets(&w.services).await.unwrap();
    let (now, lost) = (1, 1);
    assert_eq!(
        done,
        Sealed {
            now,
            ..Sealed::default()
        }
    );
    let (clear, sealed) = kept(&w).await;
    let sealed = sealed.unwrap();
    assert!(clear.is_none() && !sealed.windows(8).any(|part| secret.starts_with(part)));
    assert_eq!(signs(&w).await, (Ok(secret.clone()), SecretState::Sealed));
    let again = notices::seal_secrets(&w.services).await.unwrap();
    assert_eq!(again, Sealed::default());

    // Restored where the key is another, or none: nothing is signed, and nothing is lost for good.
    for key in [Some(2), None] {
        w.services = with(&w.services, key);
        let done = notices::seal_secrets(&w.services).await.unwrap();
        assert_eq!(
            done,
            Sealed {
                lost,
                ..Sealed::default()
            }
        );
        let unsigned = (Err(Failure::SecretLost), SecretState::Lost);
        assert_eq!(signs(&w).await, unsigned, "{key:?}");
    }
    w.services = with(&w.services, Some(1));
    assert_eq!(signs(&w).await, (Ok(secret), SecretState::Sealed));

    w.services = with(&w.services, Some(2));
    let page = notices::webhooks_page(&w.services, &w.administrator).await;
    let row = page.unwrap().rows.remove(0);
    let new = notices::new_secret(&w.services, &w.administrator, row.id, row.version).await;
    assert_eq!(
        signs(&w).await,
        (Ok(bytes(new.unwrap())), SecretState::Sealed)
    );
    // A console of before writes in clear beside it: that one is the newer.
    sqlx::query("UPDATE webhooks SET secret = $1")
        .bind(vec![9_u8; 32])
        .execute(&w.pool)
        .await
        .unwrap();
    assert_eq!(signs(&w).await, (Ok(vec![9; 32]), SecretState::Clear));
    let done = notices::seal_secrets(&w.services).await.unwrap();
    assert_eq!(done.now, 1);
    assert_eq!(signs(&w).await, (Ok(vec![9; 32]), SecretState::Sealed));
}

#[sqlx::test(migrations = "../../migrations")]
async fn webhooks_are_the_administrators(pool: PgPool) {
    let w = World::new(pool).await;
    for other in [&w.owner, &w.manager, &w.stranger] {
        let added = notices::add_webhook(&w.services, other, &hook(NoticeKind::ALL)).await;
        assert!(matches!(added, Err(Error::Forbidden)));
        let listed = notices::webhooks_page(&w.services, other).await;
        assert!(matches!(listed, Err(Error::Forbidden)));
    }
    let wrong = WebhookForm {
        url: "http://hooks.example/".into(),
        kinds: vec!["everything".into()],
        ..WebhookForm::default()
    };
    let Err(Error::Invalid(errors)) =
        notices::add_webhook(&w.services, &w.administrator, &wrong).await
    else {
        panic!("three fields are wrong");
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["name", "url", "kinds"]);
    let form = hook(&[NoticeKind::Conflict]);
    let secret = notices::add_webhook(&w.services, &w.administrator, &form)
        .await
        .unwrap();
    assert!(secret.starts_with("whsec_") && secret.len() > 40);
    let row = notices::webhooks_page(&w.services, &w.administrator)
        .await
        .unwrap()
        .rows
        .remove(0);
    let off = WebhookForm {
        active: false,
        ..form
    };
    notices::change_webhook(&w.services, &w.administrator, row.id, &off)
        .await
        .unwrap();
    let stale = notices::new_secret(&w.services, &w.administrator, row.id, 1).await;
    assert!(matches!(stale, Err(Error::Stale)));
    let other = notices::new_secret(&w.services, &w.administrator, row.id, 2).await;
    assert_ne!(other.unwrap(), secret);
    submitted(&w, "客服助手").await;
    assert!(
        deliveries(&w).await.is_empty(),
        "it is off, and asked for another kind"
    );
    notices::test_webhook(&w.services, &w.administrator, row.id)
        .await
        .unwrap();
    assert_eq!(deliveries(&w).await[0].kinds, []);
    let log: String = sqlx::query_scalar("SELECT string_agg(details::text, ' ') FROM change_log")
        .fetch_one(&w.pool)
        .await
        .unwrap();
    assert!(!log.contains("whsec_") && !log.contains(&secret[6..]));
    notices::remove_webhook(&w.services, &w.administrator, row.id)
        .await
        .unwrap();
    assert!(deliveries(&w).await.is_empty());
}
