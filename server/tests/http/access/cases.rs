//! What must be there before a form is sent, and what it sends.

use domain::notice::Failure;
use domain::views::assessing::Change;
use domain::views::cost::CostQuery;
use domain::views::platforms::OfferQuery;
use domain::{Answer, AssessmentId, EvidenceId, RiskId, WorkloadId};
use services::assessing::{self, DocumentForm, NewFile};
use services::cost::{AssumptionsForm, BudgetForm, FactorsForm, Subject};
use services::evidence::{self as tools, HandedIn};
use services::invitations::{InvitationForm, invite_to_team};
use services::notices::{self, WebhookForm};
use services::outward::{self, ScheduleForm, ShareForm};
use services::platforms::{self, OfferForm, OwnForm};
use services::risks::{self, OwnRiskForm, TreatmentForm};
use services::rules::ThresholdForm;
use services::{accounts, workload};
use uuid::Uuid;

use crate::support::{CHECK, CRITERION, FILE, Role, World, check, criterion, multipart};

/// A form that is ready to be sent.
pub struct Case {
    pub path: String,
    pub kind: String,
    pub body: Vec<u8>,
}

/// A form of these fields.
pub fn form(path: String, fields: &[(&str, &str)]) -> Case {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", app::query::encode(value));
    let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
    Case {
        path,
        kind: "application/x-www-form-urlencoded".to_owned(),
        body: body.into_bytes(),
    }
}

/// Makes what the form needs; `number` keeps names apart.
pub async fn prepare(world: &World, name: &str, role: Role, number: usize) -> Case {
    let unique = format!("{name} {number}");
    match name.split('/').next().unwrap() {
        "account" => account(world, name, role).await,
        "platforms" => platform(world, name, role, &unique).await,
        "teams" | "invitations" => team(world, name, &unique).await,
        "admin" => admin(world, name, number).await,
        "reports" => report(world, name).await,
        "workloads" => workloads(world, name, &unique).await,
        "map" => super::map::prepare(world, name, role, &unique).await,
        "cost" => cost(world, name, &unique, number).await,
        _ => assessment_form(world, name, role, &unique).await,
    }
}

/// Each case has a currency of its own: a team's budgets stay from case to case.
async fn cost(world: &World, name: &str, unique: &str, number: usize) -> Case {
    let (services, admin) = (&world.services, world.viewer(Role::Administrator));
    let (subject, base) = if name.starts_with("cost/team") {
        (
            Subject::Team(world.team),
            format!("/teams/{}/cost", world.team),
        )
    } else {
        let id = world.fresh(unique).await;
        (Subject::Workload(id), format!("/workloads/{id}/cost"))
    };
    let letter = |n: usize| char::from(b'A' + u8::try_from(n).unwrap());
    let currency = format!("X{}{}", letter(number / 26), letter(number % 26));
    let budget = BudgetForm {
        amount: "100".to_owned(),
        currency: currency.clone(),
        version: 0,
    };
    let factors = FactorsForm {
        pue: "1.2".to_owned(),
        intensity: "500".to_owned(),
        embodied: String::new(),
        source: "电网".to_owned(),
        version: 0,
    };
    let there = name.ends_with("change") || name.ends_with("remove");
    if there && name.contains("budget") {
        services::cost::set_budget(services, admin, subject, &budget)
            .await
            .unwrap();
    }
    if let (Subject::Workload(id), true) = (subject, name.ends_with("forget")) {
        let kept = AssumptionsForm {
            currency: currency.clone(),
            given: [("b_now".to_owned(), "35".to_owned())].into(),
            version: 0,
        };
        services::cost::keep_assumptions(services, admin, id, &kept)
            .await
            .unwrap();
    }
    let standing = if let Subject::Team(team) = subject {
        let page = services::cost::team(services, admin, team, &CostQuery::default())
            .await
            .unwrap();
        page.factors.version
    } else {
        0
    };
    if there && name.contains("factors") && standing == 0 {
        services::cost::set_factors(services, admin, subject, &factors)
            .await
            .unwrap();
    }
    let seen = if there { standing.max(1) } else { standing }.to_string();
    let part = name.trim_start_matches("cost/").trim_start_matches("team/");
    match part {
        "budget" => form(
            format!("{base}/budget"),
            &[
                ("amount", "1,200.50"),
                ("currency", &currency),
                ("version", "0"),
            ],
        ),
        "budget/change" => {
            let amount = format!("amount.{currency}");
            form(
                format!("{base}/budget/{currency}"),
                &[(&amount, "90"), ("version", "1")],
            )
        }
        "budget/remove" => form(
            format!("{base}/budget/{currency}/remove"),
            &[("version", "1")],
        ),
        "factors" => form(
            format!("{base}/factors"),
            &[
                ("pue", "1.3"),
                ("intensity", "536.6"),
                ("embodied", ""),
                ("source", "电网"),
                ("version", &seen),
            ],
        ),
        "assumptions" => form(
            format!("{base}/assumptions"),
            &[("currency", &currency), ("b_now", "35"), ("version", "0")],
        ),
        "assumptions/forget" => form(
            format!("{base}/assumptions/forget"),
            &[("currency", &currency), ("version", "1")],
        ),
        "factors/remove" => form(format!("{base}/factors/remove"), &[("version", &seen)]),
        other => panic!("{other}"),
    }
}

