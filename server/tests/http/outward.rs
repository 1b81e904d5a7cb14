//! Reports that leave the console by themselves: links for people without an account, and schedules.

use std::sync::{Arc, Mutex};

use domain::notice::NoticeKind;
use domain::rhythm::Every;
use domain::views::notices::{DeliveryQuery, NoticeQuery};
use domain::views::outward::{About, SchedulesPage};
use domain::{Locale, ScheduleId, Viewer};
use http::StatusCode;
use server::delivery::{Hooks, MailConfig, Mailer, Ways, deliver_due};
use server::web::{AppState, CookieNames, router};
use services::outward::{self, ScheduleForm, ShareForm};
use services::{Clock, Error, Services, notices, teams};
use sqlx::PgPool;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::support::smtp::Smtp;
use super::support::{CRITERION, Client, Role, World, log_entries};

/// Monday.
const START: OffsetDateTime = datetime!(2027-03-01 08:30 UTC);

/// A world whose clock the test holds.
struct Held {
    world: World,
    now: Arc<Mutex<OffsetDateTime>>,
}

impl Held {
    async fn new(pool: PgPool, mail: bool) -> Self {
        let mut world = World::new(pool).await;
        let now = Arc::new(Mutex::new(START));
        let clock = Arc::clone(&now);
        let clock = Clock(Arc::new(move || *clock.lock().unwrap()));
        world.services = world.services.with_clock(clock).with_mail(mail);
        world.router = router(AppState::new(
            world.services.clone(),
            CookieNames::new(true),
            0,
        ));
        Self { world, now }
    }

    fn at(&self, now: OffsetDateTime) {
        *self.now.lock().unwrap() = now;
    }

    fn pass(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }
}

fn share(about: &str, format: &str, days: &str) -> ShareForm {
    ShareForm {
        about: about.to_owned(),
        kind: "executive".to_owned(),
        format: format.to_owned(),
        locale: "en".to_owned(),
        days: days.to_owned(),
    }
}

