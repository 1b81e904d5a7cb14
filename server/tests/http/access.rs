//! Every form and download × every role: who may, may; who may not, changes nothing.

pub mod cases;
pub mod map;

pub use cases::assessment;

use axum::body::Body;
use http::{Method, StatusCode};
use sqlx::PgPool;

use super::support::{Role, World, checksum, log_entries};

/// What a role gets for a form: letters of the table below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// Done, with one entry in the log.
    Done,
    /// Signs in first.
    Login,
    /// Sees it and may not: 403.
    Forbidden,
    /// May not know of it: 404.
    Hidden,
}

impl Expected {
    fn of(letter: char) -> Self {
        match letter {
            'D' => Self::Done,
            'L' => Self::Login,
            'F' => Self::Forbidden,
            'N' => Self::Hidden,
            other => panic!("{other}"),
        }
    }
}

/// A letter for each of [`Role::ALL`]: anonymous, viewer, architect, owner, manager, administrator, stranger.
pub const FORMS: [(&str, &str); 107] = [
    ("account/profile", "LDDDDDD"),
    ("account/sessions/revoke-others", "LDDDDDD"),
    ("account/notices", "LDDDDDD"),
    ("teams", "LFFFFDF"),
    ("teams/edit", "LFFDFDN"),
    ("teams/priorities", "LFFDFDN"),
    ("teams/pulls", "LFFFFDF"),
    ("teams/members/role", "LFFDFDN"),
    ("teams/members/remove", "LFFDFDN"),
    ("teams/invite", "LFFDFDN"),
    ("invitations/revoke", "LFFDFDN"),
    ("admin/invite", "LFFFFDF"),
    ("admin/people/role", "LFFFFDF"),
    ("admin/people/disable", "LFFFFDF"),
    ("admin/people/enable", "LFFFFDF"),
    ("admin/people/reset", "LFFFFDF"),
    ("admin/settings", "LFFFFDF"),
    ("admin/priorities", "LFFFFDF"),
    ("admin/rules", "LFFFFDF"),
    ("admin/rules/reset", "LFFFFDF"),
    ("admin/webhooks", "LFFFFDF"),
    ("admin/webhooks/change", "LFFFFDF"),
    ("admin/webhooks/secret", "LFFFFDF"),
    ("admin/webhooks/test", "LFFFFDF"),
    ("admin/webhooks/remove", "LFFFFDF"),
    ("admin/deliveries/retry", "LFFFFDF"),
    ("admin/import", "LFFFFDF"),
    ("admin/import/run", "LFFFFDF"),
    ("admin/import/discard", "LFFFFDF"),
    ("reports/shared", "LDDDDDN"),
    ("reports/shared/revoke", "LNDDNDN"),
    ("reports/schedules", "LDDDDDN"),
    ("reports/schedules/change", "LFDDNDN"),
    ("reports/schedules/pause", "LFDDNDN"),
    ("reports/schedules/resume", "LFDDNDN"),
    ("reports/schedules/run", "LFDDNDN"),
    ("reports/schedules/remove", "LFDDNDN"),
    ("workloads", "LFDDFDN"),
    ("workloads/edit", "LFDDFDN"),
    ("workloads/archive", "LFDDFDN"),
    ("workloads/restore", "LFDDFDN"),
    ("workloads/targets", "LFDDFDN"),
    ("checks", "LFDDFDN"),
    ("checks/note", "LFDDFDN"),
    ("checks/level", "LFDDFDN"),
    ("undo", "LFDDFDN"),
    ("evidence", "LFDDFDN"),
    ("evidence/withdraw", "LFDDFDN"),
    ("attest", "LFDDFDN"),
    ("attestations/withdraw", "LFDDFDN"),
    ("submit", "LFDDFDN"),
    ("withdraw", "LFDDFDN"),
    ("approve", "LFFDFDN"),
    ("send-back", "LFFDFDN"),
    ("risks", "LFDDFDN"),
    ("risks/accept", "LFDDFDN"),
    ("risks/approve", "LFFDFDN"),
    ("risks/reject", "LFFDFDN"),
    ("risks/owners", "LFDDFDN"),
    ("risks/add", "LFDDFDN"),
    ("risks/own", "LFDDFDN"),
    ("risks/close", "LFDDFDN"),
    ("risks/reopen", "LFDDFDN"),
    ("plan", "LFDDFDN"),
    ("plan/owner", "LFDDFDN"),
    ("plan/effort", "LFDDFDN"),
    ("plan/move", "LFDDFDN"),
    ("plan/assign", "LFDDFDN"),
    ("files", "LFDDFDN"),
    ("files/withdraw", "LFDDFDN"),
    ("verdicts", "LFDDFDN"),
    ("verdicts/one", "LFDDFDN"),
    ("findings", "LFDDFDN"),
    ("tokens", "LFDDFDN"),
    ("tokens/revoke", "LFDDFDN"),
    ("components", "LFDDFDN"),
    ("platforms/subscribe", "LFDDFDN"),
    ("platforms/unsubscribe", "LFDDFDN"),
    ("platforms/own", "LFDDFDN"),
    ("platforms/again", "LFDDFDN"),
    ("platforms/offer", "LFFDFDN"),
    ("platforms/end", "LFFDFDN"),
    ("map/parts", "LFDDFDN"),
    ("map/parts/change", "LFDDFDN"),
    ("map/parts/pin", "LFDDFDN"),
    ("map/parts/remove", "LFDDFDN"),
    ("map/parts/restore", "LFDDFDN"),
    ("map/parts/checks", "LFDDFDN"),
    ("map/calls", "LFDDFDN"),
    ("map/calls/remove", "LFDDFDN"),
    ("map/layout", "LFDDFDN"),
    ("map/template", "LFDDFDN"),
    ("map/found", "LFDDFDN"),
    ("map/found/ignore", "LFDDFDN"),
    ("map/undo", "LFDDFDN"),
    ("cost/budget", "LFFDFDN"),
    ("cost/budget/change", "LFFDFDN"),
    ("cost/budget/remove", "LFFDFDN"),
    ("cost/factors", "LFFDFDN"),
    ("cost/factors/remove", "LFFDFDN"),
    ("cost/assumptions", "LFFDFDN"),
    ("cost/assumptions/forget", "LFFDFDN"),
    ("cost/team/budget", "LFFDFDN"),
    ("cost/team/budget/change", "LFFDFDN"),
    ("cost/team/budget/remove", "LFFDFDN"),
    ("cost/team/factors", "LFFDFDN"),
    ("cost/team/factors/remove", "LFFDFDN"),
];