async fn account(world: &World, name: &str, role: Role) -> Case {
    if name == "account/sessions/revoke-others" {
        return form(format!("/{name}"), &[]);
    }
    if name == "account/notices" {
        return form(format!("/{name}"), &[("mail", "conflict")]);
    }
    let who = if role == Role::Anonymous {
        Role::Viewer
    } else {
        role
    };
    let own = accounts::own(&world.services, world.viewer(who))
        .await
        .unwrap();
    form(
        "/account/profile".to_owned(),
        &[("name", "新名字"), ("version", &own.version.to_string())],
    )
}

async fn team(world: &World, name: &str, unique: &str) -> Case {
    let (team, admin) = (world.team, world.viewer(Role::Administrator));
    let now = services::teams::get(&world.services, admin, team)
        .await
        .unwrap();
    let version = now.version.to_string();
    match name {
        "teams" => form("/teams".to_owned(), &[("name", unique), ("capacity", "10")]),
        "teams/edit" => form(
            format!("/teams/{team}/edit"),
            &[("name", unique), ("capacity", "7"), ("version", &version)],
        ),
        "teams/priorities" => form(
            format!("/teams/{team}/priorities"),
            &[("priority.security", "3"), ("version", &version)],
        ),
        "teams/pulls" => form(
            format!("/teams/{team}/pulls"),
            &[("matchers", "namespace=~\"chat-.*\""), ("version", "0")],
        ),
        "teams/invite" => form(
            format!("/teams/{team}/invite"),
            &[("email", "new@example.test"), ("role", "viewer")],
        ),
        "invitations/revoke" => {
            let invitation = InvitationForm {
                email: "open@example.test".to_owned(),
                role: "viewer".to_owned(),
            };
            invite_to_team(&world.services, admin, team, &invitation)
                .await
                .unwrap();
            let open = services::invitations::list_of_team(&world.services, admin, team)
                .await
                .unwrap();
            let id = open
                .iter()
                .find(|row| row.email == "open@example.test")
                .unwrap()
                .id;
            form(format!("/invitations/{id}/revoke"), &[("back", "/teams")])
        }
        change => {
            let user = world
                .member(&format!("{}@example.test", change.replace('/', "-")))
                .await
                .to_string();
            form(
                format!("/teams/{team}/{}", &change[6..]),
                &[("user", &user), ("role", "architect")],
            )
        }
    }
}

