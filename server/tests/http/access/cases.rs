//! What must be there before a form is sent, and what it sends.

use domain::views::assessing::Change;
use domain::{Answer, AssessmentId, EvidenceId, RiskId, WorkloadId};
use services::assessing::{self, DocumentForm, NewFile};
use services::invitations::{InvitationForm, invite_to_team};
use services::risks::{self, TreatmentForm};
use services::{accounts, workload};
use uuid::Uuid;

use crate::support::{CHECK, CRITERION, FILE, Role, World, check, criterion, multipart};

/// A form that is ready to be sent.
pub struct Case {
    pub path: String,
    pub kind: String,
    pub body: Vec<u8>,
}

fn form(path: String, fields: &[(&str, &str)]) -> Case {
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
        "teams" | "invitations" => team(world, name, &unique).await,
        "admin" => admin(world, name, number).await,
        "workloads" => workloads(world, name, &unique).await,
        _ => assessment_form(world, name, role, &unique).await,
    }
}

async fn account(world: &World, name: &str, role: Role) -> Case {
    if name == "account/sessions/revoke-others" {
        return form(format!("/{name}"), &[]);
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
        "risks" | "risks/accept" | "risks/approve" => risk(world, name, id).await,
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
        other => panic!("{other}"),
    }
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
            form(format!("{path}/approve"), &[("version", "1")])
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