async fn linked(world: &World, role: Role, form: &ShareForm) -> String {
    let made = outward::create_share(&world.services, world.viewer(role), form).await;
    format!("/s/{}", made.unwrap().token)
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_link_opens_one_frozen_report_and_nothing_else(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let world = &held.world;
    let mut owner = world.client(Role::Owner).await;
    let fields = [
        ("about", &*format!("workload:{}", world.workload)),
        ("kind", "team"),
        ("format", "html"),
        ("locale", "zh-CN"),
        ("days", "30"),
    ];
    let before = log_entries(&world.pool).await;
    let sent = owner.post("/reports/shared", &fields).await;
    assert_eq!(sent.location(), "/reports/shared");
    assert_eq!(log_entries(&world.pool).await, before + 1);
    let page = owner.get("/reports/shared").await.text();
    let token = page
        .split("https://console.test/s/")
        .nth(1)
        .and_then(|rest| rest.get(..43))
        .unwrap_or_else(|| panic!("{page}"));
    // The secret is shown once.
    let again = owner.get("/reports/shared").await.text();
    assert!(!again.contains(token) && again.contains("客服助手"));
    let kept: i64 =
        sqlx::query_scalar("SELECT count(*) FROM shares WHERE token_hash = sha256($1::bytea)")
            .bind(token.as_bytes())
            .fetch_one(&world.pool)
            .await
            .unwrap();
    assert_eq!(kept, 1);

    let path = format!("/s/{token}");
    let mut anybody = world.anonymous();
    let first = anybody.get(&path).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.set_cookies(), Vec::<&str>::new());
    assert_eq!(first.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(first.header("x-robots-tag"), "noindex, nofollow, noarchive");
    assert_eq!(first.header("cache-control"), "no-store");
    assert_eq!(first.header("referrer-policy"), "no-referrer");
    assert_eq!(first.header("x-content-type-options"), "nosniff");
    let policy = first.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none';") && policy.ends_with("; sandbox"),
        "{policy}"
    );
    assert!(!policy.contains("script-src"));
    assert!(first.header("content-disposition").starts_with("inline; "));
    assert!(first.text().contains("客服助手"));

    // It stays as it was.
    world
        .answer(Role::Architect, world.workload, CRITERION, 0)
        .await;
    held.pass(Duration::days(3));
    assert_eq!(anybody.get(&path).await.bytes, first.bytes);
    let (uses, used): (i64, Option<OffsetDateTime>) =
        sqlx::query_as("SELECT uses, last_used_at FROM shares")
            .fetch_one(&world.pool)
            .await
            .unwrap();
    assert_eq!((uses, used), (2, Some(START + Duration::days(3))));
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn links_that_are_over_look_like_those_that_never_were(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let world = &held.world;
    let about = format!("team:{}", world.team);
    let short = linked(world, Role::Viewer, &share(&about, "json", "1")).await;
    let long = linked(world, Role::Viewer, &share(&about, "json", "366")).await;
    let mut anybody = world.anonymous();
    let never = anybody.get(&format!("/s/{}", "A".repeat(43))).await;
    assert_eq!(never.status, StatusCode::NOT_FOUND);
    assert_eq!(
        anybody.get(&short).await.header("content-type"),
        "application/json"
    );
    held.pass(Duration::days(1));
    let ended = anybody.get(&short).await;
    assert_eq!((ended.status, ended.text()), (never.status, never.text()));
    assert_eq!(anybody.get(&long).await.status, StatusCode::OK);
    let page = outward::shares_page(&world.services, world.viewer(Role::Owner), "", 1)
        .await
        .unwrap();
    // Those that work come first.
    let id = page.rows[0].id;
    outward::revoke_share(&world.services, world.viewer(Role::Owner), id)
        .await
        .unwrap();
    let revoked = anybody.get(&long).await;
    assert_eq!(
        (revoked.status, revoked.text()),
        (never.status, never.text())
    );
    assert_eq!(
        revoked.header("x-robots-tag"),
        "noindex, nofollow, noarchive"
    );
    let again = outward::revoke_share(&world.services, world.viewer(Role::Owner), id).await;
    assert!(matches!(again, Err(Error::State("share_over"))));
    // What nothing leads to any more is dropped.
    held.pass(Duration::hours(2));
    outward::upkeep(&world.services).await.unwrap();
    let files: i64 = sqlx::query_scalar("SELECT count(*) FROM report_files")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(files, 0);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn guessing_ends_soon(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let right = linked(
        &held.world,
        Role::Viewer,
        &share("organisation", "json", "30"),
    )
    .await;
    let mut anybody = held.world.anonymous();
    for number in 0..50 {
        // What is right in between is not held against anybody.
        assert_eq!(anybody.get(&right).await.status, StatusCode::OK);
        let wrong = anybody.get(&format!("/s/{number}")).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND, "{number}");
    }
    let blocked = anybody.get("/s/another").await;
    assert_eq!(blocked.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(blocked.header("retry-after"), "900");
    assert_eq!(
        anybody.get(&right).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    // Signing in is counted apart.
    held.world.client(Role::Viewer).await;
    held.pass(Duration::minutes(16));
    assert_eq!(anybody.get(&right).await.status, StatusCode::OK);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn only_what_one_may_read_is_shared(pool: PgPool) {
    let world = World::new(pool).await;
    let stranger = world.viewer(Role::Stranger);
    for about in [
        format!("workload:{}", world.workload),
        format!("team:{}", world.team),
    ] {
        let made =
            outward::create_share(&world.services, stranger, &share(&about, "json", "30")).await;
        assert!(matches!(made, Err(Error::NotFound)), "{about}");
    }
    let own = linked(&world, Role::Stranger, &share("organisation", "csv", "30")).await;
    let table = world.anonymous().get(&own).await;
    assert!(
        table
            .header("content-disposition")
            .starts_with("attachment; ")
    );
    assert!(table.text().contains("代码助手") && !table.text().contains("客服助手"));
    for (form, field) in [
        (share("nothing", "json", "30"), "about"),
        (share("organisation", "exe", "30"), "format"),
        (share("organisation", "json", "0"), "days"),
        (share("organisation", "json", "367"), "days"),
    ] {
        let made = outward::create_share(&world.services, stranger, &form).await;
        let Err(Error::Invalid(errors)) = made else {
            panic!("{field}")
        };
        assert!(errors.of(field).is_some(), "{field}");
    }
}

fn weekly(about: &str, people: &[&Viewer]) -> ScheduleForm {
    ScheduleForm {
        about: about.to_owned(),
        kind: "team".to_owned(),
        format: "csv".to_owned(),
        locale: "en".to_owned(),
        every: "weekly".to_owned(),
        weekday: "1".to_owned(),
        hour: "9".to_owned(),
        recipients: people.iter().map(|p| p.user.to_string()).collect(),
        ..ScheduleForm::default()
    }
}

async fn page(services: &Services, viewer: &Viewer) -> SchedulesPage {
    outward::schedules_page(services, viewer, "").await.unwrap()
}

async fn runs(world: &World) -> Vec<(OffsetDateTime, bool, i32)> {
    sqlx::query_as(
        "SELECT due_at, done_at IS NOT NULL, withheld FROM schedule_runs ORDER BY due_at",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap()
}

async fn set_up(world: &World, form: &ScheduleForm) -> ScheduleId {
    outward::create_schedule(&world.services, world.viewer(Role::Architect), form)
        .await
        .unwrap()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_report_is_made_once_for_each_time(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let world = &held.world;
    let services = &world.services;
    let (viewer, owner) = (world.viewer(Role::Viewer), world.viewer(Role::Owner));
    let about = About::Team(world.team).to_string();
    let id = set_up(world, &weekly(&about, &[viewer, owner])).await;
    assert_eq!(outward::run_due(services).await.unwrap(), 0);
    held.at(datetime!(2027-03-01 09:00 UTC));
    // Two instances look at the clock.
    let (one, two) = tokio::join!(outward::run_due(services), outward::run_due(services));
    assert_eq!(one.unwrap() + two.unwrap(), 1);
    let mut expected = vec![(datetime!(2027-03-01 09:00 UTC), true, 0)];
    assert_eq!(runs(world).await, expected);
    let mine = page(services, viewer).await;
    assert_eq!(mine.kept.len(), 1);
    assert!(!mine.rows[0].mine && mine.rows[0].readers.is_empty());
    // Those for whom it was made are told, and who set it up.
    let query = NoticeQuery::default();
    for role in [Role::Viewer, Role::Owner, Role::Architect] {
        let reader = world.viewer(role);
        let told = notices::notices_page(services, reader, &query, Locale::Zh).await;
        let row = told.unwrap().rows.remove(0);
        assert_eq!(row.event.kind(), NoticeKind::ReportReady);
        assert_eq!((row.workload, row.workload_name.is_empty()), (None, false));
        let shown = world.client(role).await.get("/notices").await.text();
        assert!(shown.contains("href=\"/reports/schedules\""));
    }
    assert_eq!(mine.rows[0].rhythm.every(), Every::Week(1));
    // Nothing ran for a month: what was missed is one round.
    held.at(datetime!(2027-04-06 12:00 UTC));
    assert_eq!(outward::run_due(services).await.unwrap(), 1);
    expected.push((datetime!(2027-03-08 09:00 UTC), true, 0));
    assert_eq!(runs(world).await, expected);
    let next = page(services, owner).await.rows[0].next_at.clone();
    assert_eq!(next.as_deref(), Some("2027-04-12T09:00:00Z"));
    // Paused, nothing is made; afterwards it goes on from the next time.
    let architect = world.viewer(Role::Architect);
    outward::pause(services, architect, id, 1).await.unwrap();
    held.at(datetime!(2027-04-20 12:00 UTC));
    assert_eq!(outward::run_due(services).await.unwrap(), 0);
    outward::go_on(services, architect, id, 2).await.unwrap();
    assert_eq!(outward::run_due(services).await.unwrap(), 0);
    // Asked for, it is made at once.
    outward::run_now(services, architect, id).await.unwrap();
    let twice = outward::run_now(services, architect, id).await;
    assert!(matches!(twice, Err(Error::State("run_waits"))));
    assert_eq!(outward::run_due(services).await.unwrap(), 1);
    held.at(datetime!(2027-04-26 09:00 UTC));
    assert_eq!(outward::run_due(services).await.unwrap(), 1);
    // Only the latest are kept.
    for week in 1..=14 {
        held.at(datetime!(2027-04-26 09:00 UTC) + Duration::weeks(week));
        assert_eq!(outward::run_due(services).await.unwrap(), 1);
    }
    outward::upkeep(services).await.unwrap();
    assert_eq!(runs(world).await.len(), 12);
    assert_eq!(page(services, viewer).await.kept.len(), 12);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_report_that_is_given_up_is_told_once(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let world = &held.world;
    let services = &world.services;
    let viewer = world.viewer(Role::Viewer);
    let about = About::Team(world.team).to_string();
    set_up(world, &weekly(&about, &[viewer])).await;
    sqlx::query("ALTER TABLE report_files RENAME TO report_files_away")
        .execute(&world.pool)
        .await
        .unwrap();
    held.at(datetime!(2027-03-01 09:00 UTC));
    let query = NoticeQuery::default();
    for told in [0, 0, 0, 0, 1, 1] {
        outward::run_due(services).await.unwrap();
        for reader in [viewer, world.viewer(Role::Architect)] {
            let page = notices::notices_page(services, reader, &query, Locale::Zh).await;
            let rows = page.unwrap().rows;
            let failed = rows
                .iter()
                .filter(|row| row.event.kind() == NoticeKind::ReportFailed);
            assert_eq!(failed.count(), told);
        }
        held.pass(Duration::days(1));
    }
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_may_no_longer_read_is_sent_nothing(pool: PgPool) {
    let held = Held::new(pool, true).await;
    let world = &held.world;
    let services = &world.services;
    let (viewer, owner) = (world.viewer(Role::Viewer), world.viewer(Role::Owner));
    let about = About::Workload(world.workload).to_string();
    let id = set_up(world, &weekly(&about, &[viewer, owner])).await;
    held.at(datetime!(2027-03-01 09:00 UTC));
    outward::run_due(services).await.unwrap();
    let kept = page(services, viewer).await.kept;
    let mut client = world.client(Role::Viewer).await;
    let path = format!("/reports/kept/{}", kept[0].id);
    let file = client.get(&path).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(
        file.header("content-disposition")
            .starts_with("attachment; ")
    );
    // It is the viewer's own: others have theirs.
    let other = world.client(Role::Owner).await.get(&path).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);

    // The viewer leaves before the mail goes out.
    teams::remove_member(services, owner, world.team, viewer.user)
        .await
        .unwrap();
    let smtp = Smtp::start().await;
    let mailer = Mailer::new(&MailConfig {
        url: format!("smtp://{}", smtp.address),
        from: "Hexastyle <console@example.test>".to_owned(),
        origin: "https://console.example".to_owned(),
    });
    let ways = Ways {
        mailer: Some(Arc::new(mailer.unwrap())),
        hooks: Arc::new(Hooks::default()),
    };
    deliver_due(services, &ways).await.unwrap();
    let mails = smtp.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains(&Role::Owner.email()));
    assert!(mails[0].contains("Content-Disposition: attachment"));
    assert!(mails[0].contains("multipart/mixed"));
    // And what was kept is not theirs any more.
    assert_eq!(client.get(&path).await.status, StatusCode::NOT_FOUND);
    let gone = sessionless(viewer);
    assert!(page(services, &gone).await.kept.is_empty());
    held.at(datetime!(2027-03-08 09:00 UTC));
    outward::run_due(services).await.unwrap();
    assert_eq!(runs(world).await[1].2, 1);
    let row = page(services, owner).await.rows.remove(0);
    assert_eq!((row.id, row.runs[0].withheld, row.runs[0].kept), (id, 1, 1));
    assert_eq!((row.runs[1].sent, row.runs[1].unsent), (1, 1));
    let admin = world.viewer(Role::Administrator);
    let listed = notices::deliveries_page(services, admin, &DeliveryQuery::default())
        .await
        .unwrap();
    assert!(listed.rows.iter().all(|row| row.report));
}

/// The same person with what is left of their roles.
fn sessionless(viewer: &Viewer) -> Viewer {
    Viewer {
        teams: [].into(),
        ..viewer.clone()
    }
}

/// A report of the organisation shows each reader what they may read.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn each_recipient_gets_their_own_part(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let world = &held.world;
    let services = &world.services;
    let stranger = world.viewer(Role::Stranger);
    let (manager, admin) = (
        world.viewer(Role::Manager),
        world.viewer(Role::Administrator),
    );
    let form = weekly("organisation", &[stranger, manager, admin]);
    outward::create_schedule(services, stranger, &form)
        .await
        .unwrap();
    held.at(datetime!(2027-03-01 09:00 UTC));
    outward::run_due(services).await.unwrap();
    let of = async |role: Role| {
        let kept = page(services, world.viewer(role)).await.kept.remove(0);
        let path = format!("/reports/kept/{}", kept.id);
        world.client(role).await.get(&path).await.text()
    };
    let (own, all) = (of(Role::Stranger).await, of(Role::Manager).await);
    assert!(own.contains("代码助手") && !own.contains("客服助手"));
    assert!(all.contains("代码助手") && all.contains("客服助手"));
    let files: i64 = sqlx::query_scalar("SELECT count(*) FROM report_files")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(files, 2, "who reads the same gets the same");
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn what_is_wrong_with_a_schedule_is_said(pool: PgPool) {
    let world = World::new(pool).await;
    let services = &world.services;
    let architect = world.viewer(Role::Architect);
    let about = About::Team(world.team).to_string();
    let good = weekly(&about, &[architect]);
    let nobody = ScheduleForm {
        recipients: Vec::new(),
        ..good.clone()
    };
    let stranger = weekly(&about, &[world.viewer(Role::Stranger)]);
    for (form, field) in [
        (nobody, "recipients"),
        (stranger, "recipients"),
        (
            ScheduleForm {
                weekday: "8".to_owned(),
                ..good.clone()
            },
            "weekday",
        ),
        (
            ScheduleForm {
                hour: "24".to_owned(),
                ..good.clone()
            },
            "hour",
        ),
        (
            ScheduleForm {
                utc_offset: "481".to_owned(),
                ..good.clone()
            },
            "utc_offset",
        ),
        (
            ScheduleForm {
                every: "monthly".to_owned(),
                monthday: "32".to_owned(),
                ..good.clone()
            },
            "monthday",
        ),
        (
            ScheduleForm {
                every: "daily".to_owned(),
                ..good.clone()
            },
            "every",
        ),
    ] {
        let made = outward::create_schedule(services, architect, &form).await;
        let Err(Error::Invalid(errors)) = made else {
            panic!("{field}")
        };
        assert!(errors.of(field).is_some(), "{field}: {errors:?}");
    }
    let id = outward::create_schedule(services, architect, &good)
        .await
        .unwrap();
    let stale = outward::update_schedule(services, architect, id, &good).await;
    assert!(matches!(stale, Err(Error::Stale)));
    let mut client: Client = world.client(Role::Architect).await;
    let text = client.get("/reports/schedules").await.text();
    assert!(
        text.contains("每周一 09:00（UTC）") && text.contains("一队"),
        "{text}"
    );
    // The new one's form proposes the zone of its readers.
    let proposed = "<option value=\"480\" selected";
    assert!(text.contains(proposed), "{text}");
    let there = ScheduleForm {
        utc_offset: "480".to_owned(),
        version: 1,
        ..good
    };
    outward::update_schedule(services, architect, id, &there)
        .await
        .unwrap();
    let text = client.get("/reports/schedules").await.text();
    assert!(text.contains("每周一 09:00（UTC+08:00）"), "{text}");
    let next = page(services, architect).await.rows[0].next_at.clone();
    assert!(
        next.as_deref().is_some_and(|at| at.ends_with("T01:00:00Z")),
        "{next:?}"
    );
}

/// Who set a schedule up and left the team sees neither it nor who is in the team, and has nothing made any more.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn who_left_a_team_is_told_nothing_of_its_schedules(pool: PgPool) {
    let held = Held::new(pool, false).await;
    let world = &held.world;
    let owner = world.viewer(Role::Owner);
    let about = About::Workload(world.workload).to_string();
    let id = set_up(world, &weekly(&about, &[owner])).await;
    let mut client = world.client(Role::Architect).await;
    let before = client.get("/reports/schedules").await.text();
    assert!(before.contains("客服助手"));
    let architect = world.viewer(Role::Architect);
    teams::remove_member(&world.services, owner, world.team, architect.user)
        .await
        .unwrap();
    let after = client.get("/reports/schedules").await.text();
    assert!(!after.contains("客服助手"));
    let left = page(&world.services, &sessionless(architect)).await;
    assert!(left.rows.is_empty(), "{:?}", left.rows);
    for form in ["run", "remove", "pause"] {
        let path = format!("/reports/schedules/{id}/{form}");
        let answer = client.post(&path, &[("version", "1")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{form}");
    }
    assert!(runs(world).await.is_empty());
    assert_eq!(page(&world.services, owner).await.rows.len(), 1);
}

/// A report goes to many: one person can't have made as many as they like.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn nobody_floods_others_with_reports(pool: PgPool) {
    let held = Held::new(pool, true).await;
    let world = &held.world;
    let about = About::Workload(world.workload).to_string();
    let id = set_up(world, &weekly(&about, &[world.viewer(Role::Owner)])).await;
    let mut client = world.client(Role::Architect).await;
    let path = format!("/reports/schedules/{id}/run");
    for _ in 0..70 {
        held.pass(Duration::SECOND);
        client.post(&path, &[]).await;
    }
    // The schedule itself was the first of sixty.
    assert_eq!(runs(world).await.len(), 59);
    let shared = share(&about, "json", "30");
    let refused =
        outward::create_share(&world.services, world.viewer(Role::Architect), &shared).await;
    assert!(matches!(refused, Err(Error::TooMany(_))));
    // Others are not held up, and neither is who waited.
    let owner = world.viewer(Role::Owner);
    outward::run_now(&world.services, owner, id).await.unwrap();
    held.pass(Duration::minutes(16));
    client.post(&path, &[]).await;
    assert_eq!(runs(world).await.len(), 61);
}