async fn admin(world: &World, name: &str, number: usize) -> Case {
    let admin = world.viewer(Role::Administrator);
    let settings = services::settings::get(&world.services, admin)
        .await
        .unwrap();
    let version = settings.version.to_string();
    match name {
        "admin/invite" => form(
            "/admin/invite".to_owned(),
            &[("email", "boss@example.test"), ("org_role", "manager")],
        ),
        "admin/settings" => form(
            "/admin/settings".to_owned(),
            &[("name", "新组织"), ("version", &version)],
        ),
        "admin/priorities" => form(
            "/admin/priorities".to_owned(),
            &[("priority.cost", "4"), ("version", &version)],
        ),
        "admin/rules" => form(
            "/admin/rules/C04.gpu_util".to_owned(),
            &[("supports", "60"), ("remark", "低负载"), ("version", "0")],
        ),
        "admin/rules/reset" => {
            let rule = "P04.gpu".parse().unwrap();
            let numbers = ThresholdForm {
                numbers: [("supports".to_owned(), "60".to_owned())].into(),
                remark: "低负载".to_owned(),
                version: 0,
            };
            services::rules::set_thresholds(&world.services, admin, &rule, &numbers)
                .await
                .unwrap();
            form(format!("/admin/rules/{rule}/reset"), &[("version", "1")])
        }
        files if files.starts_with("admin/import") => import(world, files, number).await,
        hooks if hooks.starts_with("admin/webhooks") || hooks.starts_with("admin/deliveries") => {
            webhook(world, hooks).await
        }
        person => {
            let id = world.member(&format!("person-{number}@example.test")).await;
            if person == "admin/people/enable" {
                accounts::disable(&world.services, admin, id, 1)
                    .await
                    .unwrap();
            }
            let version = if person == "admin/people/enable" {
                "2"
            } else {
                "1"
            };
            let part = person.rsplit('/').next().unwrap();
            form(
                format!("/admin/people/{id}/{part}"),
                &[("org_role", "manager"), ("version", version)],
            )
        }
    }
}

/// An export without workloads, so that it is one entry in the log.
async fn import(world: &World, name: &str, number: usize) -> Case {
    let file = format!(
        "{{\"export\":{{\"format\":1,\"kind\":\"organisation\",\"exported_at\":\"2026-01-01T00:00:00.{number:03}Z\",\
         \"organisation\":{{\"name\":\"别处\",\"priorities\":{{}}}},\"thresholds\":[]}}}}\n\
         {{\"export\":{{\"format\":1,\"kind\":\"end\",\"workloads\":0}}}}\n"
    );
    if name == "admin/import" {
        let (kind, body) = multipart(&[], Some(("all.ndjson", file.as_bytes())));
        return Case {
            path: "/admin/import".to_owned(),
            kind,
            body,
        };
    }
    let file = NewFile {
        name: "all.ndjson".to_owned(),
        bytes: file.into_bytes(),
    };
    let admin = world.viewer(Role::Administrator);
    let id = services::transfer::upload(&world.services, admin, Some(&file), true)
        .await
        .unwrap();
    let part = name.rsplit('/').next().unwrap();
    form(format!("/admin/import/{id}/{part}"), &[])
}

async fn webhook(world: &World, name: &str) -> Case {
    let (admin, services) = (world.viewer(Role::Administrator), &world.services);
    let fields = [
        ("name", "值班群"),
        ("url", "https://hooks.example/"),
        ("kinds", "conflict"),
        ("version", "1"),
    ];
    if name == "admin/webhooks" {
        return form(format!("/{name}"), &fields);
    }
    let sent = WebhookForm {
        name: name.to_owned(),
        url: "https://hooks.example/".to_owned(),
        kinds: vec!["conflict".to_owned()],
        active: true,
        version: 0,
    };
    notices::add_webhook(services, admin, &sent).await.unwrap();
    let page = notices::webhooks_page(services, admin).await.unwrap();
    let id = page.rows.iter().find(|row| row.name == name).unwrap().id;
    if name == "admin/deliveries/retry" {
        notices::test_webhook(services, admin, id).await.unwrap();
        let work = notices::take(services).await.unwrap().remove(0);
        let failed = Err(Failure::TimedOut);
        notices::report(services, work.key(), failed).await.unwrap();
        return form(format!("/admin/deliveries/{}/retry", work.id), &[]);
    }
    let part = name.strip_prefix("admin/webhooks").unwrap();
    let part = part.strip_prefix("/change").unwrap_or(part);
    form(format!("/admin/webhooks/{id}{part}"), &fields)
}