async fn forms_of(pool: PgPool, role: Role) {
    let world = World::new(pool).await;
    let place = Role::ALL.iter().position(|other| *other == role).unwrap();
    for (number, (name, letters)) in FORMS.into_iter().enumerate() {
        let expected = Expected::of(letters.chars().nth(place).unwrap());
        let case = cases::prepare(&world, name, role, number).await;
        let mut client = world.client(role).await;
        let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
        let answer = client
            .send(Method::POST, &case.path, &case.kind, Body::from(case.body))
            .await;
        let after = (checksum(&world.pool).await, log_entries(&world.pool).await);
        let what = format!("{role:?} {name}: {} {}", answer.status, answer.location());
        match expected {
            Expected::Done => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}");
                assert_eq!(after.1, before.1 + 1, "{what}: entries in the log");
            }
            Expected::Login => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}");
                assert!(answer.location().starts_with("/login"), "{what}");
                assert_eq!(after, before, "{what}");
            }
            Expected::Forbidden => {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                assert_eq!(after, before, "{what}");
            }
            Expected::Hidden => {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
                assert_eq!(after, before, "{what}");
            }
        }
    }
}

macro_rules! for_each_role {
    ($($test:ident = $role:ident),* $(,)?) => {$(
        #[sqlx::test(migrator = "store::MIGRATIONS")]
        async fn $test(pool: PgPool) {
            forms_of(pool, Role::$role).await;
        }
    )*};
}

for_each_role! {
    forms_of_nobody = Anonymous,
    forms_of_a_viewer = Viewer,
    forms_of_an_architect = Architect,
    forms_of_an_owner = Owner,
    forms_of_a_manager = Manager,
    forms_of_an_administrator = Administrator,
    forms_of_a_stranger = Stranger,
}

