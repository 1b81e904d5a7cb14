//! Forms about an assessment: answers, evidence, review, risks, the plan.

use domain::views::assessing::Change;
use domain::{Answer, EvidenceId, WorkloadId};
use services::assessing::{self, DocumentForm, NewFile};

use super::risks::{OWN_RISK, own_risk, risk};
use super::{Case, form, machines};
use crate::support::{CHECK, CRITERION, FILE, Role, World, check, criterion, multipart};

#[expect(clippy::too_many_lines, reason = "an arm for each form")]
pub async fn prepare(world: &World, name: &str, role: Role, unique: &str) -> Case {
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
        _ => machines::prepare(world, name, id).await,
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