/// Links and schedules about the team, made by its architect; the viewer receives what is scheduled.
async fn report(world: &World, name: &str) -> Case {
    let (services, architect) = (&world.services, world.viewer(Role::Architect));
    let about = format!("team:{}", world.team);
    let viewer = world.viewer(Role::Viewer).user.to_string();
    let fields = [
        ("about", &*about),
        ("kind", "team"),
        ("format", "json"),
        ("locale", "en"),
        ("days", "30"),
        ("every", "monthly"),
        ("monthday", "31"),
        ("weekday", "1"),
        ("hour", "6"),
        ("utc_offset", "480"),
        ("recipients", &viewer),
        ("version", "1"),
    ];
    let text = |name: &str| {
        let found = fields.iter().find(|(field, _)| *field == name);
        found.unwrap().1.to_owned()
    };
    if !name.contains("/shared/") && !name.contains("/schedules/") {
        return form(format!("/{name}"), &fields);
    }
    if name == "reports/shared/revoke" {
        let share = ShareForm {
            about: text("about"),
            kind: text("kind"),
            format: text("format"),
            locale: text("locale"),
            days: text("days"),
        };
        outward::create_share(services, architect, &share)
            .await
            .unwrap();
        let page = outward::shares_page(services, architect, "", 1).await;
        let id = page.unwrap().rows.first().unwrap().id;
        return form(format!("/reports/shared/{id}/revoke"), &[]);
    }
    let schedule = ScheduleForm {
        about: text("about"),
        kind: text("kind"),
        format: text("format"),
        locale: text("locale"),
        every: text("every"),
        weekday: text("weekday"),
        monthday: text("monthday"),
        hour: text("hour"),
        utc_offset: text("utc_offset"),
        recipients: vec![text("recipients")],
        version: 0,
    };
    let id = outward::create_schedule(services, architect, &schedule)
        .await
        .unwrap();
    let part = name.strip_prefix("reports/schedules").unwrap();
    if part == "/resume" {
        outward::pause(services, architect, id, 1).await.unwrap();
        return form(
            format!("/reports/schedules/{id}/resume"),
            &[("version", "2")],
        );
    }
    let part = part.strip_prefix("/change").unwrap_or(part);
    form(format!("/reports/schedules/{id}{part}"), &fields)
}

async fn workloads(world: &World, name: &str, unique: &str) -> Case {
    let fields = [
        ("name", "改过的名字"),
        ("tier", "2"),
        ("profile", "rag"),
        ("profile", "edge"),
        ("version", "1"),
    ];
    if name == "workloads" {
        let team = world.team.to_string();
        return form(
            "/workloads".to_owned(),
            &[("team", &team), ("name", unique), ("tier", "3")],
        );
    }
    let id = world.fresh(unique).await;
    if name == "workloads/restore" {
        workload::archive(&world.services, world.viewer(Role::Administrator), id)
            .await
            .unwrap();
    }
    let part = name.rsplit('/').next().unwrap();
    let path = format!("/workloads/{id}/{part}");
    match part {
        "edit" => {
            let renamed = format!("{} {unique}", fields[0].1);
            let mut fields = fields;
            fields[0].1 = &renamed;
            form(path, &fields)
        }
        "targets" => form(path, &[("check", CHECK), ("level", "5")]),
        _ => form(path, &[]),
    }
}