/// Statuses for each of [`Role::ALL`].
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn downloads_of_every_role(pool: PgPool) {
    let world = World::new(pool).await;
    let evidence = cases::evidence(&world, world.workload).await;
    let assessment = cases::assessment(&world, world.workload).await;
    let (workload, team) = (world.workload, world.team);
    let api = |rest: &str| format!("/api/v1/{rest}");
    let reads = [401, 200, 200, 200, 200, 200, 404];
    let all = [401, 200, 200, 200, 200, 200, 200];
    let table = [
        (
            format!("/evidence/{evidence}"),
            [303, 200, 200, 200, 200, 200, 404],
        ),
        (api(&format!("assessments/{assessment}")), reads),
        (api(&format!("workloads/{workload}/answers.csv")), reads),
        (
            api(&format!("workloads/{workload}/risks.csv?lang=en")),
            reads,
        ),
        (
            api(&format!("workloads/{workload}/plan.csv?lang=zh-CN")),
            reads,
        ),
        (
            api(&format!("workloads/{workload}/plan.csv?for=jira")),
            reads,
        ),
        (
            api(&format!("workloads/{workload}/plan.csv?for=github")),
            reads,
        ),
        (api(&format!("teams/{team}/plan.csv")), reads),
        (
            api(&format!("teams/{team}/plan.csv?for=jira&lang=en")),
            reads,
        ),
        (api("organisation/plan.csv?for=jira&lang=en"), all),
        (api(&format!("workloads/{workload}/findings.csv")), reads),
        (api(&format!("workloads/{workload}/signals.csv")), reads),
        (api(&format!("workloads/{workload}/verdicts.csv")), reads),
        (api(&format!("workloads/{workload}/inventory.csv")), reads),
        (
            api(&format!(
                "workloads/{workload}/signals/S02.coverage/chart.svg"
            )),
            reads,
        ),
        (api(&format!("workloads/{workload}/report.html")), reads),
        (
            api(&format!("workloads/{workload}/report.xlsx?kind=auditor")),
            reads,
        ),
        (
            api(&format!("teams/{team}/report.html?kind=executive")),
            reads,
        ),
        (api(&format!("teams/{team}/report.xlsx")), reads),
        (api("organisation/report.html?kind=auditor"), all),
        (api("organisation/report.xlsx"), all),
        (api(&format!("workloads/{workload}/map")), reads),
        (
            api(&format!("workloads/{workload}/map.svg?see=risk&lang=en")),
            reads,
        ),
        (api(&format!("teams/{team}/workloads.csv")), reads),
        (api(&format!("teams/{team}/report.json")), reads),
        (api("risks"), all),
        (api("risks.csv?lang=en&kind=catalogue"), all),
        (api("organisation/workloads.csv"), all),
        (api("organisation/report.json"), all),
        (api("frameworks/genai-wa"), all),
    ];
    let before = (checksum(&world.pool).await, log_entries(&world.pool).await);
    let mut clients = Vec::new();
    for role in Role::ALL {
        clients.push(world.client(role).await);
    }
    let signed_in = log_entries(&world.pool).await;
    for (path, statuses) in table {
        for ((client, role), status) in clients.iter_mut().zip(Role::ALL).zip(statuses) {
            let answer = client.get(&path).await;
            assert_eq!(
                answer.status.as_u16(),
                status,
                "{role:?} {path}: {}",
                answer.text()
            );
        }
    }
    assert_eq!(
        (checksum(&world.pool).await, log_entries(&world.pool).await),
        (before.0, signed_in)
    );
}

/// What a reader of one team is shown of the organisation does not name the other team's workloads.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn a_list_shows_only_what_may_be_read(pool: PgPool) {
    let world = World::new(pool).await;
    for (role, own, others) in [
        (Role::Viewer, "客服助手", "代码助手"),
        (Role::Stranger, "代码助手", "客服助手"),
    ] {
        let mut client = world.client(role).await;
        let list = client
            .get("/api/v1/organisation/workloads.csv")
            .await
            .text();
        assert!(
            list.contains(own) && !list.contains(others),
            "{role:?}: {list}"
        );
    }
}