#[expect(clippy::too_many_lines, reason = "an arm for each form")]
async fn assessment_form(world: &World, name: &str, role: Role, unique: &str) -> Case {
    let id = world.fresh(unique).await;
    let base = format!("/workloads/{id}");
    let state = format!("state.{CRITERION}");
    let version = format!("version.{CRITERION}");
    match name {
        "checks" => form(
            format!("{base}/checks/{CHECK}"),
            &[(&state, "met"), (&version, "0"), ("then", "next")],
        ),
        "checks/note" => form(
            format!("{base}/checks/{CHECK}"),
            &[("note", "看过日志"), ("note_version", "0")],
        ),
        "checks/level" => form(
            format!("{base}/checks/{CHECK}/level"),
            &[("level", "3"), (&version, "0")],
        ),
        "undo" => {
            world.answer(Role::Administrator, id, CRITERION, 0).await;
            let back = [Change {
                criterion: criterion(),
                expected: 1,
                answer: Some(Answer::NotMet),
            }];
            form(
                format!("{base}/undo"),
                &[("changes", &serde_json::to_string(&back).unwrap())],
            )
        }
        "evidence" => {
            let fields = [
                ("title", ""),
                ("url", ""),
                ("effective", "2026-01-01"),
                ("criteria", CRITERION),
            ];
            let (kind, body) = multipart(&fields, Some(("a.html", FILE)));
            Case {
                path: format!("{base}/checks/{CHECK}/evidence"),
                kind,
                body,
            }
        }
        "evidence/withdraw" => {
            let evidence = evidence(world, id).await;
            form(format!("{base}/evidence/{evidence}/withdraw"), &[])
        }
        "attest" | "attestations/withdraw" => attestation(world, name, role, id).await,
        "submit" | "withdraw" | "approve" | "send-back" => review(world, name, id).await,
        "risks" | "risks/accept" | "risks/approve" | "risks/reject" => risk(world, name, id).await,
        "risks/owners" => {
            let owner = world.viewer(Role::Owner).user.to_string();
            let row = format!("{id} K-S3 0");
            form(
                "/risks/owners".to_owned(),
                &[("row", &row), ("owner", &owner)],
            )
        }
        "risks/add" => form(format!("{base}/risks"), &OWN_RISK),
        "risks/own" | "risks/close" | "risks/reopen" => own_risk(world, name, id).await,
        "plan" => plan(
            &base,
            &[
                ("state", "in_progress"),
                ("due_on", "2030-01-01"),
                ("version", "0"),
            ],
        ),
        "plan/owner" => {
            let owner = world.viewer(Role::Owner).user.to_string();
            plan(
                &base,
                &[
                    ("state", "open"),
                    ("owner", &owner),
                    ("note", "周五前"),
                    ("version", "0"),
                ],
            )
        }
        "plan/effort" => form(
            format!("{base}/plan/{CRITERION}/effort"),
            &[
                ("effort_days", "5"),
                ("effort_reason", "已有一半"),
                ("requires", "S01.2b"),
                ("version", "0"),
            ],
        ),
        "plan/move" => form(
            format!("{base}/plan/{CRITERION}/move"),
            &[("state", "in_progress"), ("version", "0")],
        ),
        "plan/assign" => {
            let owner = world.viewer(Role::Owner).user.to_string();
            let action = format!("{id}:{CRITERION}:0");
            form(
                "/plan/assign".to_owned(),
                &[
                    ("action", &action),
                    ("owner", &owner),
                    ("due_on", "2030-01-01"),
                ],
            )
        }
        _ => machine(world, name, id).await,
    }
}

/// Forms about what a workload inherits or offers; of the team that roles are about it is the consumer, and the
/// platform in the last two.
async fn platform(world: &World, name: &str, role: Role, unique: &str) -> Case {
    let (services, admin) = (&world.services, world.viewer(Role::Administrator));
    let (own, other) = (world.fresh(unique).await, world.foreign);
    let offers = ["platforms/offer", "platforms/end"].contains(&name);
    let (platform, consumer) = if offers { (own, other) } else { (other, own) };
    let query = OfferQuery::default();
    let before = platforms::offer_page(services, admin, platform, &query, domain::Locale::Zh);
    let sent = OfferForm {
        criteria: vec![CRITERION.to_owned()],
        version: before.await.unwrap().version,
        ..OfferForm::default()
    };
    if name == "platforms/offer" {
        return form(
            format!("/workloads/{own}/offer"),
            &[("criteria", CRITERION), ("checks", "S02"), ("version", "0")],
        );
    }
    // The platform stays from one case to the next: what it says stands already.
    let said = workload_answers(world, platform).await;
    if !said {
        world
            .answer(Role::Administrator, platform, CRITERION, 0)
            .await;
    }
    platforms::set_offer(services, admin, platform, &sent)
        .await
        .unwrap();
    if name == "platforms/subscribe" {
        let platform = platform.to_string();
        return form(
            format!("/workloads/{own}/platforms"),
            &[("platform", &platform)],
        );
    }
    platforms::subscribe(services, admin, consumer, platform)
        .await
        .unwrap();
    let inherited = format!("/workloads/{own}/inherited/{CRITERION}");
    match name {
        "platforms/unsubscribe" => form(
            format!("/workloads/{own}/platforms/{platform}/unsubscribe"),
            &[],
        ),
        "platforms/own" => form(
            format!("{inherited}/own"),
            &[("state", "not_met"), ("own_reason", "绕过网关")],
        ),
        "platforms/again" => {
            let own_answer = OwnForm {
                state: "not_met".to_owned(),
                own_reason: "绕过网关".to_owned(),
                reason: String::new(),
            };
            platforms::answer_for_ourselves(services, admin, own, &criterion(), &own_answer)
                .await
                .unwrap();
            form(format!("{inherited}/again"), &[("version", "1")])
        }
        "platforms/end" => form(
            format!("/workloads/{own}/offer/{consumer}/end"),
            &[("reason", "流量不经过这里")],
        ),
        other => panic!("{other} {role:?}"),
    }
}

/// Whether a workload has answered the criterion of the tests.
async fn workload_answers(world: &World, id: WorkloadId) -> bool {
    let admin = world.viewer(Role::Administrator);
    let check = check();
    let page = assessing::check_page(&world.services, admin, id, &check, domain::Locale::Zh);
    let criteria = page.await.unwrap().criteria;
    criteria
        .iter()
        .any(|k| k.id == criterion() && k.answer.is_some())
}

/// A leaked secret, as gitleaks reports it: what `S10.secrets` counts.
pub const LEAK: &str = r#"[{"RuleID": "aws-access-token", "Description": "AWS", "StartLine": 3, "File": "config/serving.env",
 "Match": "REDACTED", "Secret": "REDACTED", "Fingerprint": "a:config/serving.env:aws-access-token:3", "Tags": [], "Commit": "",
 "Entropy": 3.5, "Author": "", "Email": "", "Date": "", "Message": "", "EndLine": 3, "StartColumn": 1, "EndColumn": 20,
 "SymlinkFile": ""}]"#;
/// The rule that counts it.
pub const RULE: &str = "S10.secrets";

/// Forms about what machines say, with a leaked secret handed in before.
async fn machine(world: &World, name: &str, id: WorkloadId) -> Case {
    let (services, admin) = (&world.services, world.viewer(Role::Administrator));
    let base = format!("/workloads/{id}");
    if name == "components" {
        let component = component(world, id).await;
        return form(
            format!("{base}/components/{component}"),
            &[("standing", "allowed"), ("version", "1")],
        );
    }
    if name == "files" {
        let (kind, body) = multipart(&[("kind", "")], Some(("leaks.json", LEAK.as_bytes())));
        let path = format!("{base}/evidence");
        return Case { path, kind, body };
    }
    let file = NewFile {
        name: "leaks.json".to_owned(),
        bytes: LEAK.as_bytes().to_vec(),
    };
    let sender = tools::Sender::Person(admin);
    let sent = tools::hand_in(services, sender, id, file, true).await;
    let HandedIn::Read { reading, .. } = sent.unwrap() else {
        panic!("the leak is not read")
    };
    match name {
        "files/withdraw" => {
            let reading = reading.id.unwrap();
            form(format!("{base}/readings/{reading}/withdraw"), &[])
        }
        "verdicts" => {
            let seen = format!("{RULE} contradicts");
            form(
                format!("{base}/verdicts"),
                &[("seen", &seen), ("decide", "accept")],
            )
        }
        "verdicts/one" => form(
            format!("{base}/verdicts/{RULE}"),
            &[
                ("verdict", "contradicts"),
                ("decide", "reject"),
                ("remark", "旧密钥，已吊销"),
            ],
        ),
        "findings" => {
            let query = tools::FindingsQuery::default();
            let page = tools::findings_page(services, admin, id, &query)
                .await
                .unwrap();
            let finding = page.rows.first().unwrap();
            let version = finding.version.to_string();
            form(
                format!("{base}/findings/{}", finding.id),
                &[
                    ("decision", "false_positive"),
                    ("remark", "测试数据"),
                    ("version", &version),
                ],
            )
        }
        "tokens" => form(format!("{base}/tokens"), &[("name", "CI"), ("days", "30")]),
        "tokens/revoke" => {
            tools::create_token(
                services,
                admin,
                id,
                domain::views::evidence::TokenScope::Evidence,
                ("CI", "30"),
            )
            .await
            .unwrap();
            let page = tools::evidence_page(services, admin, id, domain::Locale::Zh)
                .await
                .unwrap();
            let token = page.tokens.first().unwrap().id;
            form(format!("{base}/tokens/{token}/revoke"), &[])
        }
        other => panic!("{other}"),
    }
}

/// A model that telemetry named.
pub async fn component(world: &World, id: WorkloadId) -> Uuid {
    let content = serde_json::json!({
        "kind": "model", "name": "qwen3-32b", "version": null, "digests": [], "source": null, "attributes": {},
    });
    let content: domain::evidence::Component = serde_json::from_value(content).unwrap();
    let (new, now) = (Uuid::from_u128(id.0.as_u128() ^ 7), world.services.now());
    let mut tx = world.pool.begin().await.unwrap();
    store::components::see(&mut tx, id, "telemetry", &[(new, &content)], now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    new
}

fn plan(base: &str, fields: &[(&str, &str)]) -> Case {
    form(format!("{base}/plan/{CRITERION}"), fields)
}

/// The answer is always somebody else's than the role's.
async fn attestation(world: &World, name: &str, role: Role, id: WorkloadId) -> Case {
    let answerer = if role == Role::Administrator {
        Role::Owner
    } else {
        Role::Administrator
    };
    world.answer(answerer, id, CRITERION, 0).await;
    if name == "attest" {
        return form(
            format!("/workloads/{id}/attest"),
            &[
                ("criterion", CRITERION),
                ("statement", "看过配置"),
                ("back", &format!("/workloads/{id}/checks/{CHECK}")),
            ],
        );
    }
    // Everybody withdraws their own; those who can't attest try the owner's.
    let may = matches!(role, Role::Architect | Role::Owner | Role::Administrator);
    let by = if may { role } else { Role::Owner };
    let attested = assessing::attest(&world.services, world.viewer(by), id, &criterion(), "看过")
        .await
        .unwrap();
    form(
        format!("/workloads/{id}/attestations/{attested}/withdraw"),
        &[],
    )
}

async fn review(world: &World, name: &str, id: WorkloadId) -> Case {
    world.answer(Role::Architect, id, CRITERION, 0).await;
    if name != "submit" {
        assessing::submit(&world.services, world.viewer(Role::Architect), id, "")
            .await
            .unwrap();
    }
    form(format!("/workloads/{id}/{name}"), &[("comment", "可以")])
}

async fn risk(world: &World, name: &str, id: WorkloadId) -> Case {
    let risk: RiskId = "K-S3".parse().unwrap();
    let path = format!("/workloads/{id}/risks/{risk}");
    let until = (world.services.today() + time::Duration::days(90)).to_string();
    match name {
        "risks" => form(
            path,
            &[
                ("treatment", "mitigate"),
                ("note", "加过滤"),
                ("version", "0"),
            ],
        ),
        "risks/accept" => form(
            path,
            &[
                ("treatment", "accept"),
                ("note", "影响小"),
                ("expires_on", &until),
                ("version", "0"),
            ],
        ),
        _ => {
            let asked = TreatmentForm {
                treatment: "accept".to_owned(),
                note: "影响小".to_owned(),
                expires_on: until,
                ..TreatmentForm::default()
            };
            risks::treat(
                &world.services,
                world.viewer(Role::Architect),
                id,
                &risk,
                &asked,
            )
            .await
            .unwrap();
            if name == "risks/reject" {
                return form(
                    format!("{path}/reject"),
                    &[("version", "1"), ("reason", "先缓解")],
                );
            }
            form(format!("{path}/approve"), &[("version", "1")])
        }
    }
}

/// What the form of an own risk sends.
const OWN_RISK: [(&str, &str); 6] = [
    ("title", "供应商停服"),
    ("text", "客服中断"),
    ("pillar", "reliability"),
    ("likelihood", "3"),
    ("impact", "4"),
    ("checks", "R01"),
];

/// A risk of the workload's own, closed where it is to be opened again.
async fn own_risk(world: &World, name: &str, id: WorkloadId) -> Case {
    let (services, architect) = (&world.services, world.viewer(Role::Architect));
    let sent = OwnRiskForm {
        title: "供应商停服".to_owned(),
        pillar: "reliability".to_owned(),
        likelihood: "3".to_owned(),
        impact: "4".to_owned(),
        ..OwnRiskForm::default()
    };
    let risk = risks::add_own(services, architect, id, &sent)
        .await
        .unwrap();
    let path = format!("/workloads/{id}/risks/{risk}");
    match name {
        "risks/own" => {
            let mut fields = OWN_RISK.to_vec();
            fields.push(("version", "1"));
            form(format!("{path}/own"), &fields)
        }
        "risks/close" => form(
            format!("{path}/close"),
            &[("version", "1"), ("reason", "已换供应商")],
        ),
        _ => {
            risks::close_own(services, architect, id, &risk, (1, "已换供应商"))
                .await
                .unwrap();
            form(format!("{path}/reopen"), &[("version", "2")])
        }
    }
}

/// A document on the check.
pub async fn evidence(world: &World, id: WorkloadId) -> EvidenceId {
    let form = DocumentForm {
        effective: "2026-01-01".to_owned(),
        criteria: vec![CRITERION.to_owned()],
        ..DocumentForm::default()
    };
    // Different bytes each time, so that no two share a row.
    let mut bytes = FILE.to_vec();
    bytes.extend_from_slice(id.0.as_bytes());
    let file = NewFile {
        name: "报告 \"1\".html".to_owned(),
        bytes,
    };
    let admin = world.viewer(Role::Administrator);
    assessing::add_document(&world.services, admin, id, &check(), &form, Some(file))
        .await
        .unwrap()
}

/// The open assessment of a workload.
pub async fn assessment(world: &World, id: WorkloadId) -> AssessmentId {
    let head = workload::look(&world.services, world.viewer(Role::Administrator), id)
        .await
        .unwrap();
    assert_ne!(head.assessment.id.0, Uuid::nil());
    head.assessment.id
}
